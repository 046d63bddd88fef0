package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;

import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.layer.CroppingLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.RepeatVectorLayer;
import gradtwin.twin.layer.SpaceToDepthLayer;
import gradtwin.twin.layer.TimeDistributedLayer;
import gradtwin.twin.layer.UpsamplingLayer;
import gradtwin.twin.layer.ZeroPaddingLayer;
import java.util.List;

/** Bugs in layers that move, repeat or cut what they are given. */
final class PlacementPlants {
  private static final String REPEATING = "an upsampling or repeatVector layer";

  static final List<Plant> ALL =
      List.of(
          new Plant(
              "padding-not-cut",
              DELTA,
              "the delta of a padded input is read from its corner, padding and all",
              "a zeroPadding layer that pads at the beginning",
              Bug.back(
                  layer -> layer instanceof ZeroPaddingLayer,
                  (walk, dy) -> {
                    int offset = firstThere(walk.layer().forward(ones(walk.x()), walk.step()));
                    return walk.back(Tensors.moved(dy, i -> i < offset ? -1 : i - offset));
                  })),
          new Plant(
              "cropping-offset-forgotten",
              DELTA,
              "the delta of a cropped input is written to its corner",
              "a cropping layer that cuts at the beginning",
              Bug.back(
                  layer -> layer instanceof CroppingLayer,
                  (walk, dy) -> {
                    Tensor dx = walk.back(dy);
                    int offset = firstNonZero(walk.back(ones(dy)));
                    return Tensors.moved(dx, i -> i + offset < dx.size() ? i + offset : -1);
                  })),
          new Plant(
              "copies-averaged",
              DELTA,
              "the gradients of the copies of an element are averaged instead of added",
              REPEATING,
              Bug.back(
                  PlacementPlants::repeats,
                  (walk, dy) -> Tensors.quotient(walk.back(dy), walk.back(ones(dy))))),
          new Plant(
              "copies-overwrite",
              DELTA,
              "the gradients of the copies of an element overwrite each other instead of adding up",
              REPEATING,
              Bug.back(PlacementPlants::repeats, PlacementPlants::lastCopy)),
          new Plant(
              "block-order-confused",
              DELTA,
              "spaceToDepth goes back as if a channel had its pixels side by side",
              "a spaceToDepth layer over several channels",
              Bug.back(
                  layer -> layer instanceof SpaceToDepthLayer,
                  (walk, dy) -> walk.back(channelsFirst(dy, walk.x().shape().size(1))))),
          new Plant(
              "steps-overwrite",
              Damage.GRADIENT,
              "each step overwrites the gradients of the layer instead of adding to them",
              "a timeDistributed layer, and sequences of several steps",
              Bug.back(
                  layer -> layer instanceof TimeDistributedLayer,
                  (walk, dy) -> {
                    Tensor dx = walk.back(dy);
                    int last = dy.shape().size(2) - 1;
                    walk.back(Tensors.alongAxis(dy, 2, t -> t == last ? t : -1));
                    return dx;
                  })));

  private PlacementPlants() {}

  private static boolean repeats(Layer layer) {
    return layer instanceof UpsamplingLayer || layer instanceof RepeatVectorLayer;
  }

  private static Tensor ones(Tensor like) {
    return Tensors.filled(like, 1);
  }

  private static int firstThere(Layer.Pass pass) {
    return firstNonZero(pass.output());
  }

  private static int firstNonZero(Tensor tensor) {
    int first = 0;
    while (first < tensor.size() - 1 && tensor.values()[first] == 0) {
      first++;
    }
    return first;
  }

  /** What the last copy of each element passes down. */
  private static Tensor lastCopy(Walk walk, Tensor dy) {
    Tensor numbers = walk.x().zerosLike();
    for (int i = 0; i < numbers.size(); i++) {
      numbers.values()[i] = i;
    }
    double[] sources = walk.layer().forward(numbers, Step.PREDICTION).output().values();
    Tensor dx = walk.x().zerosLike();
    for (int i = 0; i < sources.length; i++) {
      dx.values()[(int) sources[i]] = dy.values()[i];
    }
    return dx;
  }

  /** dy whose channels (block, c) are read as (c, block). */
  private static Tensor channelsFirst(Tensor dy, int channels) {
    int blocks = dy.shape().size(1) / channels;
    return Tensors.alongAxis(dy, 1, k -> k % blocks * channels + k / blocks);
  }
}
