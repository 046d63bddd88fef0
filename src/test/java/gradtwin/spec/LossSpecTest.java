package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.loss.Objective;
import gradtwin.yaml.Document;
import gradtwin.yaml.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each loss by itself, after each activation that it may follow, twin against DL4J. */
class LossSpecTest {
  /** Some roundings of numbers near 1. */
  private static final double ROUNDINGS = 2e-15;

  private static final int EXAMPLES = 5;
  private static final int OUTPUTS = 4;

  private static Tensor preActivations() {
    CounterRandom random = new CounterRandom(1, CounterRandom.Stream.WITNESS);
    Tensor z = Tensor.zeros(Shape.of(EXAMPLES, OUTPUTS));
    for (int i = 0; i < z.size(); i++) {
      z.values()[i] = random.normal(0, i);
    }
    return z;
  }

  /** One class per example. */
  private static Tensor labels(double negative) {
    Tensor y = Tensor.zeros(Shape.of(EXAMPLES, OUTPUTS));
    for (int i = 0; i < y.size(); i++) {
      y.values()[i] = i % OUTPUTS == i / OUTPUTS % OUTPUTS ? 1 : negative;
    }
    return y;
  }

  private static INDArray toDl4j(Tensor tensor) {
    return Nd4j.createFromArray(tensor.values().clone()).reshape('c', EXAMPLES, OUTPUTS);
  }

  private static double[] values(INDArray array) {
    return array.dup('c').reshape(array.length()).toDoubleVector();
  }

  private static LossSpec loss(String yaml) {
    return read("loss: " + yaml, fields -> fields.word("loss", "?", LossSpec.WORDS));
  }

  private static ActivationSpec activation(String yaml) {
    return read(
        "activation: " + yaml, fields -> fields.word("activation", "?", ActivationSpec.WORDS));
  }

  private static <T> T read(String yaml, Function<Fields, T> reader) {
    return Document.read("f.yaml", yaml, List.of(), reader).value().orElseThrow();
  }

  private static double dl4jScore(LossSpec loss, ActivationSpec activation, Tensor z, Tensor y) {
    return loss.toDl4j().computeScore(toDl4j(y), toDl4j(z), activation.toDl4j(), null, true);
  }

  /** DL4J gives the gradient of the sum over the examples. */
  private static double[] dl4jGradient(
      LossSpec loss, ActivationSpec activation, Tensor z, Tensor y) {
    INDArray sum = loss.toDl4j().computeGradient(toDl4j(y), toDl4j(z), activation.toDl4j(), null);
    return values(sum.div(EXAMPLES));
  }

  @ParameterizedTest
  @CsvSource({
    "meanSquaredError, identity",
    "meanSquaredError, sigmoid",
    "meanSquaredError, softmax",
    "meanAbsoluteError, identity",
    "meanAbsoluteError, tanh",
    "crossEntropy, softmax",
    "binaryCrossEntropy, sigmoid",
    "hinge, identity",
    "hinge, tanh"
  })
  void agreesWithDl4j(String lossWord, String activationWord) {
    LossSpec loss = loss(lossWord);
    ActivationSpec activation = activation(activationWord);
    assertEquals(Optional.empty(), loss.misfit(activation));
    Tensor z = preActivations();
    Tensor y = labels(loss.rules().negativeLabel());
    Objective.Pass twin = Objective.of(activation.twin(), loss.twin()).forward(z, y);
    double score = dl4jScore(loss, activation, z, y);
    assertEquals(score, twin.loss(), ROUNDINGS * Math.max(1, score));
    assertArrayEquals(dl4jGradient(loss, activation, z, y), twin.backward().values(), ROUNDINGS);
  }

  static Stream<String> words() {
    return LossSpec.WORDS.words().stream();
  }

  /** A loss that needs a probability takes one activation only, and says which. */
  @ParameterizedTest
  @MethodSource("words")
  void pairsThatMakeNoSenseAreRefused(String word) {
    LossSpec loss = loss(word);
    for (String other : ActivationSpec.WORDS.words()) {
      Optional<String> misfit = loss.misfit(activation(other));
      boolean fits = loss.rules().activation().map(other::equals).orElse(true);
      assertEquals(fits, misfit.isEmpty(), word + " after " + other);
      misfit.ifPresent(reason -> assertTrue(reason.contains("got " + other), reason));
    }
  }

  @Test
  void hingeAsksForOtherLabels() {
    assertEquals(-1, loss("hinge").rules().negativeLabel());
    assertEquals(0, loss("crossEntropy").rules().negativeLabel());
    assertTrue(loss("hinge").rules().classesOnly());
    assertFalse(loss("meanSquaredError").rules().classesOnly());
  }

  /** The defaults of the clip are DL4J's own. */
  @Test
  void clips() {
    assertEquals(1e-10, loss("crossEntropy").rules().clipEpsilon());
    assertEquals(1e-5, loss("binaryCrossEntropy").rules().clipEpsilon());
    assertEquals(0, loss("{type: crossEntropy, clipEpsilon: 0}").rules().clipEpsilon());
    assertEquals(0, loss("hinge").rules().clipEpsilon());
  }

  /**
   * DL4J 1.0.0-M2.1, LossMCXENT: with labels that do not sum to 1 the gradient is p - y, where its
   * own score has p sum(y) - y. When this fails, DL4J has been mended, and the note in the twin's
   * SoftmaxCrossEntropy is out of date.
   */
  @Test
  void dl4jTakesLabelsToSumToOne() {
    LossSpec loss = loss("crossEntropy");
    ActivationSpec softmax = activation("softmax");
    Tensor z = preActivations();
    Tensor y = labels(0).times(3);
    Objective.Pass twin = Objective.of(softmax.twin(), loss.twin()).forward(z, y);
    assertEquals(dl4jScore(loss, softmax, z, y), twin.loss(), 8 * ROUNDINGS);
    double[] dl4j = dl4jGradient(loss, softmax, z, y);
    double[] p = softmax.twin().forward(z).values();
    for (int i = 0; i < dl4j.length; i++) {
      assertEquals((p[i] - y.values()[i]) / EXAMPLES, dl4j[i], ROUNDINGS);
      assertEquals((3 * p[i] - y.values()[i]) / EXAMPLES, twin.backward().values()[i], ROUNDINGS);
    }
  }

  /**
   * Beyond its clip DL4J's binary cross-entropy is another function: at z = 20 it takes o to be 1 -
   * 1e-5, so that the gradient of a certain error is 1e5 times sigmoid' rather than 1.
   */
  @Test
  void dl4jClipsBinaryCrossEntropy() {
    LossSpec loss = loss("binaryCrossEntropy");
    ActivationSpec sigmoid = activation("sigmoid");
    Tensor z = Tensor.zeros(Shape.of(EXAMPLES, OUTPUTS));
    Arrays.fill(z.values(), 20);
    Tensor y = z.zerosLike();
    double twin =
        Objective.of(sigmoid.twin(), loss.twin()).forward(z, y).backward().values()[0] * EXAMPLES;
    double dl4j = dl4jGradient(loss, sigmoid, z, y)[0] * EXAMPLES;
    assertEquals(1, twin, 1e-8);
    assertEquals(1e5 * Math.exp(-20), dl4j, 1e-8);
    double unclipped =
        dl4jGradient(loss("{type: binaryCrossEntropy, clipEpsilon: 0}"), sigmoid, z, y)[0];
    assertEquals(1, unclipped * EXAMPLES, 1e-6); // 1 - o has seven digits left there
  }
}
