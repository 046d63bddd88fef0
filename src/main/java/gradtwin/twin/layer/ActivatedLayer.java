package gradtwin.twin.layer;

import gradtwin.twin.activation.Activation;

/** A layer whose last operation is an activation: {@code y = f(z)}. */
public interface ActivatedLayer extends Layer {
  Activation activation();

  /** The same layer, with the same live parameters, under another activation. */
  ActivatedLayer withActivation(Activation other);
}
