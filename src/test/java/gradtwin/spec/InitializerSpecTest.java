package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Kolmogorov;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.init.Initializer;
import gradtwin.yaml.Document;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The agreement of the initializers, which cannot be one of numbers: both sides draw from the
 * distribution that the word's paper gives.
 */
class InitializerSpecTest {
  private static final int IN = 150;
  private static final int OUT = 300;

  /** Six standard deviations of the mean of IN * OUT numbers of variance 1. */
  private static final double SIX_SIGMA = 6 / Math.sqrt(IN * OUT);

  static Stream<Arguments> distributions() {
    double glorot = Math.sqrt(6.0 / (IN + OUT));
    double he = Math.sqrt(6.0 / IN);
    return Stream.of(
        uniform("{type: uniform, minimum: -0.05, maximum: 0.1}", -0.05, 0.1),
        uniform("glorotUniform", -glorot, glorot),
        uniform("heUniform", -he, he),
        normal("{type: normal, mean: 0.01, standardDeviation: 0.1}", 0.01, 0.1),
        normal("glorotNormal", 0, Math.sqrt(2.0 / (IN + OUT))),
        normal("heNormal", 0, Math.sqrt(2.0 / IN)),
        normal("lecunNormal", 0, Math.sqrt(1.0 / IN)));
  }

  private static Arguments uniform(String yaml, double low, double high) {
    double width = high - low;
    return Arguments.of(yaml, Kolmogorov.uniform(low, high), (low + high) / 2, width * width / 12);
  }

  private static Arguments normal(String yaml, double mean, double deviation) {
    return Arguments.of(yaml, Kolmogorov.normal(mean, deviation), mean, deviation * deviation);
  }

  private static InitializerSpec read(String yaml) {
    Document<InitializerSpec> document =
        Document.read(
            "f.yaml",
            "initializer: " + yaml,
            List.of(),
            fields -> fields.word("initializer", "?", InitializerSpec.WORDS));
    return document.value().orElseThrow();
  }

  private static double[] twin(InitializerSpec spec) {
    CounterRandom random = new CounterRandom(1, CounterRandom.Stream.INITIALIZATION, 0);
    Initializer.Fans fans = new Initializer.Fans(IN, OUT);
    Tensor weights = Tensor.zeros(Shape.of(IN, OUT));
    spec.twin().fill(weights, random, 0, fans);
    return weights.values();
  }

  private static double[] dl4j(InitializerSpec spec) {
    Nd4j.getRandom().setSeed(1);
    INDArray view = Nd4j.create(DataType.DOUBLE, IN * OUT);
    spec.toDl4j().init(IN, OUT, new long[] {IN, OUT}, 'f', view);
    return view.toDoubleVector();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void twinDrawsFromIt(
      String yaml, DoubleUnaryOperator distribution, double mean, double variance) {
    assertDrawn(twin(read(yaml)), distribution, mean, variance);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("distributions")
  void dl4jDrawsFromIt(
      String yaml, DoubleUnaryOperator distribution, double mean, double variance) {
    assertDrawn(dl4j(read(yaml)), distribution, mean, variance);
  }

  /** No distribution here has a fourth moment above the normal one's, 3 variance². */
  private static void assertDrawn(
      double[] sample, DoubleUnaryOperator distribution, double mean, double variance) {
    double distance = Kolmogorov.distance(sample, distribution);
    assertTrue(distance < Kolmogorov.LIMIT, "distance " + distance);
    assertEquals(mean, Kolmogorov.mean(sample), SIX_SIGMA * Math.sqrt(variance));
    assertEquals(variance, Kolmogorov.variance(sample), SIX_SIGMA * Math.sqrt(2) * variance);
  }

  @Test
  void constantsAreConstantOnBothSides() {
    assertConstant(0, read("zeros"));
    assertConstant(-0.25, read("{type: constant, value: -0.25}"));
  }

  private static void assertConstant(double value, InitializerSpec spec) {
    assertTrue(Arrays.stream(twin(spec)).allMatch(w -> w == value));
    assertTrue(Arrays.stream(dl4j(spec)).allMatch(w -> w == value));
  }

  /** Nothing in the vocabulary is left out above. */
  @Test
  void everyWordIsTested() {
    List<String> tested =
        Stream.concat(
                distributions().map(arguments -> read((String) arguments.get()[0]).word()),
                Stream.of("zeros", "constant"))
            .sorted()
            .toList();
    assertEquals(InitializerSpec.WORDS.words().stream().sorted().toList(), tested);
  }
}
