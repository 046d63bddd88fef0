package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;
import static gradtwin.compare.plant.Damage.LAYER;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.BatchNormalizationLayer;
import gradtwin.twin.layer.LayerNormalizedDenseLayer;
import gradtwin.twin.layer.LocalResponseNormalizationLayer;
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

  /** The weights and dx alone are wrong; gain and bias come before the normalization. */
  private static Tensor layerNormBack(
      Walk walk, Tensor dy, boolean withoutMean, boolean withoutDeviation) {
    walk.back(dy);
    List<Parameter> parameters = walk.layer().parameters();
    Parameter weights = parameters.get(0);
    double[] gain = parameters.get(parameters.size() - 1).value().values();
    Tensor x = Positions.toRows(walk.x().shape().rank() == 3 ? walk.x() : flat(walk.x()));
    Tensor dz = Positions.toRows(walk.dz(dy));
    int n = gain.length;
    Tensor da = dz.zerosLike();
    for (int row = 0; row < dz.rows(); row++) {
      double[] a = new double[n];
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < x.columns(); i++) {
          a[j] += x.values()[row * x.columns() + i] * weights.value().values()[i * n + j];
        }
      }
      double mean = mean(a);
      double squares = 0;
      for (int j = 0; j < n; j++) {
        a[j] -= mean;
        squares += a[j] * a[j];
      }
      double deviation = Math.sqrt(squares / n);
      double[] dh = new double[n];
      double products = 0;
      for (int j = 0; j < n; j++) {
        a[j] = deviation == 0 ? 0 : a[j] / deviation;
        dh[j] = gain[j] * dz.values()[row * n + j];
        products += dh[j] * a[j];
      }
      for (int j = 0; j < n; j++) {
        double d = dh[j];
        d -= withoutMean ? 0 : mean(dh);
        d -= withoutDeviation ? 0 : a[j] * products / n;
        da.values()[row * n + j] = deviation == 0 ? 0 : d / deviation;
      }
    }
    weights.gradient().fill(0);
    Tensor dx = x.zerosLike();
    for (int row = 0; row < x.rows(); row++) {
      for (int i = 0; i < x.columns(); i++) {
        for (int j = 0; j < n; j++) {
          double d = da.values()[row * n + j];
          weights.gradient().values()[i * n + j] += x.values()[row * x.columns() + i] * d;
          dx.values()[row * x.columns() + i] += weights.value().values()[i * n + j] * d;
        }
      }
    }
    return walk.x().shape().rank() == 3
        ? Positions.fromRows(dx, walk.x().shape())
        : dx.reshaped(walk.x().shape());
  }

  private static Tensor flat(Tensor x) {
    return x.reshaped(gradtwin.tensor.Shape.of(x.rows(), x.columns()));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
