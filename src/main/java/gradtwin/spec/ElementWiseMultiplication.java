package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.twin.layer.ElementWiseMultiplicationLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Multiplies each feature by a weight of its own; by hand: {@link ElementWiseMultiplicationLayer}.
 *
 * <pre>{@code
 * - type: elementWiseMultiplication
 *   activation: tanh
 * }</pre>
 *
 * <p>DL4J applies no constraints to this layer, so there are none.
 *
 * @param perFeature a weight for each feature, with a bias always
 * @param activation of each feature
 */
public record ElementWiseMultiplication(Weights perFeature, ActivationSpec activation)
    implements LayerSpec {
  static ElementWiseMultiplication read(Fields fields) {
    return new ElementWiseMultiplication(
        Weights.readBiased(fields, LayerTraining::readUnconstrained),
        fields.word("activation", "function of each feature", ActivationSpec.WORDS, "identity"));
  }

  @Override
  public String word() {
    return "elementWiseMultiplication";
  }

  @Override
  public String detail() {
    return activation.word();
  }

  private static int features(Shape input) {
    return input.rank() == 2 ? input.size(0) : input.elements();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return perFeature.misfit(Shape.of(features(input)));
  }

  @Override
  public Shape outputShape(Shape input) {
    return input.rank() == 2 ? input : Shape.of(input.elements());
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return List.of(Axis.ofInputs(input));
  }

  @Override
  public boolean worksOnRows(Shape input) {
    return true;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    int n = features(context.input());
    var builder =
        new org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer.Builder()
            .nIn(n)
            .nOut(n)
            .activation(activation.toDl4j());
    perFeature.applyTo(builder, context);
    return builder.build();
  }

  @Override
  public ElementWiseMultiplicationLayer toTwin(LayerContext context) {
    int n = features(context.input());
    Parameter w = perFeature.weights("W", Shape.of(n), new Fans(n, n), context, 0);
    return new ElementWiseMultiplicationLayer(
        w, perFeature.bias("b", n).orElseThrow(), activation.twin());
  }

  @Override
  public Optional<ActivationSpec> ownActivation() {
    return Optional.of(activation);
  }

  @Override
  public Optional<Weights> ownWeights() {
    return Optional.of(perFeature);
  }
}
