package gradtwin.compare.plant;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.Layer;
import java.util.function.UnaryOperator;

/**
 * A forward pass through one layer that was done right, from which a bug goes back wrong.
 *
 * @param x the input
 * @param pass the layer's own
 */
record Walk(Layer layer, Tensor x, Step step, Layer.Pass pass) {
  /** The right way back. */
  Tensor back(Tensor dy) {
    return pass.backward(dy);
  }

  Tensor y() {
    return pass.output();
  }

  /** The number of examples. */
  int examples() {
    return x.rows();
  }

  /** The way back of a layer that had seen another input. */
  Tensor backFrom(Tensor otherX, Tensor dy) {
    return layer.forward(otherX, step).backward(dy);
  }

  /** The gradient of a parameter that another dy would have made. The last way back counts. */
  Tensor gradient(Parameter parameter, Tensor dy) {
    back(dy);
    return parameter.gradient().copy();
  }

  /** The layer without its activation. */
  private ActivatedLayer linear() {
    return ((ActivatedLayer) layer).withActivation(new Identity());
  }

  /** What a layer's activation was applied to. */
  Tensor z() {
    return linear().forward(x, step).output();
  }

  /** The gradient with respect to z. */
  Tensor dz(Tensor dy) {
    ActivatedLayer activated = (ActivatedLayer) layer;
    return new ActivationLayer(activated.activation()).forward(z(), step).backward(dy);
  }

  /**
   * What would be passed down, were the weights other ones than those the layer went forward with.
   * They are put back afterwards; the gradients of the layer are lost.
   */
  Tensor deltaThrough(Parameter weights, UnaryOperator<Tensor> others, Tensor dy) {
    Tensor dz = dz(dy);
    Tensor kept = weights.value().copy();
    weights.value().overwriteWith(others.apply(kept));
    try {
      return linear().forward(x, step).backward(dz);
    } finally {
      weights.value().overwriteWith(kept);
    }
  }
}
