package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.CounterRandom.Stream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
  private static final int SAMPLE = 50_000;

  /** Six standard deviations of a mean of {@link #SAMPLE} numbers of variance 1. */
  private static final double SIX_SIGMA = 6 / Math.sqrt(SAMPLE);

  private static final CounterRandom RANDOM = new CounterRandom(42, Stream.WITNESS);

  /** The known answers for philox4x32-10 in the file kat_vectors of Random123. */
  @Test
  void philoxGivesTheKnownAnswers() {
    assertArrayEquals(
        new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
        CounterRandom.philox(new int[4], 0, 0));
    assertArrayEquals(
        new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
        CounterRandom.philox(new int[] {-1, -1, -1, -1}, -1, -1));
    assertArrayEquals(
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
        CounterRandom.philox(
            new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0));
  }

  /** U(0, 1) has mean 1/2 and variance 1/12. */
  @Test
  void uniformNumbersAreUniform() {
    double[] sample = sample(i -> RANDOM.uniform(0, i));
    assertTrue(Kolmogorov.distance(sample, Kolmogorov.uniform(0, 1)) < Kolmogorov.LIMIT);
    assertEquals(0.5, Kolmogorov.mean(sample), SIX_SIGMA / Math.sqrt(12));
    // the variance of (x - 1/2)^2 is 1/80 - 1/144 = 1/180
    assertEquals(1 / 12.0, Kolmogorov.variance(sample), SIX_SIGMA / Math.sqrt(180));
    for (double x : sample) {
      assertTrue(x >= 0 && x < 1, () -> "out of [0, 1): " + x);
      assertEquals(0, x * 0x1p53 % 1, "a multiple of 2^-53");
    }
  }

  @Test
  void normalNumbersAreNormal() {
    double[] sample = sample(i -> RANDOM.normal(3, i));
    assertTrue(Kolmogorov.distance(sample, Kolmogorov.normal(0, 1)) < Kolmogorov.LIMIT);
    assertEquals(0, Kolmogorov.mean(sample), SIX_SIGMA);
    assertEquals(1, Kolmogorov.variance(sample), SIX_SIGMA * Math.sqrt(2)); // var x^2 = 2
    double[] cubes = Arrays.stream(sample).map(x -> x * x * x).toArray();
    assertEquals(0, Kolmogorov.mean(cubes), SIX_SIGMA * Math.sqrt(15)); // var x^3 = 15
    double[] fourths = Arrays.stream(sample).map(x -> x * x * x * x).toArray();
    assertEquals(3, Kolmogorov.mean(fourths), SIX_SIGMA * Math.sqrt(96)); // var x^4 = 96
  }

  @Test
  void permutationHoldsEachNumberOnce() {
    for (int count : new int[] {0, 1, 2, 3, 10, 1000}) {
      int[] sorted = RANDOM.permutation(7, count);
      Arrays.sort(sorted);
      assertArrayEquals(IntStream.range(0, count).toArray(), sorted);
    }
  }

  /**
   * Each of the 24 orders of four numbers comes up equally often: chi-squared with 23 degrees of
   * freedom, which has mean 23 and deviation sqrt(46), so that 64 lies six deviations out.
   */
  @Test
  void permutationsAreUniform() {
    int draws = 24_000;
    int[] counts = new int[256];
    for (int i = 0; i < draws; i++) {
      int[] order = RANDOM.permutation(i, 4);
      counts[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
    }
    double expected = draws / 24.0;
    double chiSquared = 0;
    int orders = 0;
    for (int count : counts) {
      if (count > 0) {
        orders++;
        chiSquared += (count - expected) * (count - expected) / expected;
      }
    }
    assertEquals(24, orders);
    assertTrue(chiSquared < 64, "chi-squared " + chiSquared);
  }

  /** What differs in one coordinate only is neither equal nor correlated. */
  @Test
  void seedsStreamsIndicesAndIterationsAreIndependent() {
    List<IntToDoubleFunction> generators =
        List.of(
            i -> new CounterRandom(42, Stream.DROPOUT, 1).normal(0, i),
            i -> new CounterRandom(43, Stream.DROPOUT, 1).normal(0, i),
            i -> new CounterRandom(42 + (1L << 32), Stream.DROPOUT, 1).normal(0, i),
            i -> new CounterRandom(42, Stream.SHUFFLE, 1).normal(0, i),
            i -> new CounterRandom(42, Stream.DROPOUT, 2).normal(0, i),
            i -> new CounterRandom(42, Stream.DROPOUT, 1).normal(1, i),
            i -> new CounterRandom(42, Stream.DROPOUT, 1).normal(1L << 32, i),
            i -> new CounterRandom(42, Stream.DROPOUT, 1).normal(0, i + SAMPLE));
    List<double[]> samples = generators.stream().map(CounterRandomTest::sample).toList();
    for (int i = 0; i < samples.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertEquals(0, correlation(samples.get(i), samples.get(j)), SIX_SIGMA, i + " with " + j);
      }
    }
  }

  @Test
  void sameQuestionHasTheSameAnswer() {
    CounterRandom again = new CounterRandom(42, Stream.WITNESS);
    assertEquals(RANDOM.uniform(5, 6), again.uniform(5, 6));
    assertEquals(RANDOM.normal(5, 6), again.normal(5, 6));
    assertArrayEquals(RANDOM.permutation(5, 100), again.permutation(5, 100));
  }

  /** The codes are part of every run, and no two streams may share one. */
  @Test
  void streamsHaveDifferentNumbers() {
    Set<Double> first = new HashSet<>();
    for (Stream stream : Stream.values()) {
      first.add(new CounterRandom(1, stream).uniform(0, 0));
    }
    assertEquals(Stream.values().length, first.size());
  }

  @Test
  void refusesAnIndexThatWouldReachIntoTheStream() {
    assertThrows(
        IllegalArgumentException.class, () -> new CounterRandom(1, Stream.DROPOUT, 1 << 24));
    assertThrows(IllegalArgumentException.class, () -> new CounterRandom(1, Stream.DROPOUT, -1));
  }

  private static double[] sample(IntToDoubleFunction generator) {
    return IntStream.range(0, SAMPLE).mapToDouble(generator).toArray();
  }

  private static double correlation(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum / x.length;
  }
}
