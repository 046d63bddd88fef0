package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Objective;
import gradtwin.yaml.Fields;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;

/**
 * An activation and a loss at each step of a sequence, without parameters of their own; by hand:
 * {@link ObjectiveLayer} over its input as it is. The losses of the steps are added up.
 *
 * <pre>{@code
 * - type: rnnLoss
 *   activation: softmax
 *   loss: crossEntropy
 * }</pre>
 */
public record RnnLoss(ActivationSpec activation, LossSpec loss) implements OutputSpec {
  static RnnLoss read(Fields fields) {
    return new RnnLoss(
        fields.word("activation", "function of each output", ActivationSpec.WORDS),
        fields.word("loss", "what a wrong output costs", LossSpec.WORDS));
  }

  @Override
  public String word() {
    return "rnnLoss";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return Sequences.misfit(input, "loss is for rows");
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return new org.deeplearning4j.nn.conf.layers.RnnLossLayer.Builder(loss.toDl4j())
        .dataFormat(RNNFormat.NCW)
        .activation(activation.toDl4j())
        .build();
  }

  @Override
  public ObjectiveLayer toTwin(LayerContext context) {
    return new ObjectiveLayer(
        new ActivationLayer(new Identity()), Objective.of(activation.twin(), loss.twin()));
  }
}
