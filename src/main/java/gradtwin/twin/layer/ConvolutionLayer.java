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
 * A convolution over the 1 to 3 spatial axes of a sequence, an image or a volume.
 *
 * <pre>{@code
 * forward   z[o, p] = b[o] + sum over i and k of W[o, i, k] x[i, s p - before + d k]     y = f(z)
 * backward  dz = f'(z) * dy                       db[o] = sum over n and p of dz[o, p]
 *           dW[o, i, k] = sum over n and p of dz[o, p] x[i, s p - before + d k]
 *           dx[i, q] = sum over all o, k and p with s p - before + d k = q of W[o, i, k] dz[o, p]
 * }</pre>
 *
 * <p>Shapes: x [N, in, P...], W [out, in, K...], b [out], y [N, out, O...]; p, q and k are
 * positions along all axes at once. The weights over one axis are stored as [K, in, out], as DL4J
 * takes them. Stride s and dilation d are at least 1. What a window sees beyond the ends is 0. The
 * kernel is not flipped: it is the cross-correlation that is called convolution here. With a mask,
 * steps are taken as they come, whether they are there or not; a step of the output is there if its
 * window sees one that is (or where it was, with one window around each step). Source: LeCun,
 * Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition",
 * Proceedings of the IEEE 86 (1998), section II A; dilation: Yu and Koltun, "Multi-scale context
 * aggregation by dilated convolutions", ICLR 2016, section 2. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.ConvolutionLayer}, {@code Convolution3D} and {@code
 * Convolution1DLayer}, which reports its weights [K, in, out] as [out, in, K, 1] without moving
 * them, and which is never told of the mask, so that its code that zeroes the other steps is dead.
 */
public final class ConvolutionLayer implements ActivatedLayer {
  private final StepWindows steps;
  private final Correlation correlation;
  private final KernelWeights weights;
  private final ChannelEnding ending;

  private ConvolutionLayer(
      StepWindows steps, Correlation correlation, KernelWeights weights, ChannelEnding ending) {
    this.steps = steps;
    this.correlation = correlation;
    this.weights = weights;
    this.ending = ending;
  }

  /**
   * @param windows where the kernel lies on the input
   * @param keepsMask whether the mask of a sequence leaves as it arrives
   * @param weights [out, in, K...], or [K, in, out] over one axis
   * @param bias [out], or none
   */
  public ConvolutionLayer(
      Windows windows,
      boolean keepsMask,
      Parameter weights,
      Optional<Parameter> bias,
      Activation activation) {
    this(
        new StepWindows(windows, keepsMask),
        new Correlation(windows, 1),
        weights.value().shape().rank() == 3
            ? KernelWeights.reversed(weights)
            : KernelWeights.inOrder(weights),
        new ChannelEnding(bias, activation));
  }

  /** Where the kernel lies on the input. */
  public Windows windows() {
    return steps.windows();
  }

  @Override
  public Activation activation() {
    return ending.activation();
  }

  @Override
  public ConvolutionLayer withActivation(Activation other) {
    return new ConvolutionLayer(steps, correlation, weights, ending.withActivation(other));
  }

  @Override
  public List<Parameter> parameters() {
    return ending.parameters(weights.stored());
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return steps.maskAfter(mask);
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
    WindowTerms windows = new WindowTerms(steps.windows());
    Term w = x.variable(weights.stored().value());
    int places = x.shape().size(1) * windows.kernel();
    int out = w.value().size() / places;
    Term kernels =
        w.shape().rank() == 3
            ? w.permuted(1, 0, 2).reshaped(Shape.of(places, out))
            : w.reshaped(Shape.of(out, places)).permuted(1, 0);
    Term z = windows.seenInRows(x).product(kernels);
    return ending.formula(z, windows.windowsShape(x.shape().size(0)));
  }
}
