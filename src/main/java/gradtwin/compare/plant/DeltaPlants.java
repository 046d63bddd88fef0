package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.BatchNormalizationLayer;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.EmbeddingSequenceLayer;
import gradtwin.twin.layer.GlobalPoolingLayer;
import gradtwin.twin.layer.LastTimeStepLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.RecurrentLayer;
import gradtwin.twin.layer.RepeatVectorLayer;
import gradtwin.twin.layer.SelfAttentionLayer;
import gradtwin.twin.layer.TimeDistributedLayer;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Bugs in what a layer passes down, of whatever type. Its own gradients are right. */
final class DeltaPlants {
  private static final String ANY = "a layer whose input is no index";

  static final List<Plant> ALL =
      List.of(
          changed(
              "delta-left-out",
              "one layer passes no delta down, so that nothing below it learns",
              ANY,
              Tensor::zerosLike),
          changed("delta-sign", "one layer passes its delta down negated", ANY, d -> d.times(-1)),
          changed("delta-doubled", "one layer adds its delta twice", ANY, d -> d.times(2)),
          changed(
              "delta-of-the-wrong-example",
              "each example passes down the delta of the one before it",
              "a batch of more than one example",
              Tensors::rolled),
          changed(
              "delta-of-the-last-example",
              "only the last example of a batch passes a delta down",
              "a batch of more than one example",
              Tensors::lastExample),
          new Plant(
              "delta-of-the-wrong-layer",
              DELTA,
              "a layer passes down the delta that it was given instead of its own",
              "a layer whose output has the shape of its input",
              Bug.back(
                  layer -> true,
                  (walk, dy) -> {
                    Tensor dx = walk.back(dy);
                    return dy.shape().equals(dx.shape()) ? dy.copy() : dx;
                  })),
          changed(
              "delta-element-off",
              "the largest element of a delta is off by one part in 10¹²",
              ANY,
              d -> Tensors.oneElementOff(d, 1e-12)),
          changed(
              "delta-through-float32",
              "a delta has passed through a float32",
              ANY,
              Tensor::roundedToFloat32),
          new Plant(
              "weights-not-transposed",
              DELTA,
              "the delta goes back through W as it lies in memory, not through Wᵀ",
              "a dense or output layer of several inputs and several units",
              Bug.back(
                  DeltaPlants::looksOtherTransposed,
                  (walk, dy) -> {
                    Parameter weights = walk.layer().parameters().get(0);
                    Tensor dx = walk.deltaThrough(weights, DeltaPlants::readByColumn, dy);
                    walk.back(dy);
                    return dx;
                  })),
          new Plant(
              "mask-ignored-on-the-way-back",
              Damage.LAYER,
              "a layer goes back as if every step of every sequence were there",
              "a layer that looks at the mask of sequences, which some steps need to be out of",
              Bug.back(
                  DeltaPlants::looksAtTheMask,
                  (walk, dy) ->
                      walk.layer()
                          .forward(walk.x(), walk.step().withMask(Optional.empty()))
                          .backward(dy))),
          new Plant(
              "last-step-missing",
              Damage.LAYER,
              "the way back through a sequence begins one step too early",
              "a layer that makes sequences",
              Bug.back(
                  DeltaPlants::makesSequences,
                  (walk, dy) ->
                      walk.back(
                          Tensors.alongAxis(dy, 2, t -> t == dy.shape().size(2) - 1 ? -1 : t)))));

  private DeltaPlants() {}

  private static Plant changed(
      String name, String summary, String needs, UnaryOperator<Tensor> change) {
    return new Plant(
        name,
        DELTA,
        summary,
        needs,
        Bug.back(layer -> true, (walk, dy) -> change.apply(walk.back(dy))));
  }

  private static boolean looksAtTheMask(Layer layer) {
    return layer instanceof RecurrentLayer
        || layer instanceof DenseLayer
        || layer instanceof BatchNormalizationLayer
        || layer instanceof GlobalPoolingLayer
        || layer instanceof LastTimeStepLayer
        || layer instanceof TimeDistributedLayer
        || layer instanceof EmbeddingSequenceLayer
        || layer instanceof SelfAttentionLayer;
  }

  private static boolean makesSequences(Layer layer) {
    return layer instanceof RecurrentLayer
        || layer instanceof TimeDistributedLayer
        || layer instanceof EmbeddingSequenceLayer
        || layer instanceof SelfAttentionLayer
        || layer instanceof RepeatVectorLayer;
  }

  /** A single row or column of weights lies in memory as its transpose does. */
  private static boolean looksOtherTransposed(Layer layer) {
    if (!(layer instanceof DenseLayer)) {
      return false;
    }
    Tensor weights = layer.parameters().get(0).value();
    return weights.rows() > 1 && weights.columns() > 1;
  }

  /** The W [in, out] whose transpose [out, in] lies in memory as the given one does. */
  private static Tensor readByColumn(Tensor weights) {
    return weights.reshaped(weights.transposed().shape()).transposed();
  }
}
