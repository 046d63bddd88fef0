package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;
import static gradtwin.compare.plant.Damage.GRADIENT;

import gradtwin.tensor.Positions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.ElementWiseMultiplicationLayer;
import gradtwin.twin.layer.EmbeddingLayer;
import gradtwin.twin.layer.EmbeddingSequenceLayer;
import gradtwin.twin.layer.PreluLayer;
import java.util.List;

/** Bugs in layers whose weights meet their input one by one. */
final class LookupPlants {
  static final List<Plant> ALL =
      List.of(
          new Plant(
              "repeated-indices-overwrite",
              GRADIENT,
              "the gradients of an index that comes twice overwrite each other instead of adding"
                  + " up",
              "an embedding or embeddingSequence layer, and a batch with an index twice",
              Bug.back(
                  layer ->
                      layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer,
                  LookupPlants::overwriting)),
          new Plant(
              "slope-not-applied",
              DELTA,
              "a rectifier with learned slopes passes everything down unchanged",
              "a prelu layer, and numbers below 0",
              Bug.back(
                  layer -> layer instanceof PreluLayer,
                  (walk, dy) -> {
                    walk.back(dy);
                    return dy.copy();
                  })),
          new Plant(
              "slope-learns-from-everything",
              GRADIENT,
              "the gradient of a learned slope counts the numbers above 0 too",
              "a prelu layer, and numbers above 0",
              Bug.back(
                  layer -> layer instanceof PreluLayer,
                  (walk, dy) -> {
                    Tensor dx = walk.back(dy);
                    addInto(gradient(walk), Tensors.product(walk.x(), dy));
                    return dx;
                  })),
          new Plant(
              "factor-without-input",
              GRADIENT,
              "the gradient of the weight of a feature is that of its bias",
              "an elementWiseMultiplication layer",
              Bug.back(
                  layer -> layer instanceof ElementWiseMultiplicationLayer,
                  (walk, dy) -> {
                    Tensor dx = walk.back(dy);
                    gradient(walk).overwriteWith(walk.layer().parameters().get(1).gradient());
                    return dx;
                  })));

  private LookupPlants() {}

  private static Tensor gradient(Walk walk) {
    return walk.layer().parameters().get(0).gradient();
  }

  private static Tensor overwriting(Walk walk, Tensor dy) {
    Tensor dx = walk.back(dy);
    Tensor dz = Positions.toRows(walk.dz(dy));
    Tensor gradient = gradient(walk);
    gradient.fill(0);
    double[] indices = walk.x().values();
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(
          dz.values(),
          i * dz.columns(),
          gradient.values(),
          ((int) indices[i]) * dz.columns(),
          dz.columns());
    }
    return dx;
  }

  /** Overwrites a gradient [...] with the sum over the examples of [N, ...]. */
  private static void addInto(Tensor gradient, Tensor ofExamples) {
    gradient.fill(0);
    for (int i = 0; i < ofExamples.size(); i++) {
      gradient.values()[i % gradient.size()] += ofExamples.values()[i];
    }
  }
}
