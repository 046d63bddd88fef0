package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.yaml.Document;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each activation by itself, twin against DL4J, with the two known deviations pinned. */
class ActivationSpecTest {
  /** Some roundings of numbers near 1, and of larger ones in proportion. */
  private static final double ROUNDINGS = 2e-15;

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

  private static ActivationSpec read(String yaml) {
    Document<ActivationSpec> document =
        Document.read(
            "f.yaml",
            "activation: " + yaml,
            List.of(),
            fields -> fields.word("activation", "?", ActivationSpec.WORDS));
    return document.value().orElseThrow();
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
        "{type: elu, alpha: 1.5}"
      })
  void parametersReachBothForwardPasses(String yaml) {
    ActivationSpec spec = read(yaml);
    assertClose(dl4jForward(spec.toDl4j()), spec.twin().forward(points()).values());
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
