package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.Targets;
import gradtwin.yaml.Document;
import gradtwin.yaml.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.util.OutputLayerUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

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
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: meanSquaredError, weights: [1, 0, 2, 0.5]} | sigmoid",
        "squaredError | identity",
        "{type: squaredError, weights: [1, 0, 2, 0.5]} | sigmoid",
        "absoluteError | identity",
        "{type: absoluteError, weights: [1, 0, 2, 0.5]} | tanh",
        "{type: meanAbsoluteError, weights: [1, 0, 2, 0.5]} | tanh",
        "{type: crossEntropy, weights: [1, 0, 2, 0.5]} | softmax",
        "crossEntropy | hardSigmoid",
        "{type: binaryCrossEntropy, weights: [1, 0, 2, 0.5]} | sigmoid",
        "squaredHinge | identity",
        "squaredHinge | tanh",
        "cosineProximity | identity",
        "cosineProximity | softmax",
        "meanAbsolutePercentageError | identity",
        "{type: meanAbsolutePercentageError, weights: [1, 0, 2, 0.5]} | tanh",
        "meanSquaredLogarithmicError | softplus",
        "{type: meanSquaredLogarithmicError, weights: [1, 0, 2, 0.5]} | sigmoid",
        "poisson | softplus",
        "poisson | softmax",
        "wasserstein | identity",
        "wasserstein | tanh",
        "meanSquaredError | identity",
        "meanSquaredError | sigmoid",
        "meanSquaredError | softmax",
        "meanAbsoluteError | identity",
        "meanAbsoluteError | tanh",
        "crossEntropy | softmax",
        "binaryCrossEntropy | sigmoid",
        "hinge | identity",
        "hinge | tanh"
      })
  void agreesWithDl4j(String lossWord, String activationWord) {
    LossSpec loss = loss(lossWord);
    ActivationSpec activation = activation(activationWord);
    assertEquals(Optional.empty(), loss.misfit(activation, false));
    Tensor z = preActivations();
    boolean numbers = loss.rules().labels() == LossSpec.Labels.NUMBERS;
    Tensor y = numbers ? preActivations().times(-2) : labels(loss.rules().negativeLabel());
    Objective.Pass twin = Objective.of(activation.twin(), loss.twin()).forward(z, y);
    double score = dl4jScore(loss, activation, z, y);
    assertEquals(score, twin.loss(), ROUNDINGS * Math.max(1, score));
    double[] gradient = dl4jGradient(loss, activation, z, y);
    double largest = DoubleStream.of(gradient).map(Math::abs).max().orElseThrow();
    assertArrayEquals(gradient, twin.backward().values(), ROUNDINGS * Math.max(1, largest));
  }

  static Stream<String> words() {
    return LossSpec.WORDS.words().stream();
  }

  /** Numbers from 0 to 1. */
  private static Tensor mask(int columns) {
    CounterRandom random = new CounterRandom(2, CounterRandom.Stream.WITNESS);
    Tensor mask = Tensor.zeros(Shape.of(EXAMPLES, columns));
    for (int i = 0; i < mask.size(); i++) {
      mask.values()[i] = i % 3 == 0 ? 0 : random.uniform(0, i);
    }
    return mask;
  }

  private static INDArray maskToDl4j(Tensor mask) {
    return Nd4j.createFromArray(mask.values().clone()).reshape('c', EXAMPLES, mask.columns());
  }

  /** Fractional masks of examples. */
  @ParameterizedTest
  @CsvSource({
    "meanSquaredError, sigmoid",
    "squaredError, softmax",
    "absoluteError, tanh",
    "meanAbsoluteError, tanh",
    "crossEntropy, softmax",
    "binaryCrossEntropy, sigmoid",
    "hinge, identity",
    "cosineProximity, softmax",
    "meanAbsolutePercentageError, identity",
    "meanSquaredLogarithmicError, softplus",
    "poisson, softplus",
    "wasserstein, tanh"
  })
  void masksOfExamplesAgreeWithDl4j(String lossWord, String activationWord) {
    assertMaskAgrees(lossWord, activationWord, mask(1));
  }

  /** Masks of outputs, of 0 and 1: other ones are counted twice going back, see below. */
  @ParameterizedTest
  @CsvSource({
    "meanSquaredError, sigmoid",
    "absoluteError, tanh",
    "meanAbsoluteError, tanh",
    "binaryCrossEntropy, sigmoid",
    "hinge, identity",
    "squaredHinge, identity",
    "meanAbsolutePercentageError, identity",
    "meanSquaredLogarithmicError, softplus",
    "poisson, softplus",
    "wasserstein, tanh"
  })
  void masksOfOutputsOfZeroAndOneAgreeWithDl4j(String lossWord, String activationWord) {
    Tensor mask = mask(OUTPUTS);
    for (int i = 0; i < mask.size(); i++) {
      mask.values()[i] = Math.signum(mask.values()[i]);
    }
    assertMaskAgrees(lossWord, activationWord, mask);
  }

  /**
   * DL4J 1.0.0-M2.1, all losses of single outputs: dL/do is multiplied by a mask of outputs, and
   * dL/dz by it once more, so that 1/2 counts 1/4 there, and 1/2 in the score.
   */
  @Test
  void dl4jCountsAMaskOfOutputsTwiceGoingBack() {
    LossSpec loss = loss("meanSquaredError");
    ActivationSpec sigmoid = activation("sigmoid");
    Tensor z = preActivations();
    Tensor y = labels(0);
    Tensor mask = z.zerosLike();
    Arrays.fill(mask.values(), 0.5);
    double score =
        loss.toDl4j().computeScore(toDl4j(y), toDl4j(z), sigmoid.toDl4j(), maskToDl4j(mask), true);
    assertEquals(dl4jScore(loss, sigmoid, z, y) / 2, score, ROUNDINGS);
    double[] masked =
        values(
            loss.toDl4j()
                .computeGradient(toDl4j(y), toDl4j(z), sigmoid.toDl4j(), maskToDl4j(mask))
                .div(EXAMPLES));
    double[] plain = dl4jGradient(loss, sigmoid, z, y);
    for (int i = 0; i < plain.length; i++) {
      assertEquals(plain[i] / 4, masked[i], ROUNDINGS);
    }
  }

  /** DL4J 1.0.0-M2.1, LossSquaredHinge: the mask is squared with the margin. */
  @Test
  void dl4jSquaresTheMaskOfTheSquaredHinge() {
    LossSpec loss = loss("squaredHinge");
    ActivationSpec identity = activation("identity");
    Tensor z = preActivations();
    Tensor y = labels(-1);
    Tensor mask = Tensor.zeros(Shape.of(EXAMPLES, 1));
    Arrays.fill(mask.values(), 0.5);
    double score =
        loss.toDl4j().computeScore(toDl4j(y), toDl4j(z), identity.toDl4j(), maskToDl4j(mask), true);
    assertEquals(dl4jScore(loss, identity, z, y) / 4, score, 8 * ROUNDINGS);
  }

  private static void assertMaskAgrees(String lossWord, String activationWord, Tensor mask) {
    LossSpec loss = loss(lossWord);
    ActivationSpec activation = activation(activationWord);
    Tensor z = preActivations();
    Tensor y =
        loss.rules().labels() == LossSpec.Labels.NUMBERS
            ? preActivations().times(-2)
            : labels(loss.rules().negativeLabel());
    Objective.Pass twin =
        Objective.of(activation.twin(), loss.twin()).forward(z, Targets.of(y, Optional.of(mask)));
    ILossFunction dl4j = loss.toDl4j();
    double score =
        dl4j.computeScore(toDl4j(y), toDl4j(z), activation.toDl4j(), maskToDl4j(mask), true);
    assertEquals(score, twin.loss(), ROUNDINGS * Math.max(1, Math.abs(score)));
    INDArray sum =
        dl4j.computeGradient(toDl4j(y), toDl4j(z), activation.toDl4j(), maskToDl4j(mask));
    double[] gradient = values(sum.div(EXAMPLES));
    double largest = DoubleStream.of(gradient).map(Math::abs).max().orElseThrow();
    assertArrayEquals(gradient, twin.backward().values(), ROUNDINGS * Math.max(1, largest));
  }

  /** DL4J's own validation, asked about every pair. */
  private static boolean isRefusedByDl4j(LossSpec loss, ActivationSpec activation, boolean alone) {
    try {
      OutputLayerUtil.validateOutputLayerConfiguration(
          "output", OUTPUTS, alone, activation.toDl4j(), loss.toDl4j());
      return false;
    } catch (DL4JInvalidConfigException e) {
      return true;
    }
  }

  /** What DL4J's validation refuses is refused, in other words, and nothing else. */
  @ParameterizedTest
  @MethodSource("words")
  void pairsThatDl4jRefusesAreRefused(String word) {
    LossSpec loss =
        loss(word.equals("mixtureDensity") ? "{type: " + word + ", gaussians: 2}" : word);
    for (String other : ActivationSpec.WORDS.words()) {
      ActivationSpec activation = activation(other);
      for (boolean alone : new boolean[] {false, true}) {
        Optional<String> misfit = loss.misfit(activation, alone);
        assertEquals(
            isRefusedByDl4j(loss, activation, alone), misfit.isPresent(), word + " after " + other);
        misfit.ifPresent(reason -> assertTrue(reason.contains("got " + other), reason));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "poisson, tanh, true",
    "poisson, relu, true",
    "poisson, softplus, false",
    "meanSquaredLogarithmicError, identity, true",
    "meanSquaredLogarithmicError, swish, false",
    "meanSquaredLogarithmicError, tanh, false",
    "meanSquaredLogarithmicError, hardTanh, true",
    "kullbackLeiblerDivergence, softmax, false",
    "kullbackLeiblerDivergence, identity, true",
    "crossEntropy, hardSigmoid, true",
    "crossEntropy, softmax, false",
    "binaryCrossEntropy, mish, true",
    "hinge, cube, false"
  })
  void outputsForWhichALossIsNotDefinedAreDoubtful(
      String lossWord, String activationWord, boolean doubtful) {
    Optional<String> doubt = loss(lossWord).doubt(activation(activationWord), false);
    assertEquals(doubtful, doubt.isPresent(), doubt.toString());
  }

  /** What comes out of an activation layer may be probabilities already. */
  @Test
  void lossAloneTakesThingsAsTheyCome() {
    assertEquals(Optional.empty(), loss("crossEntropy").doubt(activation("identity"), true));
    assertTrue(loss("crossEntropy").misfit(activation("identity"), false).isPresent());
  }

  /**
   * DL4J 1.0.0-M2.1: these losses make arrays of ND4J's default type. When this fails, DL4J has
   * been mended, and Dl4jNetwork need not set the default any more.
   */
  @Test
  void dl4jMixesTypesUnlessTheDefaultIsTheNetworks() {
    LossSpec multiLabel = loss("multiLabel");
    ActivationSpec sigmoid = activation("sigmoid");
    DataType before = Nd4j.defaultFloatingPointType();
    try {
      Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
      assertThrows(
          IllegalStateException.class,
          () -> dl4jGradient(multiLabel, sigmoid, preActivations(), labels(0)));
      Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
      Objective.Pass twin =
          Objective.of(sigmoid.twin(), multiLabel.twin()).forward(preActivations(), labels(0));
      assertArrayEquals(
          dl4jGradient(multiLabel, sigmoid, preActivations(), labels(0)),
          twin.backward().values(),
          ROUNDINGS);
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
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
