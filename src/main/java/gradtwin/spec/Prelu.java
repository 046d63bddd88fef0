package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.layer.PreluLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.weights.WeightInitConstant;

/**
 * A rectifier with learned slopes; by hand: {@link PreluLayer}.
 *
 * <pre>{@code
 * - type: prelu
 *   initialAlpha: 0.25
 * }</pre>
 *
 * @param initialAlpha the slope below 0 that each element starts at
 * @param regularization on the slopes; no bias
 * @param training how the slopes are trained
 */
public record Prelu(double initialAlpha, RegularizationSpec regularization, LayerTraining training)
    implements LayerSpec {
  static Prelu read(Fields fields) {
    return new Prelu(
        fields.number("initialAlpha", "slope below 0 that each element starts at", Range.ANY, 0),
        fields.sectionOrDefaults(
            "regularization", "what pulls towards zero", RegularizationSpec::readOfWeights),
        LayerTraining.readWithoutBiases(fields));
  }

  @Override
  public String word() {
    return "prelu";
  }

  @Override
  public String detail() {
    return "alpha from " + initialAlpha;
  }

  @Override
  public Optional<String> unfreezable() {
    return Optional.of(
        "expected another layer than prelu: when it is frozen, DL4J 1.0.0-M2.1 changes the outputs of"
            + " the layer below, or throws (PReLU.activate copies its input in training only)");
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return Axis.ofExample(input.rank());
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    var builder =
        new PReLULayer.Builder()
            .inputShape(Arrays.stream(context.input().sizes()).asLongStream().toArray())
            .weightInit(new WeightInitConstant(initialAlpha))
            .regularization(regularization.weightsToDl4j());
    training.applyTo(builder, context.training());
    return builder.build();
  }

  @Override
  public PreluLayer toTwin(LayerContext context) {
    Tensor alpha = Tensor.zeros(context.input());
    alpha.fill(initialAlpha);
    Penalty penalty = regularization.weights();
    return new PreluLayer(new Parameter("W", alpha, Parameter.Role.WEIGHT, penalty));
  }

  @Override
  public LayerRules rules(TrainingSpec training) {
    return this.training.toTwin(training);
  }
}
