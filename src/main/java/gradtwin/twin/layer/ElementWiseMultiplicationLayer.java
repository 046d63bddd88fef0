package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Multiplies each feature by a weight of its own.
 *
 * <pre>{@code
 * forward   z = w * x + b      y = f(z)
 * backward  dz = f'(z) * dy    dw = sum of x * dz    db = sum of dz    dx = w * dz
 * }</pre>
 *
 * <p>Shapes: x and y [N, n] or [N, n, T], w and b [n]; the sums are over the examples, and the
 * steps of a sequence; where a step is missing, z, y and dz are 0. An image or a volume is taken as
 * one row. Source: the definition is that of DL4J, {@code
 * org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer}.
 */
public final class ElementWiseMultiplicationLayer implements ActivatedLayer {
  private final Parameter weights;
  private final Parameter bias;
  private final Activation activation;

  /**
   * @param weights [n]
   * @param bias [n]
   */
  public ElementWiseMultiplicationLayer(Parameter weights, Parameter bias, Activation activation) {
    bias.value().requireShape(weights.value().shape());
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public Activation activation() {
    return activation;
  }

  @Override
  public ElementWiseMultiplicationLayer withActivation(Activation other) {
    return new ElementWiseMultiplicationLayer(weights, bias, other);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights, bias);
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    boolean sequence = x.shape().rank() == 3;
    Tensor features = sequence ? x : x.reshaped(Shape.of(x.rows(), x.columns()));
    double[] w = weights.value().values();
    Optional<Tensor> mask = sequence ? step.mask() : Optional.empty();
    Channels channels = new Channels(features.shape(), mask);
    channels.require(w.length);
    Tensor z = channels.linear(w, features, bias.value().values());
    Pass activated = new ActivationLayer(activation).forward(z, step);
    double[] ones = new double[w.length];
    Arrays.fill(ones, 1);
    Tensor y =
        mask.isPresent()
            ? channels.linear(ones, activated.output(), new double[w.length])
            : activated.output();
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Tensor dz = activated.backward(dy);
        weights.gradient().overwriteWith(Tensor.vector(channels.sumsOfProducts(features, dz)));
        bias.gradient().overwriteWith(Tensor.vector(channels.sums(dz)));
        return channels.linear(w, dz, new double[w.length]).reshaped(x.shape());
      }

      @Override
      public int piece() {
        return activated.piece();
      }
    };
  }
}
