package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.PreciseGelu;
import gradtwin.yaml.Document;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each activation by itself, twin against DL4J, with the known deviations pinned. */
class ActivationSpecTest {
  /** Some roundings of numbers near 1, and of larger ones in proportion. */
  private static final double ROUNDINGS = 2e-15;

  /** What passed through a float32. */
  private static final double FLOAT32 = 1e-6;

  private static final Shape SHAPE = Shape.of(20, 20);

  /** From -8 to 8, with both zeros. */
  private static Tensor points() {
    Tensor z = Tensor.zeros(SHAPE);
    for (int i = 0; i < z.size(); i++) {
      z.values()[i] = -8 + 16.0 * i / (z.size() - 1);
    }
    z.values()[200] = 0;
    z.values()[201] = -0.0;
    return z;
  }

  private static Tensor incoming() {
    CounterRandom random = new CounterRandom(1, CounterRandom.Stream.WITNESS);
    Tensor dy = Tensor.zeros(SHAPE);
    for (int i = 0; i < dy.size(); i++) {
      dy.values()[i] = random.normal(0, i);
    }
    return dy;
  }

  private static INDArray toDl4j(Tensor tensor) {
    return Nd4j.createFromArray(tensor.values().clone()).reshape('c', 20, 20);
  }

  private static double[] values(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  private static Document<ActivationSpec> document(String yaml) {
    return Document.read(
        "f.yaml",
        "activation: " + yaml,
        List.of(),
        fields -> fields.word("activation", "?", ActivationSpec.WORDS));
  }

  private static ActivationSpec read(String yaml) {
    return document(yaml).value().orElseThrow();
  }

  private static double[] dl4jForward(IActivation activation) {
    return values(activation.getActivation(toDl4j(points()), true));
  }

  private static double[] dl4jBackward(IActivation activation) {
    return values(activation.backprop(toDl4j(points()), toDl4j(incoming())).getFirst());
  }

  private static double[] twinBackward(ActivationSpec spec) {
    Tensor z = points();
    return spec.twin().backward(z, spec.twin().forward(z), incoming()).values();
  }

  private static void assertClose(double[] expected, double[] actual) {
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]));
      assertEquals(expected[i], actual[i], ROUNDINGS * scale, "at " + points().values()[i]);
    }
  }

  static List<String> words() {
    return ActivationSpec.WORDS.words();
  }

  @ParameterizedTest
  @MethodSource("words")
  void forwardAgreesWithDl4j(String word) {
    ActivationSpec spec = read(word);
    assertEquals(word, spec.word());
    assertClose(dl4jForward(spec.toDl4j()), spec.twin().forward(points()).values());
  }

  /** The default slope of leakyRelu, 0.01, is none that float32 has: see below. */
  @ParameterizedTest
  @MethodSource("words")
  void backwardAgreesWithDl4j(String word) {
    ActivationSpec spec =
        read(word.equals("leakyRelu") ? "{type: leakyRelu, alpha: 0.0078125}" : word);
    assertClose(dl4jBackward(spec.toDl4j()), twinBackward(spec));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: leakyRelu, alpha: 0.1}",
        "{type: leakyRelu, alpha: 0}",
        "{type: elu, alpha: 1.5}",
        "{type: thresholdedRelu, theta: 0.3}",
        "{type: relu, maximum: 4}",
        "{type: relu, negativeSlope: 0.3}",
        "{type: relu, maximum: 4, threshold: 0.7, negativeSlope: 0.3}"
      })
  void parametersReachBothForwardPasses(String yaml) {
    ActivationSpec spec = read(yaml);
    assertClose(dl4jForward(spec.toDl4j()), spec.twin().forward(points()).values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: thresholdedRelu, theta: 0.3}",
        "{type: relu, maximum: 4}",
        "{type: relu, negativeSlope: 0.25}",
        "{type: relu, threshold: 0.7}",
        "{type: relu, maximum: 4, threshold: 0.7, negativeSlope: 0.3}"
      })
  void parametersReachBothBackwardPasses(String yaml) {
    ActivationSpec spec = read(yaml);
    assertClose(dl4jBackward(spec.toDl4j()), twinBackward(spec));
  }

  @Test
  void maximumBelowTheThresholdIsAFault() {
    Document<ActivationSpec> document = document("{type: relu, maximum: 1, threshold: 2}");
    assertEquals(
        "expected a maximum above the threshold 2.0, got 1.0",
        document.diagnostics().get(0).message());
  }

  /**
   * DL4J 1.0.0-M2.1, native precise_gelu: the third power of 0.044715 z, not of z, so that precise
   * is less so than the default form is. When this fails, DL4J has been mended.
   */
  @Test
  void dl4jsPreciseGeluIsAnotherFunction() {
    IActivation precise = read("{type: gelu, precise: true}").toDl4j();
    double[] dl4j = dl4jForward(precise);
    double[] backward = dl4jBackward(precise);
    double largest = 0;
    double ownDerivative = 0;
    for (int i = 0; i < dl4j.length; i++) {
      double z = points().values()[i];
      double scale = Math.sqrt(2 / Math.PI);
      double t = Math.tanh(scale * (z + Math.pow(0.044715 * z, 3)));
      assertEquals(z / 2 * (1 + t), dl4j[i], ROUNDINGS * Math.max(1, Math.abs(z)));
      largest = Math.max(largest, Math.abs(dl4j[i] - new PreciseGelu().value(z)));
      double slope =
          (1 + t) / 2 + z / 2 * (1 - t * t) * scale * (1 + 3 * Math.pow(0.044715, 3) * z * z);
      ownDerivative =
          Math.max(ownDerivative, Math.abs(backward[i] - slope * incoming().values()[i]));
    }
    assertEquals(0.034, largest, 1e-3);
    assertTrue(ownDerivative > 1e-5, "the derivative of neither function");
  }

  @Test
  void rReluIsRefusedWithItsReason() {
    Document<ActivationSpec> document = document("rRelu");
    assertTrue(
        document.diagnostics().get(0).message().startsWith("'rRelu' cannot be trained with DL4J"));
  }

  /**
   * DL4J 1.0.0-M2.1, ActivationRReLU with one slope, so that nothing is random: backwards it is
   * identity, because the ones are compared with 0 and not the slopes; at prediction it is a
   * rectifier with a floor; and in a float64 network its slopes are float32. When this fails, DL4J
   * has been mended, and the word can be taken in.
   */
  @Test
  void dl4jsRandomizedRectifierGoesBackAsIdentity() {
    IActivation quarter = new ActivationRReLU(0.25, 0.25);
    double[] z = points().values();
    double[] forward = dl4jForward(quarter);
    double[] backward = dl4jBackward(quarter);
    double[] prediction =
        values(new ActivationRReLU(0.25, 0.25).getActivation(toDl4j(points()), false));
    for (int i = 0; i < z.length; i++) {
      assertEquals(z[i] < 0 ? z[i] / 4 : z[i], forward[i]);
      assertEquals(incoming().values()[i], backward[i], FLOAT32);
      assertEquals(Math.max(z[i], 0.25), prediction[i]);
    }
  }

  /**
   * DL4J 1.0.0-M2.1, ActivationELU.backprop: alpha is not handed on to EluBp, which takes it to be
   * 1. When this fails, DL4J has been mended, and the note in the twin's Elu is out of date.
   */
  @Test
  void dl4jForgetsAlphaOfEluGoingBack() {
    double[] dl4j = dl4jBackward(read("{type: elu, alpha: 1.5}").toDl4j());
    assertClose(twinBackward(read("{type: elu, alpha: 1}")), dl4j);
    double right = twinBackward(read("{type: elu, alpha: 1.5}"))[190]; // at -0.38
    assertEquals(1.5, right / dl4j[190], ROUNDINGS);
  }

  /**
   * DL4J 1.0.0-M2.1, native lrelu_bp: alpha passes through a float32. When this fails, DL4J has
   * been mended, and the note in the twin's LeakyRelu is out of date.
   */
  @Test
  void dl4jRoundsAlphaOfLeakyReluGoingBack() {
    double[] dl4j = dl4jBackward(read("{type: leakyRelu, alpha: 0.1}").toDl4j());
    assertClose(twinBackward(read("{type: leakyRelu, alpha: " + (double) 0.1f + "}")), dl4j);
    double right = twinBackward(read("{type: leakyRelu, alpha: 0.1}"))[190];
    assertTrue(Math.abs(right / dl4j[190] - 1) > 1e-8, "off by the rounding of 0.1 to float32");
  }
}
