package gradtwin.twin.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import gradtwin.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientNormalizationTest {
  /** Weights (3 -4 0) and bias (12): a vector of length sqrt(9 + 16 + 144) = 13. */
  private final Tensor weights = Tensor.vector(3, -4, 0);

  private final Tensor bias = Tensor.vector(12);

  private void apply(GradientNormalization normalization) {
    normalization.apply(List.of(weights, bias));
  }

  @Test
  void noneLeavesEverything() {
    apply(new GradientNormalization.None());
    assertArrayEquals(new double[] {3, -4, 0}, weights.values());
    assertArrayEquals(new double[] {12}, bias.values());
  }

  @Test
  void clipValueBoundsEachElement() {
    apply(new GradientNormalization.ClipValue(3.5));
    assertArrayEquals(new double[] {3, -3.5, 0}, weights.values());
    assertArrayEquals(new double[] {3.5}, bias.values());
  }

  /** 6.5/13 = 1/2, of weights and bias together. */
  @Test
  void clipNormShortensTheWholeLayer() {
    apply(new GradientNormalization.ClipNorm(6.5));
    assertArrayEquals(new double[] {1.5, -2, 0}, weights.values());
    assertArrayEquals(new double[] {6}, bias.values());
  }

  /** Clipping never lengthens: at and above the length nothing happens. */
  @Test
  void clipNormLeavesShortGradients() {
    apply(new GradientNormalization.ClipNorm(13));
    apply(new GradientNormalization.ClipNorm(1000));
    assertArrayEquals(new double[] {3, -4, 0}, weights.values());
    assertArrayEquals(new double[] {12}, bias.values());
  }

  @Test
  void zeroGradientStaysZero() {
    Tensor zero = Tensor.vector(0, 0);
    new GradientNormalization.ClipNorm(1).apply(List.of(zero));
    new GradientNormalization.ClipValue(1).apply(List.of(zero));
    assertArrayEquals(new double[] {0, 0}, zero.values());
  }

  @Test
  void nanIsNotHidden() {
    Tensor value = Tensor.vector(Double.NaN, 5);
    new GradientNormalization.ClipValue(1).apply(List.of(value));
    assertArrayEquals(new double[] {Double.NaN, 1}, value.values());
    Tensor norm = Tensor.vector(Double.NaN, 5);
    new GradientNormalization.ClipNorm(1).apply(List.of(norm));
    assertArrayEquals(new double[] {Double.NaN, Double.NaN}, norm.values());
  }

  /** The weights have length 5, the bias 12: at most 6 each. */
  @Test
  void clipNormPerParameterShortensEachForItself() {
    apply(new GradientNormalization.ClipNormPerParameter(6));
    assertArrayEquals(new double[] {3, -4, 0}, weights.values());
    assertArrayEquals(new double[] {6}, bias.values());
  }

  /** Over 13, whether that is longer or shorter. */
  @Test
  void unitNormIsOfTheWholeLayer() {
    apply(new GradientNormalization.UnitNorm());
    assertArrayEquals(new double[] {3.0 / 13, -4.0 / 13, 0}, weights.values(), Math.ulp(1.0));
    assertArrayEquals(new double[] {12.0 / 13}, bias.values(), Math.ulp(1.0));
  }

  @Test
  void unitNormPerParameterIsOfEachForItself() {
    apply(new GradientNormalization.UnitNormPerParameter());
    assertArrayEquals(new double[] {0.6, -0.8, 0}, weights.values(), Math.ulp(1.0));
    assertArrayEquals(new double[] {1}, bias.values());
  }

  @Test
  void aGradientOfLengthZeroStays() {
    Tensor zero = Tensor.vector(0, 0);
    new GradientNormalization.UnitNorm().apply(List.of(zero));
    assertArrayEquals(new double[] {0, 0}, zero.values());
  }
}
