package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.layer.CenterLossOutputLayer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Objective;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Optional;

/**
 * An output layer that also draws the features of each class to a centre; by hand: {@link
 * CenterLossOutputLayer}.
 *
 * <pre>{@code
 * - type: centerLossOutput
 *   units: 10
 *   activation: softmax
 *   loss: crossEntropy
 *   alpha: 0.05
 *   lambda: 2e-4
 * }</pre>
 *
 * <p>It has a bias always, and DL4J trains it with the optimizer of the weights.
 *
 * @param loss of classes, since there is a centre for each
 * @param alpha how fast the centres follow, at least 0; above 1 they overshoot
 * @param lambda the weight of the squared distance to the centre, at least 0
 */
public record CenterLossOutput(
    Projection projection, ActivationSpec activation, LossSpec loss, double alpha, double lambda)
    implements OutputSpec {
  static CenterLossOutput read(Fields fields) {
    Projection projection =
        Projection.read(fields, own -> Weights.readBiased(own, LayerTraining::readWithoutBiases));
    CenterLossOutput layer =
        new CenterLossOutput(
            projection,
            fields.word("activation", "function of each output", ActivationSpec.WORDS),
            fields.word("loss", "what a wrong output costs", LossSpec.WORDS),
            fields.number("alpha", "how fast the centres follow", Range.NOT_NEGATIVE, 0.05),
            fields.number(
                "lambda",
                "weight of the squared distance to the centre",
                Range.NOT_NEGATIVE,
                2e-4));
    if (fields.has("units") && projection.units() == 1) {
      fields.error("units", "expected at least 2 units, one for each class and its centre, got 1");
    }
    if (fields.has("loss") && !layer.loss.rules().classesOnly()) {
      fields.error(
          "loss",
          "expected a loss of classes, such as crossEntropy, since there is a centre for each class,"
              + " got '"
              + layer.loss.word()
              + "'");
    }
    fields.deviation(
        "alpha",
        "DL4J's updater divides the step of the centres by the size of the batch, as if it were a"
            + " gradient (CenterLossOutputLayer in 1.0.0-M2.1 leaves updaterDivideByMinibatch as it"
            + " is): its centres follow that many times more slowly than alpha says; the twin's do as"
            + " it says");
    return layer;
  }

  @Override
  public String word() {
    return "centerLossOutput";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return input.rank() == 2
        ? Optional.of(
            "expected a row, an image or a volume per example, got the sequence "
                + input
                + "; lastTimeStep and globalPooling end a sequence")
        : projection.misfit(input);
  }

  @Override
  public Shape outputShape(Shape input) {
    return projection.outputShape(input);
  }

  @Override
  public boolean hasUnits() {
    return true;
  }

  @Override
  public boolean worksOnRows(Shape input) {
    return true;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer.Builder(loss.toDl4j())
            .hasBias(true)
            .alpha(alpha)
            .lambda(lambda)
            .gradientCheck(false)
            .activation(activation.toDl4j());
    projection.applyTo(builder, context);
    return builder.build();
  }

  @Override
  public CenterLossOutputLayer toTwin(LayerContext context) {
    ObjectiveLayer classifier =
        new ObjectiveLayer(
            projection.toTwin(context, new Identity()),
            Objective.of(activation.twin(), loss.twin()));
    Tensor centers = Tensor.zeros(Shape.of(projection.units(), context.input().elements()));
    return new CenterLossOutputLayer(
        classifier,
        new Parameter("cL", centers, Parameter.Role.STATISTIC, Penalty.NONE),
        alpha,
        lambda);
  }

  @Override
  public Optional<ActivationSpec> ownActivation() {
    return Optional.of(activation);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(projection.weights());
  }
}
