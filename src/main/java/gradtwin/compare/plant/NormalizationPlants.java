package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;
import static gradtwin.compare.plant.Damage.LAYER;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.BatchNormalizationLayer;
import gradtwin.twin.layer.LayerNormalizedDenseLayer;
import gradtwin.twin.layer.LocalResponseNormalizationLayer;
import java.util.Arrays;
import java.util.List;

/** Bugs in layers that divide by a statistic of their own input. */
final class NormalizationPlants {
  private static final String BATCH = "a batchNormalization layer";
  private static final String LAYER_NORM = "a dense layer with layerNormalization";
  private static final String RESPONSE = "a localResponseNormalization layer";

  static final List<Plant> ALL =
      List.of(
          batch(
              "batch-mean-term-forgotten",
              "batch normalization goes back as if the mean of the batch were a constant",
              (walk, dy, dx, slope) -> Tensors.sum(dx, 1, scaledMean(walk, dy, slope))),
          batch(
              "batch-variance-term-forgotten",
              "batch normalization goes back as if the variance of the batch were a constant",
              (walk, dy, dx, slope) ->
                  Tensors.sum(scaled(walk, dy, slope), -1, scaledMean(walk, dy, slope))),
          batch(
              "batch-statistics-constant",
              "batch normalization goes back as if mean and variance were constants",
              (walk, dy, dx, slope) -> scaled(walk, dy, slope)),
          layerNorm(
              "layer-mean-term-forgotten",
              "layer normalization goes back as if the mean were a constant",
              true,
              false),
          layerNorm(
              "layer-deviation-term-forgotten",
              "layer normalization goes back as if the deviation were a constant",
              false,
              true),
          new Plant(
              "response-of-neighbours-forgotten",
              DELTA,
              "local response normalization goes back as if its divisor were a constant",
              RESPONSE,
              Bug.back(
                  layer -> layer instanceof LocalResponseNormalizationLayer,
                  (walk, dy) -> direct(walk, dy))),
          new Plant(
              "response-square-not-differentiated",
              DELTA,
              "local response normalization differentiates x² to x, without the 2",
              RESPONSE,
              Bug.back(
                  layer -> layer instanceof LocalResponseNormalizationLayer,
                  (walk, dy) -> Tensors.sum(direct(walk, dy), 1, walk.back(dy)).times(0.5))));

  private NormalizationPlants() {}

  private interface WrongDelta {
    /**
     * Returns the wrong dx.
     *
     * @param dx the right one
     * @param slope dy/dx per channel at constant statistics
     */
    Tensor of(Walk walk, Tensor dy, Tensor dx, double[] slope);
  }

  private static Plant batch(String name, String summary, WrongDelta wrong) {
    return new Plant(
        name,
        DELTA,
        summary,
        BATCH,
        Bug.back(
            layer -> layer instanceof BatchNormalizationLayer,
            (walk, dy) -> wrong.of(walk, dy, walk.back(dy), slopes(walk))));
  }

  /**
   * gamma / sqrt(v + epsilon) of each channel: y is linear in x once the statistics are known, so
   * that the slope is that of the straight line through all its points.
   */
  private static double[] slopes(Walk walk) {
    Tensor x = walk.x();
    double[] meanX = means(walk, x);
    double[] meanY = means(walk, walk.y());
    double[] products = new double[meanX.length];
    double[] squares = new double[meanX.length];
    for (int i = 0; i < x.size(); i++) {
      int channel = channel(x, i);
      double dx = there(walk, i) * (x.values()[i] - meanX[channel]);
      products[channel] += dx * (walk.y().values()[i] - meanY[channel]);
      squares[channel] += dx * dx;
    }
    for (int c = 0; c < products.length; c++) {
      products[c] = squares[c] == 0 ? 0 : products[c] / squares[c];
    }
    return products;
  }

  private static double[] means(Walk walk, Tensor u) {
    double[] sums = new double[u.shape().size(1)];
    double[] counts = new double[sums.length];
    for (int i = 0; i < u.size(); i++) {
      sums[channel(u, i)] += there(walk, i) * u.values()[i];
      counts[channel(u, i)] += there(walk, i);
    }
    for (int c = 0; c < sums.length; c++) {
      sums[c] /= counts[c];
    }
    return sums;
  }

  /** The channel of an element of [N, C] or [N, C, P...]. */
  private static int channel(Tensor tensor, int i) {
    int channels = tensor.shape().size(1);
    return i % tensor.columns() / (tensor.columns() / channels);
  }

