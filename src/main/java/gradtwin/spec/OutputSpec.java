package gradtwin.spec;

import gradtwin.twin.layer.OutputLayer;

/** A layer that may be the last: it knows a loss. */
public sealed interface OutputSpec extends LayerSpec permits Output, Loss, RnnOutput, RnnLoss {
  ActivationSpec activation();

  LossSpec loss();

  @Override
  OutputLayer toTwin(LayerContext context);
}
