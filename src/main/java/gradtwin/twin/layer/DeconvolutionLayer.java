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
 * A transposed convolution over the spatial axes of an image or a volume: it spreads each input
 * over a window of the output.
 *
 * <pre>{@code
 * forward   z[o, q] = b[o] + sum over all i, k and p with s p - before + d k = q of W[i, o, k] x[i, p]
 *           y = f(z)
 * backward  dz = f'(z) * dy                       db[o] = sum over n and q of dz[o, q]
 *           dW[i, o, k] = sum over n and p of x[i, p] dz[o, s p - before + d k]
 *           dx[i, p] = sum over o and k of W[i, o, k] dz[o, s p - before + d k]
 * }</pre>
 *
 * <p>Shapes: x [N, in, P...], W [in, out, K...], b [out], y [N, out, Q...]; the weights over three
 * axes are stored as [K..., out, in], as DL4J has them. Stride s and dilation d are at least 1.
 * What falls beyond the ends of the output is dropped. Source: Dumoulin and Visin, "A guide to
 * convolution arithmetic for deep learning", arXiv:1603.07285, chapter 4. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.Deconvolution2D} and {@code Deconvolution3D}.
 */
public final class DeconvolutionLayer implements ActivatedLayer {
  private final Windows windows;
  private final Correlation correlation;
  private final KernelWeights weights;
  private final ChannelEnding ending;

  private DeconvolutionLayer(
      Windows windows, Correlation correlation, KernelWeights weights, ChannelEnding ending) {
    this.windows = windows;
    this.correlation = correlation;
    this.weights = weights;
    this.ending = ending;
  }

  /**
   * @param windows where the kernel lies on the output, a window for each position of the input
   * @param weights [in, out, K, K], or [K, K, K, out, in]
   * @param bias [out], or none
   */
  public DeconvolutionLayer(
      Windows windows, Parameter weights, Optional<Parameter> bias, Activation activation) {
    this(
        windows,
        new Correlation(windows, 1),
        weights.value().shape().rank() == 5
            ? KernelWeights.reversed(weights)
            : KernelWeights.inOrder(weights),
        new ChannelEnding(bias, activation));
  }

  @Override
  public Activation activation() {
    return ending.activation();
  }

  @Override
  public DeconvolutionLayer withActivation(Activation other) {
    return new DeconvolutionLayer(windows, correlation, weights, ending.withActivation(other));
  }

  @Override
  public List<Parameter> parameters() {
    return ending.parameters(weights.stored());
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Tensor w = weights.value(x);
    return ending.pass(
        correlation.transposed(w, x),
        step,
        dz -> weights.setGradient(correlation.weights(dz, x)),
        dz -> correlation.forward(w, dz));
  }

  @Override
  public Term formula(Term x, Step step) {
    WindowTerms terms = new WindowTerms(windows);
    Term w = x.variable(weights.stored().value());
    int in = x.shape().size(1);
    int k = terms.kernel();
    int out = w.value().size() / in / k;
    Term kernels =
        w.shape().rank() == 5
            ? w.reshaped(Shape.of(k, out, in)).permuted(2, 0, 1)
            : w.reshaped(Shape.of(in, out, k)).permuted(0, 2, 1);
    Term z = terms.seeingInRows(x).product(kernels.reshaped(Shape.of(in * k, out)));
    return ending.formula(z, terms.positionsShape(x.shape().size(0)));
  }
}
