package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Objective;
import gradtwin.yaml.Fields;
import java.util.Optional;

/**
 * A dense layer that ends in a loss; by hand: {@link ObjectiveLayer} over a dense projection.
 *
 * <pre>{@code
 * - type: output
 *   units: 10
 *   activation: softmax
 *   loss: crossEntropy
 * }</pre>
 */
public record Output(Projection projection, ActivationSpec activation, LossSpec loss)
    implements OutputSpec {
  static Output read(Fields fields) {
    return new Output(
        Projection.read(fields),
        fields.word("activation", "function of each output", ActivationSpec.WORDS),
        fields.word("loss", "what a wrong output costs", LossSpec.WORDS));
  }

  @Override
  public String word() {
    return "output";
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
                + "; rnnOutput has an output at each step, lastTimeStep and globalPooling end a"
                + " sequence")
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
        new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(loss.toDl4j())
            .hasBias(projection.weights().bias())
            .activation(activation.toDl4j());
    projection.applyTo(builder, context);
    return builder.build();
  }

  @Override
  public ObjectiveLayer toTwin(LayerContext context) {
    return new ObjectiveLayer(
        projection.toTwin(context, new Identity()), Objective.of(activation.twin(), loss.twin()));
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
