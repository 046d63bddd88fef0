package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;
import static gradtwin.compare.plant.Damage.LAYER;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.loss.CrossEntropy;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.SquaredError;
import gradtwin.twin.loss.Targets;
import gradtwin.twin.loss.WeightedLoss;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Bugs where the way back begins: in the gradient of the loss with respect to z. */
final class LossPlants {
  static final List<Plant> ALL =
      List.of(
          scaled(
              "article-gradient",
              "the gradient lacks the factor 2/(N·nOut) of the mean squared error",
              "a last layer with meanSquaredError",
              loss -> loss instanceof MeanSquaredError,
              targets -> targets.labels().size() / 2.0),
          scaled(
              "batch-mean-forgotten",
              "the gradient is the sum over the batch, not the mean",
              "nothing but a batch of more than one example",
              loss -> true,
              Targets::examples),
          scaled(
              "batch-mean-twice",
              "the gradient is divided by the number of examples twice",
              "nothing but a batch of more than one example",
              loss -> true,
              targets -> 1.0 / targets.examples()),
          scaled(
              "square-not-differentiated",
              "the gradient of (o - y)² is taken for o - y, without the 2",
              "a last layer with meanSquaredError or squaredError",
              loss -> loss instanceof MeanSquaredError || loss instanceof SquaredError,
              targets -> 0.5),
          scaled(
              "label-minus-prediction",
              "the gradient of the loss has the other sign: y - o instead of o - y",
              "nothing",
              loss -> true,
              targets -> -1),
          scaled(
              "steps-averaged-too",
              "the gradient is divided by the number of steps besides, though their losses are"
                  + " added up",
              "outputs at several steps or pixels",
              loss -> true,
              targets -> (double) targets.examples() / targets.labels().rows()),
          scaled(
              "outputs-averaged-too",
              "the gradient is divided by the number of outputs, though the loss is not",
              "several outputs",
              loss -> true,
              targets -> 1.0 / targets.labels().columns()),
          new Plant(
              "labels-of-the-wrong-example",
              LAYER,
              "each example goes back from the labels of the one before it",
              "a batch of several examples with different labels",
              Bug.descent(
                  objective -> true,
                  (objective, z, targets, right) ->
                      objective
                          .forward(
                              z,
                              new Targets(
                                  Tensors.rolled(targets.labels()),
                                  targets.mask(),
                                  targets.examples()))
                          .backward())),
          new Plant(
              "label-mask-ignored",
              LAYER,
              "labels that are masked go back like the others",
              "labels with a mask, or with weights of examples",
              Bug.descent(
                  objective -> true,
                  (objective, z, targets, right) ->
                      objective
                          .forward(
                              z,
                              new Targets(targets.labels(), Optional.empty(), targets.examples()))
                          .backward())),
          new Plant(
              "output-weights-ignored",
              LAYER,
              "the weights of the outputs count in the loss, but not on the way back",
              "a loss with weights",
              Bug.descent(
                  objective -> objective.loss() instanceof WeightedLoss,
                  (objective, z, targets, right) ->
                      Objective.of(objective.activation(), ((WeightedLoss) objective.loss()).loss())
                          .forward(z, targets)
                          .backward())),
          new Plant(
              "output-derivative-twice",
              LAYER,
              "the derivative of the output activation is applied a second time, after the short"
                  + " form that holds it",
              "an output activation that is not identity",
              Bug.descent(
                  objective -> !(objective.activation() instanceof Identity),
                  (objective, z, targets, right) ->
                      objective.activation().backward(z, right.predictions(), right.backward()))),
          new Plant(
              "output-derivative-left-out",
              LAYER,
              "the gradient with respect to the predictions is taken for that with respect to z",
              "an output activation that is not identity",
              Bug.descent(
                  objective -> !(objective.activation() instanceof Identity),
                  (objective, z, targets, right) ->
                      objective.loss().gradient(right.predictions(), targets))),
          new Plant(
              "softmax-without-label-sum",
              LAYER,
              "softmax with cross-entropy goes back with p - y though the labels do not sum to 1",
              "softmax with crossEntropy, and weights, a mask or labels that do not sum to 1",
              Bug.descent(LossPlants::isSoftmaxCrossEntropy, LossPlants::predictionMinusLabel)),
          new Plant(
              "center-pull-forgotten",
              DELTA,
              "the way back knows nothing of the centres",
              "a centerLossOutput layer",
              Bug.pull((classified, pull) -> classified)),
          new Plant(
              "center-pull-outwards",
              DELTA,
              "the centres push the features away on the way back",
              "a centerLossOutput layer",
              Bug.pull((classified, pull) -> classified - pull)));

  private LossPlants() {}

  /** A gradient that is off by a factor. */
  private static Plant scaled(
      String name,
      String summary,
      String needs,
      Predicate<Loss> fits,
      ToDoubleFunction<Targets> factor) {
    return new Plant(
        name,
        LAYER,
        summary,
        needs,
        Bug.descent(
            objective -> fits.test(objective.loss()),
            (objective, z, targets, right) ->
                right.backward().times(factor.applyAsDouble(targets))));
  }

  private static boolean isSoftmaxCrossEntropy(Objective objective) {
    Loss loss = objective.loss() instanceof WeightedLoss w ? w.loss() : objective.loss();
    return objective.activation() instanceof Softmax && loss instanceof CrossEntropy;
  }

  private static Tensor predictionMinusLabel(
      Objective objective, Tensor z, Targets targets, Objective.Pass right) {
    return Tensors.sum(right.predictions(), -1, targets.labels()).times(1.0 / targets.examples());
  }
}
