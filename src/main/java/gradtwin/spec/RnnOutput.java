package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Objective;
import gradtwin.yaml.Fields;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;

/**
 * A dense layer that ends in a loss at each step of a sequence; by hand: {@link ObjectiveLayer}
 * over a dense projection of each step. The losses of the steps are added up.
 *
 * <pre>{@code
 * - type: rnnOutput
 *   units: 10
 *   activation: softmax
 *   loss: crossEntropy
 * }</pre>
 */
public record RnnOutput(Projection projection, ActivationSpec activation, LossSpec loss)
    implements OutputSpec {
  static RnnOutput read(Fields fields) {
    Projection projection = Projection.read(fields);
    if (!projection.weights().bias()) {
      fields.error(
          "bias",
          "expected true: without a bias DL4J's rnnOutput cannot predict"
              + " (RnnOutputLayer.activate of 1.0.0-M2.1 adds the missing bias and throws)");
    }
    return new RnnOutput(
        projection,
        fields.word("activation", "function of each output", ActivationSpec.WORDS),
        fields.word("loss", "what a wrong output costs", LossSpec.WORDS));
  }

  @Override
  public String word() {
    return "rnnOutput";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return Sequences.misfit(input, "output is for rows").or(() -> projection.misfit(input));
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
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new org.deeplearning4j.nn.conf.layers.RnnOutputLayer.Builder(loss.toDl4j())
            .hasBias(true)
            .dataFormat(RNNFormat.NCW)
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
  public Optional<Weights> ownWeights() {
    return Optional.of(projection.weights());
  }
}
