package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Kolmogorov;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.init.Initializer;
import gradtwin.twin.init.TruncatedNormal;
import gradtwin.yaml.Document;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
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
        normal("lecunNormal", 0, Math.sqrt(1.0 / IN)),
        normal("glorotLegacy", 0, Math.sqrt(1.0 / (IN + OUT))),
        symmetric("sigmoidUniform", 4 * glorot),
        symmetric("fanInUniform", 1 / Math.sqrt(IN)),
        symmetric("lecunUniform", 3 / Math.sqrt(IN)),
        symmetric("varianceScalingUniform", 3 / Math.sqrt(IN)),
        symmetric("{type: varianceScalingUniform, mode: fanOut}", 3 / Math.sqrt(OUT)),
        symmetric(
            "{type: varianceScalingUniform, mode: fanAverage}", 3 / Math.sqrt((IN + OUT) / 2.0)),
        truncated("{type: truncatedNormal, mean: 0.01, standardDeviation: 0.1}", 0.01, 0.1),
        truncated("varianceScalingNormal", 0, Math.sqrt(1.0 / IN)),
        truncated("{type: varianceScalingNormal, mode: fanOut}", 0, Math.sqrt(1.0 / OUT)),
        truncated(
            "{type: varianceScalingNormal, mode: fanAverage}", 0, Math.sqrt(2.0 / (IN + OUT))),
        logNormal("{type: logNormal, mean: -1, standardDeviation: 0.1}", -1, 0.1));
  }

  private static Arguments symmetric(String yaml, double bound) {
    return uniform(yaml, -bound, bound);
  }

  /**
   * A normal distribution cut off at two deviations: with the density phi and the distribution
   * function F of N(0, 1), the variance of what is left is 1 - 4 phi(2) / (F(2) - F(-2)) of it.
   */
  private static Arguments truncated(String yaml, double mean, double deviation) {
    DoubleUnaryOperator normal = Kolmogorov.normal(mean, deviation);
    double low = normal.applyAsDouble(mean - 2 * deviation);
    double width = normal.applyAsDouble(mean + 2 * deviation) - low;
    double phi = Math.exp(-2) / Math.sqrt(2 * Math.PI);
    return Arguments.of(
        yaml,
        (DoubleUnaryOperator)
            x -> Math.min(1, Math.max(0, (normal.applyAsDouble(x) - low) / width)),
        mean,
        (1 - 4 * phi / width) * deviation * deviation);
  }

  /** Its mean is exp(m + d^2 / 2), its variance (exp(d^2) - 1) times the square of that. */
  private static Arguments logNormal(String yaml, double mean, double deviation) {
    DoubleUnaryOperator normal = Kolmogorov.normal(mean, deviation);
    double square = deviation * deviation;
    double expected = Math.exp(mean + square / 2);
    return Arguments.of(
        yaml,
        (DoubleUnaryOperator) x -> normal.applyAsDouble(Math.log(x)),
        expected,
        Math.expm1(square) * expected * expected);
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
    double[] sample = dl4j(read(yaml));
    if (read(yaml).twin() instanceof TruncatedNormal) {
      assertSomeAreTheMean(sample, mean);
    } else {
      assertDrawn(sample, distribution, mean, variance);
    }
  }

  /**
   * DL4J's truncated normal numbers: of the share 2 F(-2) = 0.0455 that falls outside, half is set
   * to the mean. The rest is what it should be.
   */
  private static void assertSomeAreTheMean(double[] sample, double mean) {
    double share =
        Arrays.stream(sample).filter(w -> Math.abs(w - mean) < 1e-9).count()
            / (double) sample.length;
    assertEquals(0.0455 / 2, share, SIX_SIGMA * Math.sqrt(0.0455 / 2));
  }

  /**
   * No distribution here has a fourth moment far above the normal one's, 3 variance², which six
   * standard deviations leave room for.
   */
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
    assertConstant(1, read("ones"));
    assertConstant(-0.25, read("{type: constant, value: -0.25}"));
  }

  /** Shares of 0, 1, 2 and 3 successes of 3 with probability 0.3: 0.343, 0.441, 0.189, 0.027. */
  @Test
  void binomialCountsSuccesses() {
    InitializerSpec spec = read("{type: binomial, trials: 3, probability: 0.3}");
    double[] expected = {0.343, 0.441, 0.189, 0.027};
    for (double[] sample : List.of(twin(spec), dl4j(spec))) {
      for (int k = 0; k < expected.length; k++) {
        int successes = k;
        double share =
            Arrays.stream(sample).filter(w -> w == successes).count() / (double) sample.length;
        assertEquals(expected[k], share, SIX_SIGMA / 2); // of a coin: at most half
      }
    }
  }

  private static Tensor twin(InitializerSpec spec, int in, int out) {
    CounterRandom random = new CounterRandom(1, CounterRandom.Stream.INITIALIZATION, 0);
    Tensor weights = Tensor.zeros(Shape.of(in, out));
    spec.twin().fill(weights, random, 0, new Initializer.Fans(in, out));
    return weights;
  }

  private static Tensor dl4j(InitializerSpec spec, int in, int out) {
    Nd4j.getRandom().setSeed(1);
    INDArray view = Nd4j.create(DataType.DOUBLE, (long) in * out);
    INDArray weights = spec.toDl4j().init(in, out, new long[] {in, out}, 'f', view);
    return Tensor.of(Shape.of(in, out), weights.dup('c').data().asDouble());
  }

  /** Rows of a wide matrix, columns of a tall one. DL4J's are orthogonal to float32 only. */
  @ParameterizedTest
  @CsvSource({"15, 30", "30, 15", "8, 8"})
  void orthogonalVectorsAreOrthogonal(int in, int out) {
    InitializerSpec spec = read("{type: orthogonal, gain: 2}");
    assertOrthogonal(twin(spec, in, out), 1e-14);
    assertOrthogonal(dl4j(spec, in, out), 5e-5);
  }

  private static void assertOrthogonal(Tensor w, double tolerance) {
    boolean tall = w.rows() >= w.columns();
    int count = Math.min(w.rows(), w.columns());
    int length = Math.max(w.rows(), w.columns());
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double product = 0;
        for (int k = 0; k < length; k++) {
          product += tall ? w.at(k, i) * w.at(k, j) : w.at(i, k) * w.at(j, k);
        }
        assertEquals(i == j ? 4 : 0, product, tolerance);
      }
    }
  }

  @Test
  void identityIsTheSameOnBothSides() {
    InitializerSpec spec = read("{type: identity, scale: 0.5}");
    assertArrayEquals(new double[] {0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5}, twin(spec, 3, 3).values());
    assertArrayEquals(twin(spec, 3, 3).values(), dl4j(spec, 3, 3).values());
    assertTrue(spec.misfit(Shape.of(3, 3)).isEmpty());
    assertTrue(spec.misfit(Shape.of(3, 4)).isPresent());
    assertTrue(spec.misfit(Shape.of(3, 3, 5, 1)).isEmpty());
    assertTrue(spec.misfit(Shape.of(3, 3, 5, 2)).isPresent());
    assertTrue(spec.misfit(Shape.of(3)).isPresent());
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
                Stream.of("zeros", "ones", "constant", "binomial", "orthogonal", "identity"))
            .distinct()
            .sorted()
            .toList();
    assertEquals(InitializerSpec.WORDS.words().stream().sorted().toList(), tested);
  }
}
