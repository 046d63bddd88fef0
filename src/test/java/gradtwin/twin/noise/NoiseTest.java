package gradtwin.twin.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Kolmogorov;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.init.Normal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
  private static final int ELEMENTS = 40_000;

  /** Six standard deviations of the share of {@link #ELEMENTS} coins of the worst bias, 1/2. */
  private static final double SIX_SIGMA = 6 * Math.sqrt(0.25 / ELEMENTS);

  private static Affine draw(Noise noise, int... shape) {
    return NoiseSource.ofLayer(noise, 7, 3).at(11, Shape.of(shape));
  }

  private static double[] factors(Noise noise) {
    return draw(noise, ELEMENTS).factor().orElseThrow().values();
  }

  static Stream<Noise> kinds() {
    return Stream.of(
        new Dropout(0.5),
        new AlphaDropout(0.5),
        new GaussianDropout(0.5),
        new GaussianNoise(1),
        new SpatialDropout(0.5),
        new DropConnect(0.5),
        new DrawnNoise(new Normal(0, fans -> 1), true),
        new DrawnNoise(new Normal(0, fans -> 1), false));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.75})
  void dropoutDropsTheRateAndScalesTheRest(double rate) {
    double[] mask = factors(new Dropout(rate));
    double dropped = Arrays.stream(mask).filter(m -> m == 0).count();
    double kept = Arrays.stream(mask).filter(m -> m == 1 / (1 - rate)).count();
    assertEquals(ELEMENTS, dropped + kept, "every factor is 0 or 1 / (1 - rate)");
    assertEquals(rate, dropped / ELEMENTS, SIX_SIGMA);
  }

  @Test
  void dropConnectDropsAndScalesNothing() {
    double[] mask = factors(new DropConnect(0.3));
    double kept = Arrays.stream(mask).filter(m -> m == 1).count();
    assertEquals(ELEMENTS, kept + Arrays.stream(mask).filter(m -> m == 0).count());
    assertEquals(0.7, kept / ELEMENTS, SIX_SIGMA);
  }

  /** What had mean 0 and variance 1 has them still; dropped elements get selu's lower limit. */
  @Test
  void alphaDropoutKeepsMeanAndVariance() {
    Tensor x = draw(new GaussianNoise(1), ELEMENTS).offset().orElseThrow();
    double[] y =
        NoiseSource.ofLayer(new AlphaDropout(0.3), 8, 0).at(0, x.shape()).forward(x).values();
    assertEquals(0, Kolmogorov.mean(y), 6 / Math.sqrt(ELEMENTS));
    assertEquals(1, Kolmogorov.variance(y), 6 * Math.sqrt(2.0 / ELEMENTS));

    // q = 0.7: a = 1 / sqrt(0.7 + 3.0909... * 0.21), limit -1.7581: a dropped element is
    // a limit + b = a limit (1 - 0.3)
    double limit = -1.7580993408473766;
    double a = 1 / Math.sqrt(0.7 + limit * limit * 0.21);
    double[] dropped =
        Arrays.stream(y).filter(v -> Math.abs(v - 0.7 * a * limit) < 1e-12).toArray();
    assertEquals(0.3, dropped.length / (double) ELEMENTS, SIX_SIGMA);
  }

  /** The variance of the factors is that of dropout's, rate / (1 - rate) = 1/3. */
  @Test
  void gaussianDropoutMultipliesByNormalNumbers() {
    double[] factors = factors(new GaussianDropout(0.25));
    var expected = Kolmogorov.normal(1, Math.sqrt(1.0 / 3));
    assertTrue(Kolmogorov.distance(factors, expected) < Kolmogorov.LIMIT);
  }

  @Test
  void gaussianNoiseAddsNormalNumbers() {
    Affine change = draw(new GaussianNoise(0.5), ELEMENTS);
    double[] offsets = change.offset().orElseThrow().values();
    assertTrue(Kolmogorov.distance(offsets, Kolmogorov.normal(0, 0.5)) < Kolmogorov.LIMIT);
    assertTrue(change.factor().isEmpty());
  }

  @Test
  void spatialDropoutDropsWholeChannels() {
    double[] mask = draw(new SpatialDropout(0.5), 50, 40, 3, 2).factor().orElseThrow().values();
    int dropped = 0;
    for (int channel = 0; channel < 2000; channel++) {
      double[] ofChannel = Arrays.copyOfRange(mask, channel * 6, channel * 6 + 6);
      assertEquals(1, Arrays.stream(ofChannel).distinct().count());
      dropped += ofChannel[0] == 0 ? 1 : 0;
    }
    assertEquals(0.5, dropped / 2000.0, 6 * Math.sqrt(0.25 / 2000));
  }

  @Test
  void drawnNoiseIsAddedOrMultiplied() {
    Normal normal = new Normal(2, fans -> 0.5);
    double[] factors = factors(new DrawnNoise(normal, false));
    double[] offsets = draw(new DrawnNoise(normal, true), ELEMENTS).offset().orElseThrow().values();
    assertArrayEquals(factors, offsets);
    assertTrue(Kolmogorov.distance(factors, Kolmogorov.normal(2, 0.5)) < Kolmogorov.LIMIT);
  }

  /** y = factor x + offset; the way back knows nothing of the offset. */
  @ParameterizedTest
  @MethodSource("kinds")
  void changesAreAffine(Noise noise) {
    Affine change = draw(noise, 2, 3, 2);
    Tensor ones = Tensor.zeros(Shape.of(2, 3, 2));
    ones.fill(1);
    Tensor zeros = ones.zerosLike();
    double[] one = change.forward(ones).values();
    double[] zero = change.forward(zeros).values();
    double[] back = change.backward(ones).values();
    for (int i = 0; i < one.length; i++) {
      assertEquals(back[i], one[i] - zero[i], 1e-14);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void seedPlaceAndIterationGiveNumbersOfTheirOwn(Noise noise) {
    Tensor x = Tensor.zeros(Shape.of(50, 40, 3));
    x.fill(1);
    double[] first = NoiseSource.ofLayer(noise, 7, 3).at(4, x.shape()).forward(x).values();
    for (Affine other :
        List.of(
            NoiseSource.ofLayer(noise, 8, 3).at(4, x.shape()),
            NoiseSource.ofLayer(noise, 7, 4).at(4, x.shape()),
            NoiseSource.ofLayer(noise, 7, 3).at(5, x.shape()),
            NoiseSource.ofParameter(noise, 7, 3, 0).at(4, x.shape()),
            NoiseSource.ofParameter(noise, 7, 3, 1).at(4, x.shape()))) {
      assertFalse(Arrays.equals(first, other.forward(x).values()));
    }
    assertArrayEquals(first, NoiseSource.ofLayer(noise, 7, 3).at(4, x.shape()).forward(x).values());
  }

  /** The other side may have the same elements in another shape. */
  @Test
  void elementsAreRowMajorWhateverTheShape() {
    assertArrayEquals(
        draw(new Dropout(0.5), 6, 5).factor().orElseThrow().values(),
        draw(new Dropout(0.5), 30).factor().orElseThrow().values());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void refusesARateThatIsNoProbabilityOrDropsEverything(double rate) {
    assertThrows(IllegalArgumentException.class, () -> new Dropout(rate));
    assertThrows(IllegalArgumentException.class, () -> new AlphaDropout(rate));
    assertThrows(IllegalArgumentException.class, () -> new GaussianDropout(rate));
    assertThrows(IllegalArgumentException.class, () -> new SpatialDropout(rate));
    assertThrows(IllegalArgumentException.class, () -> new DropConnect(rate));
  }
}
