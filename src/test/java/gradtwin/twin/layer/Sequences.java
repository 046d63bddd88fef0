package gradtwin.twin.layer;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Network;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.Objective;
import java.util.List;
import java.util.Optional;

/** Small sequences, parameters and networks for the tests of layers that work on them. */
final class Sequences {
  private Sequences() {}

  /** Examples of one feature: [N, 1, T]. */
  static Tensor of(double[]... examples) {
    Tensor rows = Tensor.matrix(examples);
    return rows.reshaped(Shape.of(examples.length, 1, examples[0].length));
  }

  static Parameter weights(String key, double[]... rows) {
    return new Parameter(key, Tensor.matrix(rows), Parameter.Role.WEIGHT, Penalty.NONE);
  }

  static Parameter bias(double... values) {
    return new Parameter("b", Tensor.vector(values), Parameter.Role.BIAS, Penalty.NONE);
  }

  /** Random weights of about half a unit, so that nothing saturates. */
  static Parameter random(String key, int which, int... sizes) {
    Tensor values = GradientCheck.random(Tensor.zeros(Shape.of(sizes)), which).times(0.5);
    Parameter.Role role = key.equals("b") ? Parameter.Role.BIAS : Parameter.Role.WEIGHT;
    return new Parameter(key, values, role, Penalty.NONE);
  }

  /** The gradients of a layer over masked sequences, through a loss of all its outputs. */
  static GradientCheck masked(Layer layer, Tensor x, Tensor mask) {
    Network network =
        new Network(
            List.of(layer),
            new ObjectiveLayer(
                new ActivationLayer(new Identity()),
                Objective.of(new Identity(), new MeanSquaredError())));
    Tensor labels = network.predict(x, Optional.of(mask)).zerosLike();
    GradientCheck.random(labels, 9);
    return GradientCheck.network(
        network, new Batch(x, labels, Optional.of(mask), Optional.empty()));
  }
}
