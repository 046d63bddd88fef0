package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Objective;
import gradtwin.yaml.Fields;
import java.util.Optional;

/**
 * An activation and a loss without parameters of their own; by hand: {@link ObjectiveLayer} over
 * its input as it is.
 *
 * <pre>{@code
 * - type: loss
 *   activation: softmax
 *   loss: crossEntropy
 * }</pre>
 */
public record Loss(ActivationSpec activation, LossSpec loss) implements OutputSpec {
  static Loss read(Fields fields) {
    return new Loss(
        fields.word("activation", "function of each output", ActivationSpec.WORDS),
        fields.word("loss", "what a wrong output costs", LossSpec.WORDS));
  }

  @Override
  public String word() {
    return "loss";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return input.rank() == 1
        ? Optional.empty()
        : Optional.of(
            "expected a row of features per example, got shape "
                + input
                + "; rnnLoss, cnnLoss and cnn3dLoss take sequences, images and volumes");
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public boolean worksOnRows(Shape input) {
    return true;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.LossLayer.Builder(loss.toDl4j())
        .activation(activation.toDl4j())
        .build();
  }

  @Override
  public ObjectiveLayer toTwin(LayerContext context) {
    return new ObjectiveLayer(
        new ActivationLayer(new Identity()), Objective.of(activation.twin(), loss.twin()));
  }

  @Override
  public Optional<ActivationSpec> ownActivation() {
    return Optional.of(activation);
  }
}
