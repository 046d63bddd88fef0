package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutMaskTest {
  private static final int ELEMENTS = 40_000;

  /** Six standard deviations of the share of {@link #ELEMENTS} coins of the worst bias, 1/2. */
  private static final double SIX_SIGMA = 6 * Math.sqrt(0.25 / ELEMENTS);

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.75})
  void dropsTheRateAndScalesTheRest(double rate) {
    double[] mask = new DropoutMask(7, 3, rate).at(11, Shape.of(ELEMENTS)).values();
    double dropped = Arrays.stream(mask).filter(m -> m == 0).count();
    double kept = Arrays.stream(mask).filter(m -> m == 1 / (1 - rate)).count();
    assertEquals(ELEMENTS, dropped + kept, "every factor is 0 or 1 / (1 - rate)");
    assertEquals(rate, dropped / ELEMENTS, SIX_SIGMA);
  }

  @Test
  void rateZeroKeepsEverything() {
    double[] mask = new DropoutMask(7, 3, 0).at(0, Shape.of(100)).values();
    assertEquals(100, Arrays.stream(mask).filter(m -> m == 1).count());
  }

  @Test
  void elementsAreRowMajorWhateverTheShape() {
    DropoutMask mask = new DropoutMask(7, 3, 0.5);
    Tensor whole = mask.at(4, Shape.of(6, 5));
    assertArrayEquals(whole.values(), mask.at(4, Shape.of(30)).values());
    assertEquals(mask.factor(4, 13), whole.at(2, 3));
  }

  /** Two masks share about as many drops as two independent coins: one quarter. */
  @Test
  void seedLayerAndIterationGiveMasksOfTheirOwn() {
    double[] mask = new DropoutMask(7, 3, 0.5).at(4, Shape.of(ELEMENTS)).values();
    for (double[] other :
        new double[][] {
          new DropoutMask(8, 3, 0.5).at(4, Shape.of(ELEMENTS)).values(),
          new DropoutMask(7, 4, 0.5).at(4, Shape.of(ELEMENTS)).values(),
          new DropoutMask(7, 3, 0.5).at(5, Shape.of(ELEMENTS)).values()
        }) {
      double both = 0;
      for (int i = 0; i < ELEMENTS; i++) {
        both += mask[i] == 0 && other[i] == 0 ? 1 : 0;
      }
      assertEquals(0.25, both / ELEMENTS, SIX_SIGMA);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void refusesARateThatIsNoProbabilityOrDropsEverything(double rate) {
    assertThrows(IllegalArgumentException.class, () -> new DropoutMask(1, 0, rate));
  }
}
