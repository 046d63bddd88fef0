package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Objective;
import gradtwin.yaml.Fields;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/**
 * An activation and a loss at each cell of a volume, whose channels are the outputs there; by hand:
 * {@link ObjectiveLayer} over its input as it is.
 *
 * <pre>{@code
 * - type: cnn3dLoss
 *   activation: sigmoid
 *   loss: meanSquaredError
 * }</pre>
 */
public record Cnn3dLoss(ActivationSpec activation, LossSpec loss) implements OutputSpec {
  static Cnn3dLoss read(Fields fields) {
    return new Cnn3dLoss(
        fields.word("activation", "function of each output", ActivationSpec.WORDS),
        fields.word("loss", "what a wrong output costs", LossSpec.WORDS));
  }

  @Override
  public String word() {
    return "cnn3dLoss";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return input.rank() == 4
        ? Optional.empty()
        : Optional.of(
            "expected a volume [channels, depth, height, width] per example, got shape " + input);
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer.Builder(
            Convolution3D.DataFormat.NCDHW)
        .lossFunction(loss.toDl4j())
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
