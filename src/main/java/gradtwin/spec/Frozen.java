package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.FrozenLayer;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * A layer whose parameters stay as they are; by hand: {@link FrozenLayer}.
 *
 * <pre>{@code
 * - type: frozen
 *   layer: {type: dense, units: 64, activation: relu}
 * }</pre>
 *
 * <p>What the layer says of its optimizer and its regularization has no effect.
 *
 * @param layer any but an output layer
 */
public record Frozen(LayerSpec layer) implements LayerSpec {
  static Frozen read(Fields fields) {
    LayerSpec layer = fields.word("layer", "whose parameters stay as they are", LayerSpec.words());
    if (fields.has("layer")) {
      layer.unfreezable().ifPresent(reason -> fields.error("layer", reason));
      if (layer.weightNoise().isPresent()) {
        fields.error(
            "layer", "expected a layer without weightNoise, as what is frozen does not learn");
      }
    }
    return new Frozen(layer);
  }

  @Override
  public Optional<String> unfreezable() {
    return Optional.of("expected a layer that is not frozen already");
  }

  @Override
  public String word() {
    return "frozen";
  }

  @Override
  public String detail() {
    return layer.word() + ", " + layer.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return layer.misfit(input);
  }

  @Override
  public Optional<String> misfitOn(LayerSpec below) {
    return layer.misfitOn(below);
  }

  @Override
  public Optional<String> misfitOfMask() {
    return layer.misfitOfMask();
  }

  @Override
  public boolean losesMask() {
    return layer.losesMask();
  }

  @Override
  public Optional<String> misfitOfLostMask() {
    return layer.misfitOfLostMask();
  }

  @Override
  public Optional<String> deviationOfMask() {
    return layer.deviationOfMask();
  }

  @Override
  public Shape outputShape(Shape input) {
    return layer.outputShape(input);
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return layer.parameterAxes(key, input);
  }

  @Override
  public List<Axis> outputAxes(Shape output) {
    return layer.outputAxes(output);
  }

  @Override
  public boolean worksOnRows(Shape input) {
    return layer.worksOnRows(input);
  }

  @Override
  public Optional<LookupTable> lookupTable() {
    return layer.lookupTable();
  }

  @Override
  public boolean outputIsViewOfInput() {
    return layer.outputIsViewOfInput();
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    org.deeplearning4j.nn.conf.layers.Layer inside = layer.toDl4j(context);
    takeRegularization(inside);
    return new FrozenLayerWithBackprop(inside);
  }

  /**
   * DL4J asks the layer inside for its regularization, however deep, and would move its parameters
   * by it ({@code UpdaterBlock.applyRegularization}): it gets none.
   */
  private static void takeRegularization(org.deeplearning4j.nn.conf.layers.Layer inside) {
    if (inside instanceof BaseLayer base) {
      base.setRegularization(List.of());
      base.setRegularizationBias(List.of());
    } else if (inside instanceof AbstractSameDiffLayer graph) {
      graph.setRegularization(List.of());
      graph.setRegularizationBias(List.of());
    } else if (inside instanceof BaseWrapperLayer wrapper) {
      takeRegularization(wrapper.getUnderlying());
    } else if (inside instanceof org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional both) {
      takeRegularization(both.getFwd());
      takeRegularization(both.getBwd());
    }
  }

  @Override
  public FrozenLayer toTwin(LayerContext context) {
    return FrozenLayer.of(layer.toTwin(context));
  }
}
