package gradtwin.spec;

import gradtwin.twin.layer.OutputLayer;
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

  @Override
  OutputLayer toTwin(LayerContext context);
}