  /** 0 for a step that a mask takes out of a sequence, else 1. */
  private static double there(Walk walk, int i) {
    if (walk.step().mask().isEmpty()) {
      return 1;
    }
    Tensor mask = walk.step().mask().get();
    int steps = mask.columns();
    return mask.values()[i / walk.x().columns() * steps + i % steps];
  }

  /** slope * dy */
  private static Tensor scaled(Walk walk, Tensor dy, double[] slope) {
    Tensor scaled = dy.zerosLike();
    for (int i = 0; i < dy.size(); i++) {
      scaled.values()[i] = there(walk, i) * slope[channel(dy, i)] * dy.values()[i];
    }
    return scaled;
  }

  /** slope * mean of dy */
  private static Tensor scaledMean(Walk walk, Tensor dy, double[] slope) {
    double[] means = means(walk, dy);
    Tensor scaled = dy.zerosLike();
    for (int i = 0; i < dy.size(); i++) {
      scaled.values()[i] = there(walk, i) * slope[channel(dy, i)] * means[channel(dy, i)];
    }
    return scaled;
  }

  /** dy s^-beta, of y = x s^-beta. */
  private static Tensor direct(Walk walk, Tensor dy) {
    return Tensors.product(dy, Tensors.quotient(walk.y(), walk.x()));
  }

  private static Plant layerNorm(
      String name, String summary, boolean withoutMean, boolean withoutDeviation) {
    return new Plant(
        name,
        LAYER,
        summary,
        LAYER_NORM,
        Bug.back(
            layer -> layer instanceof LayerNormalizedDenseLayer,
            (walk, dy) -> layerNormBack(walk, dy, withoutMean, withoutDeviation)));
  }

  /** The weights and dx alone are wrong: gain and bias come after the normalization. */
  private static Tensor layerNormBack(
      Walk walk, Tensor dy, boolean withoutMean, boolean withoutDeviation) {
    walk.back(dy);
    List<Parameter> parameters = walk.layer().parameters();
    Parameter weights = parameters.get(0);
    Tensor gain = parameters.get(parameters.size() - 1).value();
    Tensor x = rows(walk.x());
    Tensor a = Tensor.zeros(Shape.of(x.rows(), gain.size()));
    MatrixProduct.multiply(x, weights.value(), a);
    Tensor dh = Positions.toRows(walk.dz(dy)).copy();
    for (int i = 0; i < dh.size(); i++) {
      dh.values()[i] *= gain.values()[i % gain.size()];
    }
    Tensor da = a.zerosLike();
    for (int row = 0; row < a.rows(); row++) {
      double[] d = throughDeviation(row(a, row), row(dh, row), withoutMean, withoutDeviation);
      System.arraycopy(d, 0, da.values(), row * d.length, d.length);
    }
    MatrixProduct.multiplyTransposedFirst(x, da, weights.gradient());
    Tensor dx = x.zerosLike();
    MatrixProduct.multiplyTransposedSecond(da, weights.value(), dx);
    boolean sequence = walk.x().shape().rank() == 3;
    return sequence ? Positions.fromRows(dx, walk.x().shape()) : dx.reshaped(walk.x().shape());
  }

  /**
   * da of one example, from a and dh, as {@link LayerNormalizedDenseLayer} has it but for terms.
   */
  private static double[] throughDeviation(
      double[] a, double[] dh, boolean withoutMean, boolean withoutDeviation) {
    int n = a.length;
    double mean = mean(a);
    double squares = 0;
    for (double value : a) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / n);
    double products = 0;
    for (int j = 0; j < n; j++) {
      products += dh[j] * (a[j] - mean) / deviation;
    }
    double[] da = new double[n];
    for (int j = 0; j < n && deviation > 0; j++) {
      da[j] = dh[j];
      da[j] -= withoutMean ? 0 : mean(dh);
      da[j] -= withoutDeviation ? 0 : (a[j] - mean) / deviation * products / n;
      da[j] /= deviation;
    }
    return da;
  }

  /** Sequences step by step, an image or a volume as one row. */
  private static Tensor rows(Tensor x) {
    return x.shape().rank() == 3
        ? Positions.toRows(x)
        : x.reshaped(Shape.of(x.rows(), x.columns()));
  }

  private static double[] row(Tensor matrix, int row) {
    return matrix.rowsCopied(row, row + 1).values();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }
}
