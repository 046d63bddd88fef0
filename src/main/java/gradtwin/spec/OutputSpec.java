package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.OutputLayer;
import java.util.List;
import java.util.Optional;

/** A layer that may be the last: it knows a loss. */
public sealed interface OutputSpec extends LayerSpec
    permits Output, Loss, RnnOutput, RnnLoss, CenterLossOutput, CnnLoss, Cnn3dLoss {
  ActivationSpec activation();

  LossSpec loss();

  @Override
  default Optional<String> unfreezable() {
    return Optional.of("expected a layer without a loss, got '" + word() + "'");
  }

  /** What predictions are over: the classes of a softmax, or mere outputs. */
  private Axis predictions() {
    return Axis.of(activation().isSoftmax() ? "class" : "output");
  }

  @Override
  default List<Axis> parameterAxes(String key, Shape input) {
    return switch (key) {
      case "W" -> List.of(Axis.ofInputs(input), predictions());
      case "cL" -> List.of(predictions(), Axis.ofInputs(input));
      default -> List.of(predictions());
    };
  }

  @Override
  default List<Axis> outputAxes(Shape output) {
    List<Axis> axes = Axis.ofExample(output.rank());
    return Axis.concat(predictions(), axes.subList(1, axes.size()));
  }

  @Override
  OutputLayer toTwin(LayerContext context);
}
