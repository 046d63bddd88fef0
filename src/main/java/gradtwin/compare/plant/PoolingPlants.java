package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.layer.GlobalPoolingLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.Pooling;
import gradtwin.twin.layer.PoolingLayer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Bugs in layers that make one number of each window. */
final class PoolingPlants {
  private static final String MAXIMUM = "a maxPooling layer, or globalPooling with the maximum";
  private static final String AVERAGE = "an averagePooling layer, or globalPooling with the mean";

  static final List<Plant> ALL =
      List.of(
          plant(
              "maximum-off-by-one",
              "the place beside the maximum gets its gradient",
              MAXIMUM,
              Pooling.Max.class,
              (walk, dy) -> besides(walk.back(dy))),
          plant(
              "maximum-of-each-example-alike",
              "the places of the maxima are those of the example before",
              "a maxPooling layer, or globalPooling with the maximum, and different examples",
              Pooling.Max.class,
              (walk, dy) -> walk.backFrom(Tensors.rolled(walk.x()), dy)),
          plant(
              "average-not-divided",
              "the gradient of a mean is not divided by what the mean is divided by",
              AVERAGE,
              Pooling.Average.class,
              (walk, dy) -> walk.back(Tensors.quotient(dy, shares(walk)))),
          plant(
              "average-counts-padding",
              "the gradient of a mean is divided by the size of the kernel, padding included,"
                  + " where the mean counts what its window sees",
              "an averagePooling layer that does not include the padding it has",
              Pooling.Average.class,
              (walk, dy) ->
                  walk.back(
                      Tensors.product(dy, Tensors.quotient(smallest(shares(walk)), shares(walk))))),
          plant(
              "norm-sign-forgotten",
              "the gradient of a p-norm forgets the sign of what it is the norm of",
              "a pnormPooling layer, or globalPooling with pnorm, over numbers of both signs",
              Pooling.PNorm.class,
              (walk, dy) -> Tensors.product(walk.back(dy), Tensors.mapped(walk.x(), Math::signum))),
          plant(
              "norm-power-forgotten",
              "the gradient of a p-norm is dy·sign(x), without (|x|/y)ᵖ⁻¹",
              "a pnormPooling layer, or globalPooling with pnorm, where p is above 1",
              Pooling.PNorm.class,
              PoolingPlants::withoutPower));

  private PoolingPlants() {}

  private static Plant plant(
      String name, String summary, String needs, Class<? extends Pooling> kind, Bug.WayBack wrong) {
    Predicate<Layer> fits = layer -> pooling(layer).filter(kind::isInstance).isPresent();
    return new Plant(name, DELTA, summary, needs, Bug.back(fits, wrong));
  }

  private static Optional<Pooling> pooling(Layer layer) {
    if (layer instanceof PoolingLayer windows) {
      return Optional.of(windows.pooling());
    }
    return layer instanceof GlobalPoolingLayer all ? Optional.of(all.pooling()) : Optional.empty();
  }

  /** In each plane one place further; what was at the end goes to the beginning. */
  private static Tensor besides(Tensor dx) {
    int plane = dx.columns() / dx.shape().size(1);
    return Tensors.moved(dx, i -> i % plane == 0 ? i + plane - 1 : i - 1);
  }

  /**
   * What a mean multiplies each number of a window by, per window: all that the layer makes of a
   * lone 1 there. Shaped like the output.
   */
  private static Tensor shares(Walk walk) {
    Tensor shares = walk.y().zerosLike();
    if (walk.layer() instanceof GlobalPoolingLayer) {
      return perExample(walk, shares);
    }
    // windows are the same in every plane: one is enough
    int[] plane = walk.x().shape().sizes();
    plane[0] = 1;
    plane[1] = 1;
    Tensor blank = Tensor.zeros(Shape.of(plane));
    Layer.Pass pass = walk.layer().forward(blank, Step.PREDICTION);
    int windows = pass.output().size();
    for (int o = 0; o < windows; o++) {
      Tensor one = pass.output().zerosLike();
      one.values()[o] = 1;
      double share = largest(pass.backward(one));
      for (int i = o; i < shares.size(); i += windows) {
        shares.values()[i] = share;
      }
    }
    return shares;
  }

  /** 1 / count of the steps that are there, or of all places. */
  private static Tensor perExample(Walk walk, Tensor shares) {
    Tensor dx = walk.back(Tensors.filled(shares, 1));
    int plane = dx.columns() / dx.shape().size(1);
    for (int i = 0; i < dx.size(); i++) {
      shares.values()[i / plane] = Math.max(shares.values()[i / plane], dx.values()[i]);
    }
    return shares;
  }

  /** What the window with the most numbers has. */
  private static Tensor smallest(Tensor shares) {
    double smallest = Double.POSITIVE_INFINITY;
    for (double share : shares.values()) {
      smallest = Math.min(smallest, share);
    }
    return Tensors.filled(shares, smallest);
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (double value : tensor.values()) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  private static Tensor withoutPower(Walk walk, Tensor dy) {
    // where dy reaches: the right gradient of a sum over the same windows, times the sign
    Layer sum = summing(walk.layer());
    Tensor everywhere = sum.forward(walk.x(), walk.step()).backward(dy);
    return Tensors.product(everywhere, Tensors.mapped(walk.x(), Math::signum));
  }

  private static Layer summing(Layer layer) {
    return layer instanceof PoolingLayer windows
        ? windows.withPooling(new Pooling.Sum())
        : new GlobalPoolingLayer(new Pooling.Sum());
  }
}
