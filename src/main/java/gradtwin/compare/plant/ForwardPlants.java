package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.FORWARD;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.layer.BatchNormalizationLayer;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.NoiseLayer;
import gradtwin.twin.layer.RecurrentLayer;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Bugs on the way forward: another function, whose gradient may well be right. */
final class ForwardPlants {
  static final List<Plant> ALL =
      List.of(
          new Plant(
              "forward-for-prediction",
              FORWARD,
              "a layer goes forward as in prediction while the network trains",
              "a layer that behaves differently in training: batchNormalization, dropout, noise",
              Bug.forward(
                  layer -> layer instanceof BatchNormalizationLayer || layer instanceof NoiseLayer,
                  (layer, x, step) ->
                      layer.forward(x, new Step(false, step.iteration(), step.mask())))),
          new Plant(
              "forward-without-mask",
              FORWARD,
              "a layer goes forward as if every step of every sequence were there",
              "a layer that looks at the mask of sequences, which some steps need to be out of",
              Bug.forward(
                  layer -> true,
                  (layer, x, step) -> layer.forward(x, step.withMask(Optional.empty())))),
          new Plant(
              "forward-through-float32",
              FORWARD,
              "what a layer makes has passed through a float32",
              "nothing",
              Bug.forward(
                  layer -> true,
                  (layer, x, step) -> changed(layer.forward(x, step), Tensor::roundedToFloat32))),
          new Plant(
              "forward-time-reversed",
              FORWARD,
              "a recurrent layer goes through its sequence from the end",
              "a recurrent layer, and sequences of several steps",
              Bug.forward(
                  layer -> layer instanceof RecurrentLayer,
                  (layer, x, step) -> reversed(layer, x, step))),
          new Plant(
              "forward-weights-read-by-column",
              FORWARD,
              "a dense layer reads its weights as if they lay column by column",
              "a dense or output layer of several inputs and several units",
              Bug.forward(
                  layer ->
                      layer instanceof DenseLayer
                          && layer.parameters().get(0).value().rows() > 1
                          && layer.parameters().get(0).value().columns() > 1,
                  ForwardPlants::readByColumn)));

  private ForwardPlants() {}

  private static Layer.Pass changed(Layer.Pass pass, UnaryOperator<Tensor> change) {
    Tensor output = change.apply(pass.output());
    return new Layer.Pass() {
      @Override
      public Tensor output() {
        return output;
      }

      @Override
      public Tensor backward(Tensor dy) {
        return pass.backward(dy);
      }

      @Override
      public int piece() {
        return pass.piece();
      }
    };
  }

  private static Tensor reversed(Tensor sequences) {
    int steps = sequences.shape().size(2);
    return Tensors.alongAxis(sequences, 2, t -> steps - 1 - t);
  }

  private static Layer.Pass reversed(Layer layer, Tensor x, Step step) {
    Layer.Pass pass = layer.forward(reversed(x), step);
    Tensor output = reversed(pass.output());
    return new Layer.Pass() {
      @Override
      public Tensor output() {
        return output;
      }

      @Override
      public Tensor backward(Tensor dy) {
        return reversed(pass.backward(reversed(dy)));
      }

      @Override
      public int piece() {
        return pass.piece();
      }
    };
  }

  private static Layer.Pass readByColumn(Layer layer, Tensor x, Step step) {
    Parameter weights = layer.parameters().get(0);
    Tensor kept = weights.value().copy();
    weights.value().overwriteWith(kept.transposed().reshaped(kept.shape()));
    try {
      return layer.forward(x, step);
    } finally {
      weights.value().overwriteWith(kept);
    }
  }
}
