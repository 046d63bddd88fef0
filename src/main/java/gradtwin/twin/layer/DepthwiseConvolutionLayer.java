package gradtwin.twin.layer;

import gradtwin.tensor.Correlation;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.Windows;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * A convolution of each channel by itself, with several kernels per channel.
 *
 * <pre>{@code
 * forward   z[i M + m, p] = b[i M + m] + sum over k of W[k, i, m] x[i, s p - before + d k]
 *           y = f(z)
 * backward  dz = f'(z) * dy                       db[c] = sum over n and p of dz[c, p]
 *           dW[k, i, m] = sum over n and p of dz[i M + m, p] x[i, s p - before + d k]
 *           dx[i, q] = sum over all m, k and p with s p - before + d k = q of W[k, i, m] dz[i M + m, p]
 * }</pre>
 *
 * <p>Shapes: x [N, in, P, P], W [K, K, in, M], b [in M], y [N, in M, O, O]. M is the depth
 * multiplier, at least 1; stride s and dilation d are at least 1. Source: Chollet, "Xception: deep
 * learning with depthwise separable convolutions", CVPR 2017, section 2. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D}.
 */
public final class DepthwiseConvolutionLayer implements ActivatedLayer {
  private final Windows windows;
  private final Correlation correlation;
  private final KernelWeights weights;
  private final ChannelEnding ending;

  private DepthwiseConvolutionLayer(
      Windows windows, Correlation correlation, KernelWeights weights, ChannelEnding ending) {
    this.windows = windows;
    this.correlation = correlation;
    this.weights = weights;
    this.ending = ending;
  }

  /**
   * @param windows where the kernel lies on the input
   * @param weights [K, K, in, M]
   * @param bias [in M], or none
   */
  public DepthwiseConvolutionLayer(
      Windows windows, Parameter weights, Optional<Parameter> bias, Activation activation) {
    this(
        windows,
        new Correlation(windows, weights.value().shape().size(2)),
        new KernelWeights(
            weights,
            Shape.of(
                windows.kernel(), weights.value().shape().size(2), weights.value().shape().size(3)),
            1,
            2,
            0),
        new ChannelEnding(bias, activation));
  }

  @Override
  public Activation activation() {
    return ending.activation();
  }

  @Override
  public DepthwiseConvolutionLayer withActivation(Activation other) {
    return new DepthwiseConvolutionLayer(
        windows, correlation, weights, ending.withActivation(other));
  }

  @Override
  public List<Parameter> parameters() {
    return ending.parameters(weights.stored());
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Tensor w = weights.value(x);
    return ending.pass(
        correlation.forward(w, x),
        step,
        dz -> weights.setGradient(correlation.weights(x, dz)),
        dz -> correlation.transposed(w, dz));
  }

  @Override
  public Term formula(Term x, Step step) {
    WindowTerms terms = new WindowTerms(windows);
    Term w = x.variable(weights.stored().value());
    int in = w.shape().size(2);
    Term kernels = w.reshaped(Shape.of(terms.kernel(), in, w.shape().size(3))).permuted(1, 0, 2);
    return ending.formula(terms.depthwise(x, kernels), terms.windowsShape(x.shape().size(0)));
  }
}
