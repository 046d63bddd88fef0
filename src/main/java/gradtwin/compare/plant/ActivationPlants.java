package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.LAYER;

import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.BoundedRelu;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.LeakyRelu;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Relu6;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Tanh;
import gradtwin.twin.activation.ThresholdedRelu;
import gradtwin.twin.formula.Term;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.loss.Objective;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Bugs in the derivative of an activation, wherever it stands. */
final class ActivationPlants {
  static final List<Plant> ALL =
      List.of(
          plant(
              "derivative-at-output",
              "the derivative of the activation is taken at f(z), not at z",
              "an activation for which that makes a difference (not identity, relu, leakyRelu)",
              ActivationPlants::dependsOnMoreThanTheSide,
              (f, z, y, dy) -> f.backward(y, f.forward(y), dy)),
          plant(
              "derivative-left-out",
              "the delta passes the activation as if it were not there",
              "an activation that is not identity",
              f -> !(f instanceof Identity),
              (f, z, y, dy) -> dy.copy()),
          plant(
              "derivative-of-the-other-sigmoid",
              "tanh goes back with y (1 - y), the derivative of the sigmoid",
              "tanh",
              f -> f instanceof Tanh,
              (f, z, y, dy) -> Tensors.product(dy, Tensors.mapped(y, v -> v * (1 - v)))),
          plant(
              "square-forgotten",
              "tanh goes back with 1 - y, without the square",
              "tanh",
              f -> f instanceof Tanh,
              (f, z, y, dy) -> Tensors.product(dy, Tensors.mapped(y, v -> 1 - v))),
          plant(
              "sigmoid-half-derived",
              "the sigmoid goes back with y instead of y (1 - y)",
              "sigmoid",
              f -> f instanceof Sigmoid,
              (f, z, y, dy) -> Tensors.product(dy, y)),
          plant(
              "relu-by-delta",
              "relu lets through what is positive on the way back, not what was on the way forward",
              "relu",
              f -> f instanceof Relu,
              (f, z, y, dy) -> Tensors.mapped(dy, d -> Math.max(d, 0))),
          plant(
              "softmax-jacobian-diagonal",
              "softmax goes back with the diagonal of its Jacobian only",
              "softmax",
              f -> f instanceof Softmax,
              (f, z, y, dy) -> Tensors.product(dy, Tensors.mapped(y, p -> p * (1 - p)))),
          plant(
              "softmax-unsummed",
              "softmax goes back with y dy, without the sum over the classes",
              "softmax",
              f -> f instanceof Softmax,
              (f, z, y, dy) -> Tensors.product(dy, y)));

  private ActivationPlants() {}

  /** Makes dz. */
  private interface Wrong {
    Tensor dz(Activation original, Tensor z, Tensor y, Tensor dy);
  }

  /** An activation whose derivative is wrong, on purpose. Its value is right. */
  private record WrongActivation(Activation original, Wrong wrong) implements Activation {
    @Override
    public Tensor forward(Tensor z) {
      return original.forward(z);
    }

    @Override
    public Tensor backward(Tensor z, Tensor y, Tensor dy) {
      return wrong.dz(original, z, y, dy);
    }

    @Override
    public Term formula(Term z) {
      return original.formula(z);
    }

    @Override
    public int piece(Tensor z) {
      return original.piece(z);
    }
  }

  private static Plant plant(
      String name, String summary, String needs, Predicate<Activation> fits, Wrong wrong) {
    Bug inLayer = Bug.layer(layer -> inLayer(layer, fits, wrong));
    Bug inObjective = Bug.objective(objective -> inObjective(objective, fits, wrong));
    return new Plant(
        name,
        LAYER,
        summary,
        needs,
        new Bug() {
          @Override
          public Optional<Network> in(Network network, int layer) {
            return inLayer.in(network, layer).or(() -> inObjective.in(network, layer));
          }
        });
  }

  private static Optional<Layer> inLayer(Layer layer, Predicate<Activation> fits, Wrong wrong) {
    return layer instanceof ActivatedLayer activated && fits.test(activated.activation())
        ? Optional.of(activated.withActivation(new WrongActivation(activated.activation(), wrong)))
        : Optional.empty();
  }

  /** In the plain composition: a short form has no derivative of the activation. */
  private static Optional<Objective> inObjective(
      Objective objective, Predicate<Activation> fits, Wrong wrong) {
    return fits.test(objective.activation())
        ? Optional.of(
            new WrongObjective(
                objective,
                (right, z, targets, pass) ->
                    wrong.dz(
                        right.activation(),
                        z,
                        pass.predictions(),
                        right.loss().gradient(pass.predictions(), targets))))
        : Optional.empty();
  }

  /** Whether f'(f(z)) is another number than f'(z). */
  private static boolean dependsOnMoreThanTheSide(Activation activation) {
    return !(activation instanceof Identity
        || activation instanceof Relu
        || activation instanceof LeakyRelu
        || activation instanceof Relu6
        || activation instanceof ThresholdedRelu
        || activation instanceof BoundedRelu);
  }
}
