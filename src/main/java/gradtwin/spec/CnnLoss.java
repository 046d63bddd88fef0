package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Objective;
import gradtwin.yaml.Fields;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;

/**
 * An activation and a loss at each pixel of an image, whose channels are the outputs there; by
 * hand: {@link ObjectiveLayer} over its input as it is.
 *
 * <pre>{@code
 * - type: cnnLoss
 *   activation: sigmoid
 *   loss: meanSquaredError
 * }</pre>
 */
public record CnnLoss(ActivationSpec activation, LossSpec loss) implements OutputSpec {
  static CnnLoss read(Fields fields) {
    return new CnnLoss(
        fields.word("activation", "function of each output", ActivationSpec.WORDS),
        fields.word("loss", "what a wrong output costs", LossSpec.WORDS));
  }

  @Override
  public String word() {
    return "cnnLoss";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return input.rank() == 3
        ? Optional.empty()
        : Optional.of(
            "expected an image [channels, height, width] per example, got shape " + input);
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.CnnLossLayer.Builder(loss.toDl4j())
        .format(CNN2DFormat.NCHW)
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
