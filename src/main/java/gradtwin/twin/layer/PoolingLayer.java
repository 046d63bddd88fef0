package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.Windows;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One number for each window of each channel of a sequence, an image or a volume: its maximum, mean
 * or p-norm.
 *
 * <pre>{@code
 * forward   y[o] = max x     or  sum x / count  or  (sum |x|ᵖ)^(1/p)     over the window o
 * backward  dx = sum over the windows o that see it of
 *                dy[o] at the (first) maximum, else 0
 *                            or  dy[o] / count  or  dy[o] sign(x) (|x| / y[o])ᵖ⁻¹
 * }</pre>
 *
 * <p>Shapes: x [N, channels, positions...], y [N, channels, windows...]. Windows may overlap, leave
 * gaps and stick out, but each sees something. What sticks out is never a maximum and adds nothing
 * to a sum; a mean divides by the count of what the window sees within the input, or by the size of
 * the kernel, padding included. p is a whole number of at least 1. Of several maxima the first gets
 * the gradient; where a p-norm has no derivative (all numbers are 0, or one is and p is 1), 0 is
 * taken. Source: Zhou and Chellappa, "Computation of optical flow using a neural network" (1988),
 * for the maximum; Gulcehre, Cho, Pascanu and Bengio, "Learned-norm pooling for deep feedforward
 * and recurrent neural networks" (2014), for the p-norm, here without their division by the count.
 * A step of the output of a sequence with a mask is there if its window sees one that is. DL4J:
 * {@code org.deeplearning4j.nn.conf.layers.Subsampling1DLayer}, {@code
 * org.deeplearning4j.nn.conf.layers.SubsamplingLayer} and {@code
 * org.deeplearning4j.nn.conf.layers.Subsampling3DLayer}.
 */
public final class PoolingLayer implements Layer {
  private final Pooling pooling;
  private final Windows windows;
  private final int[][] seen;
  private final boolean keepsMask;

  /**
   * @param keepsMask whether the mask of a sequence leaves as it arrives, as it does in DL4J where
   *     there is one window around each step
   */
  public PoolingLayer(Pooling pooling, Windows windows, boolean keepsMask) {
    this.pooling = pooling;
    this.windows = windows;
    this.seen = seen(windows);
    this.keepsMask = keepsMask;
  }

  /** The positions that each window sees within the input, first to last. */
  private static int[][] seen(Windows windows) {
    int count = windows.count();
    double[] positions = IntStream.range(0, windows.positions()).asDoubleStream().toArray();
    double[] columns = new double[windows.kernel() * count];
    windows.gather(positions, 0, 1, -1, columns);
    int[][] seen = new int[count][];
    for (int o = 0; o < count; o++) {
      int window = o;
      seen[o] =
          IntStream.range(0, windows.kernel())
              .map(k -> (int) columns[k * count + window])
              .filter(position -> position >= 0)
              .toArray();
    }
    return seen;
  }

  /** Whether no window lies outside the input altogether. */
  public static boolean seesSomething(Windows windows) {
    return Arrays.stream(seen(windows)).allMatch(window -> window.length > 0);
  }

  public Pooling pooling() {
    return pooling;
  }

  /** The same windows under another kind of pooling. */
  public PoolingLayer withPooling(Pooling other) {
    return new PoolingLayer(other, windows, keepsMask);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    return pass(pooling, x);
  }

  @Override
  public Term formula(Term x, Step step) {
    WindowTerms terms = new WindowTerms(windows);
    Term y = pooling.formula(x, terms::seen).permuted(0, 2, 1);
    return y.reshaped(windows.windowsShape(x.shape().size(1)).batchOf(x.shape().size(0)));
  }

  private Pass pass(Pooling kind, Tensor x) {
    Shape output = windows.windowsShape(x.shape().size(1)).batchOf(x.rows());
    return new PoolingPass(kind, x, output, n -> seen);
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return keepsMask ? mask : mask.map(this::pooledMask);
  }

  private Tensor pooledMask(Tensor mask) {
    Tensor oneFeature = mask.reshaped(Shape.of(mask.rows(), 1, mask.columns()));
    Tensor pooled = pass(new Pooling.Max(), oneFeature).output();
    return pooled.reshaped(Shape.of(pooled.rows(), pooled.columns()));
  }
}
