package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.GRADIENT;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Bugs in the gradient of a parameter, of whatever layer. The delta is right. */
final class GradientPlants {
  private static final String WEIGHTS = "a layer with weights";

  static final List<Plant> ALL =
      List.of(
          changed(
              "gradient-sign", "the gradient of the weights has the wrong sign", g -> g.times(-1)),
          changed(
              "gradient-doubled", "the gradient of the weights is added twice", g -> g.times(2)),
          changed(
              "gradient-left-out",
              "the gradient of the weights is never written",
              Tensor::zerosLike),
          changed(
              "gradient-loop-one-short",
              "the loop over the gradient ends one element too early",
              g -> Tensors.moved(g, i -> i == g.size() - 1 ? -1 : i)),
          plant(
              "gradient-transposed",
              "the gradient of the weights is written transposed and read in the order of the"
                  + " weights",
              "a matrix of weights of several rows and columns",
              GradientPlants::isMatrix,
              (walk, dy, parameter) ->
                  walk.gradient(parameter, dy).transposed().reshaped(parameter.value().shape())),
          plant(
              "gradient-mean-twice",
              "the gradient of the weights is divided by the number of examples a second time",
              "a layer with weights, and a batch of more than one example",
              GradientPlants::isWeight,
              (walk, dy, parameter) -> walk.gradient(parameter, dy).times(1.0 / walk.examples())),
          plant(
              "gradient-of-the-last-example",
              "each example overwrites the gradient of the weights instead of adding to it",
              "a layer with weights, and a batch of more than one example",
              GradientPlants::isWeight,
              (walk, dy, parameter) -> walk.gradient(parameter, Tensors.lastExample(dy))),
          plant(
              "stale-input",
              "the gradient of the weights is made with the input of an earlier example",
              "a layer with weights, and a batch of different examples",
              GradientPlants::isWeight,
              (walk, dy, parameter) -> {
                walk.backFrom(Tensors.rolled(walk.x()), dy);
                return parameter.gradient().copy();
              }),
          plant(
              "penalty-in-gradient",
              "the gradient of the loss already holds that of the penalty, which the update adds",
              "weights with L1 or L2",
              parameter -> isWeight(parameter) && addsToTheGradient(parameter.penalty()),
              (walk, dy, parameter) -> {
                Tensor gradient = walk.gradient(parameter, dy);
                parameter.penalty().addGradient(parameter.value(), gradient);
                return gradient;
              }),
          changed(
              "gradient-element-off",
              "the largest gradient of the weights is off by one part in 10¹²",
              g -> Tensors.oneElementOff(g, 1e-12)),
          changed(
              "gradient-through-float32",
              "the gradient of the weights has passed through a float32",
              Tensor::roundedToFloat32),
          plant(
              "bias-gradient-missing",
              "the bias never gets a gradient",
              "a layer with a bias",
              GradientPlants::isBias,
              (walk, dy, parameter) -> parameter.value().zerosLike()),
          plant(
              "bias-gradient-not-summed",
              "the bias gradient is that of the last example, not the sum over all",
              "a layer with a bias",
              GradientPlants::isBias,
              (walk, dy, parameter) -> walk.gradient(parameter, Tensors.lastExample(dy))));

  private GradientPlants() {}

  /** Makes the gradient that is written instead of the right one. */
  private interface Wrong {
    Tensor gradient(Walk walk, Tensor dy, Parameter parameter);
  }

  private static Plant changed(String name, String summary, UnaryOperator<Tensor> change) {
    return plant(
        name,
        summary,
        WEIGHTS,
        GradientPlants::isWeight,
        (walk, dy, parameter) -> change.apply(walk.gradient(parameter, dy)));
  }

  private static Plant plant(
      String name, String summary, String needs, Predicate<Parameter> fits, Wrong wrong) {
    return new Plant(
        name,
        GRADIENT,
        summary,
        needs,
        Bug.back(
            layer -> {
              Optional<Parameter> parameter = layer.parameters().stream().filter(fits).findFirst();
              return parameter.map(found -> (walk, dy) -> back(walk, dy, found, wrong));
            }));
  }

  private static Tensor back(Walk walk, Tensor dy, Parameter parameter, Wrong wrong) {
    Tensor gradient = wrong.gradient(walk, dy, parameter);
    Tensor dx = walk.back(dy);
    parameter.gradient().overwriteWith(gradient);
    return dx;
  }

  private static boolean isWeight(Parameter parameter) {
    return parameter.role() == Parameter.Role.WEIGHT;
  }

  private static boolean isBias(Parameter parameter) {
    return parameter.role() == Parameter.Role.BIAS;
  }

  /** A single row or column lies in memory as its transpose does. */
  private static boolean isMatrix(Parameter parameter) {
    Tensor value = parameter.value();
    return isWeight(parameter)
        && value.shape().rank() == 2
        && value.rows() > 1
        && value.columns() > 1;
  }

  /** Weight decay is no part of any gradient. */
  private static boolean addsToTheGradient(Penalty penalty) {
    return penalty.l1() != 0 || penalty.l2() != 0;
  }
}
