package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;

import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.layer.NoiseLayer;
import java.util.List;

/** Bugs in layers that change elements at random. */
final class NoisePlants {
  private static final String DROPS =
      "a dropout layer of any kind, or a gaussianDropout layer: noise that multiplies";

  static final List<Plant> ALL =
      List.of(
          noise(
              "noise-not-applied-back",
              "the delta passes the noise as if it were not there",
              DROPS,
              (walk, dy) -> dy.copy()),
          noise(
              "noise-drawn-again",
              "the delta meets the mask of the next step instead of that of its own",
              DROPS,
              (walk, dy) -> {
                Step step = walk.step();
                Step next = new Step(step.training(), step.iteration() + 1, step.mask());
                return walk.layer().forward(walk.x(), next).backward(dy);
              }),
          noise(
              "noise-not-scaled-back",
              "what was not dropped passes its delta unscaled",
              "a dropout, spatialDropout or alphaDropout layer",
              (walk, dy) -> {
                Tensor factors = walk.back(Tensors.filled(dy, 1));
                return Tensors.product(dy, Tensors.mapped(factors, f -> f == 0 ? 0 : 1));
              }));

  private NoisePlants() {}

  private static Plant noise(String name, String summary, String needs, Bug.WayBack wrong) {
    return new Plant(
        name, DELTA, summary, needs, Bug.back(layer -> layer instanceof NoiseLayer, wrong));
  }
}
