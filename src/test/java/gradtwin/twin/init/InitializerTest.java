package gradtwin.twin.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Kolmogorov;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Drawn for a layer with 60 inputs and 90 outputs, so that 6/(in + out) is 1/25 and 6/in is 1/10.
 */
class InitializerTest {
  private static final Initializer.Fans FANS = new Initializer.Fans(60, 90);
  private static final int SAMPLE = 50_000;

  /** Six standard deviations of the mean of {@link #SAMPLE} numbers of variance 1. */
  private static final double SIX_SIGMA = 6 / Math.sqrt(SAMPLE);

  private static double[] sample(Initializer initializer, long seed, int layer) {
    CounterRandom random = new CounterRandom(seed, CounterRandom.Stream.INITIALIZATION, layer);
    Tensor weights = Tensor.zeros(Shape.of(SAMPLE));
    initializer.fill(weights, random, 0, FANS);
    return weights.values();
  }

  static Stream<Arguments> uniforms() {
    return Stream.of(
        Arguments.of("between", Uniform.between(-1, 3), -1, 3),
        Arguments.of("glorot: sqrt(6/150)", Uniform.glorot(), -0.2, 0.2),
        Arguments.of("he: sqrt(6/60)", Uniform.he(), -Math.sqrt(0.1), Math.sqrt(0.1)));
  }

  /** U(a, b) has mean (a + b)/2 and variance (b - a)²/12. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("uniforms")
  void uniform(String name, Initializer initializer, double low, double high) {
    double[] sample = sample(initializer, 1, 0);
    double width = high - low;
    assertTrue(Kolmogorov.distance(sample, Kolmogorov.uniform(low, high)) < Kolmogorov.LIMIT, name);
    assertEquals((low + high) / 2, Kolmogorov.mean(sample), SIX_SIGMA * width / Math.sqrt(12));
    assertEquals(
        width * width / 12,
        Kolmogorov.variance(sample),
        SIX_SIGMA * width * width / Math.sqrt(180));
    for (double w : sample) {
      assertTrue(w >= low && w <= high, () -> "out of bounds: " + w);
    }
  }

  static Stream<Arguments> normals() {
    return Stream.of(
        Arguments.of("given", new Normal(2, fans -> 0.5), 2, 0.5),
        Arguments.of("glorot: sqrt(2/150)", Normal.glorot(), 0, 0.2 / Math.sqrt(3)),
        Arguments.of("he: sqrt(2/60)", Normal.he(), 0, Math.sqrt(0.1 / 3)),
        Arguments.of("lecun: sqrt(1/60)", Normal.lecun(), 0, Math.sqrt(0.1 / 6)));
  }

  /** The variance of N(m, d²) is itself estimated with variance 2 d⁴/n. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("normals")
  void normal(String name, Initializer initializer, double mean, double deviation) {
    double[] sample = sample(initializer, 1, 0);
    double variance = deviation * deviation;
    assertTrue(
        Kolmogorov.distance(sample, Kolmogorov.normal(mean, deviation)) < Kolmogorov.LIMIT, name);
    assertEquals(mean, Kolmogorov.mean(sample), SIX_SIGMA * deviation);
    assertEquals(variance, Kolmogorov.variance(sample), SIX_SIGMA * variance * Math.sqrt(2));
  }

  @Test
  void constant() {
    double[] sample = sample(new Constant(0.25), 1, 0);
    assertTrue(Arrays.stream(sample).allMatch(w -> w == 0.25));
  }

  @Test
  void seedsAreReproducible() {
    assertArrayEquals(sample(Normal.he(), 1, 3), sample(Normal.he(), 1, 3));
    assertFalse(Arrays.equals(sample(Normal.he(), 1, 3), sample(Normal.he(), 2, 3)));
  }

  /** Two layers of one network are uncorrelated, weight by weight. */
  @Test
  void layersAreIndependent() {
    double[] first = sample(new Normal(0, fans -> 1), 1, 0);
    double[] second = sample(new Normal(0, fans -> 1), 1, 1);
    double sum = IntStream.range(0, SAMPLE).mapToDouble(i -> first[i] * second[i]).sum();
    assertEquals(0, sum / SAMPLE, SIX_SIGMA);
  }
}
