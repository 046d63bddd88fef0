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
 * A depthwise convolution, and a convolution of 1 x 1 that mixes its channels.
 *
 * <pre>{@code
 * forward   h[i M + m, p] = sum over k of W[m, i, k] x[i, s p - before + d k]
 *           z[o, p] = b[o] + sum over c of pW[o, c] h[c, p]                       y = f(z)
 * backward  dz = f'(z) * dy                       db[o] = sum over n and p of dz[o, p]
 *           dpW[o, c] = sum over n and p of dz[o, p] h[c, p]
 *           dh[c, p] = sum over o of pW[o, c] dz[o, p]
 *           dW and dx from dh as those of a depthwise convolution
 * }</pre>
 *
 * <p>Shapes: x [N, in, P, P], W [M, in, K, K], pW [out, in M, 1, 1], b [out], h [N, in M, O, O], y
 * [N, out, O, O]. M is the depth multiplier, at least 1; stride s and dilation d are at least 1.
 * Source: Chollet, "Xception: deep learning with depthwise separable convolutions", CVPR 2017,
 * section 2. DL4J: {@code org.deeplearning4j.nn.conf.layers.SeparableConvolution2D}.
 */
public final class SeparableConvolutionLayer implements ActivatedLayer {
  private final Windows windows;
  private final Correlation depthwise;
  private final Correlation pointwise;
  private final KernelWeights weights;
  private final KernelWeights mixing;
  private final ChannelEnding ending;

  private SeparableConvolutionLayer(
      Windows windows,
      Correlation depthwise,
      Correlation pointwise,
      KernelWeights weights,
      KernelWeights mixing,
      ChannelEnding ending) {
    this.windows = windows;
    this.depthwise = depthwise;
    this.pointwise = pointwise;
    this.weights = weights;
    this.mixing = mixing;
    this.ending = ending;
  }

  /**
   * @param windows where the kernel lies on the input
   * @param weights [M, in, K, K]
   * @param mixing [out, in M, 1, 1]
   * @param bias [out], or none
   */
  public SeparableConvolutionLayer(
      Windows windows,
      Parameter weights,
      Parameter mixing,
      Optional<Parameter> bias,
      Activation activation) {
    this(
        windows,
        new Correlation(windows, weights.value().shape().size(1)),
        new Correlation(windows.ofWindows(), 1),
        new KernelWeights(
            weights,
            Shape.of(
                weights.value().shape().size(0), weights.value().shape().size(1), windows.kernel()),
            1,
            0,
            2),
        KernelWeights.inOrder(mixing),
        new ChannelEnding(bias, activation));
  }

  @Override
  public Activation activation() {
    return ending.activation();
  }

  @Override
  public SeparableConvolutionLayer withActivation(Activation other) {
    return new SeparableConvolutionLayer(
        windows, depthwise, pointwise, weights, mixing, ending.withActivation(other));
  }

  @Override
  public List<Parameter> parameters() {
    return ending.parameters(weights.stored(), mixing.stored());
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Tensor w = weights.value(x);
    Tensor m = mixing.value(x);
    Tensor h = depthwise.forward(w, x);
    return ending.pass(
        pointwise.forward(m, h),
        step,
        dz -> {
          mixing.setGradient(pointwise.weights(h, dz));
          weights.setGradient(depthwise.weights(x, pointwise.transposed(m, dz)));
        },
        dz -> depthwise.transposed(w, pointwise.transposed(m, dz)));
  }

  @Override
  public Term formula(Term x, Step step) {
    WindowTerms terms = new WindowTerms(windows);
    Term w = x.variable(weights.stored().value());
    int m = w.shape().size(0);
    int in = w.shape().size(1);
    Term h = terms.depthwise(x, w.reshaped(Shape.of(m, in, terms.kernel())).permuted(1, 2, 0));
    Term p = x.variable(mixing.stored().value());
    Term z = h.product(p.reshaped(Shape.of(p.shape().size(0), in * m)).permuted(1, 0));
    return ending.formula(z, terms.windowsShape(x.shape().size(0)));
  }
}
