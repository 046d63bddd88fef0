package gradtwin.twin.layer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * The channels of tensors [N, C] or [N, C, P...], for layers that work channel by channel: sums
 * over everything that is not the channel, and linear functions whose coefficients are the
 * channel's.
 *
 * <p>What a mask takes out of sequences is left out of the sums, and is 0 in results.
 */
final class Channels {
  private final int examples;
  private final int channels;
  private final int positions;
  private final double[] there;
  private final double count;

  /**
   * @param shape of the tensors, [N, C] or [N, C, P...]
   * @param mask [N, T], for sequences
   */
  Channels(Shape shape, Optional<Tensor> mask) {
    this.examples = shape.size(0);
    this.channels = shape.size(1);
    this.positions = channels == 0 ? 0 : shape.ofOneExample().elements() / channels;
    this.there = mask.map(Tensor::values).orElseGet(() -> new double[examples * positions]);
    if (mask.isEmpty()) {
      Arrays.fill(there, 1);
    }
    this.count = Arrays.stream(there).sum();
  }

  /** How many elements a channel has. */
  double count() {
    return count;
  }

  /**
   * Refuses any other number of channels.
   *
   * @throws IllegalArgumentException naming both
   */
  void require(int expected) {
    if (channels != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " channels, got " + channels + " in " + examples + " examples");
    }
  }

  /** The sum of u over each channel, [C]. */
  double[] sums(Tensor u) {
    double[] a = u.values();
    double[] sums = new double[channels];
    for (int row = 0; row < examples * channels; row++) {
      int mask = row / channels * positions;
      double sum = 0;
      for (int p = 0; p < positions; p++) {
        sum += there[mask + p] * a[row * positions + p];
      }
      sums[row % channels] += sum;
    }
    return sums;
  }

  /** The sum of u v over each channel, [C]. */
  double[] sumsOfProducts(Tensor u, Tensor v) {
    double[] a = u.values();
    double[] b = v.values();
    double[] sums = new double[channels];
    for (int row = 0; row < examples * channels; row++) {
      int mask = row / channels * positions;
      double sum = 0;
      for (int p = 0; p < positions; p++) {
        int i = row * positions + p;
        sum += there[mask + p] * a[i] * b[i];
      }
      sums[row % channels] += sum;
    }
    return sums;
  }

  /** {@code factor u + summand}, with coefficients [C]. */
  Tensor linear(double[] factor, Tensor u, double[] summand) {
    return linear(factor, u, new double[channels], u, summand);
  }

  /** {@code f u + g v + summand}, with coefficients [C]. */
  Tensor linear(double[] f, Tensor u, double[] g, Tensor v, double[] summand) {
    Tensor result = u.zerosLike();
    double[] a = u.values();
    double[] b = v.values();
    double[] out = result.values();
    for (int row = 0; row < examples * channels; row++) {
      int mask = row / channels * positions;
      int c = row % channels;
      for (int p = 0; p < positions; p++) {
        int i = row * positions + p;
        out[i] = there[mask + p] * (f[c] * a[i] + g[c] * b[i] + summand[c]);
      }
    }
    return result;
  }
}
