package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.Windows;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A layer that sees windows as a convolution does, but has other weights for each window.
 *
 * <pre>{@code
 * forward   z[o, p] = b[o] + sum over i and k of W[p, (i, k), o] x[i, s p - before + k]      y = f(z)
 * backward  dz = f'(z) * dy                       db[o] = sum over n and p of dz[o, p]
 *           dW[p, (i, k), o] = sum over n of dz[o, p] x[i, s p - before + k]
 *           dx[i, q] = sum over all o, k and p with s p - before + k = q of W[p, (i, k), o] dz[o, p]
 * }</pre>
 *
 * <p>Shapes: x [N, in, P...], W [O, in K, out], b [out], y [N, out, O...]; O counts the windows in
 * row-major order, in K the places that a window sees, channel by channel. Stride s is at least 1.
 * Masks as in {@link ConvolutionLayer}. Source: LeCun, "Generalization and network design
 * strategies", technical report CRG-TR-89-4 (1989), on local connections without shared weights.
 * DL4J: {@code org.deeplearning4j.nn.conf.layers.LocallyConnected1D} and {@code
 * LocallyConnected2D}, which lays out the windows of an image in the wrong order.
 */
public final class LocallyConnectedLayer implements ActivatedLayer {
  private final Windows windows;
  private final StepWindows steps;
  private final Parameter weights;
  private final ChannelEnding ending;

  private LocallyConnectedLayer(
      Windows windows, StepWindows steps, Parameter weights, ChannelEnding ending) {
    this.windows = windows;
    this.steps = steps;
    this.weights = weights;
    this.ending = ending;
  }

  /**
   * @param windows where the layer sees the input
   * @param keepsMask whether the mask of a sequence leaves as it arrives
   * @param weights [O, in K, out]
   * @param bias [out], or none
   */
  public LocallyConnectedLayer(
      Windows windows,
      boolean keepsMask,
      Parameter weights,
      Optional<Parameter> bias,
      Activation activation) {
    this(
        windows, new StepWindows(windows, keepsMask), weights, new ChannelEnding(bias, activation));
    weights.value().requireRank(3);
    if (weights.value().rows() != windows.count()) {
      throw new IllegalArgumentException(
          "expected weights for " + windows.count() + " windows, got " + weights);
    }
  }

  @Override
  public Activation activation() {
    return ending.activation();
  }

  @Override
  public LocallyConnectedLayer withActivation(Activation other) {
    return new LocallyConnectedLayer(windows, steps, weights, ending.withActivation(other));
  }

  @Override
  public List<Parameter> parameters() {
    return ending.parameters(weights);
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return steps.maskAfter(mask);
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    int out = weights.value().shape().size(2);
    Tensor z = x.newZeros(windows.windowsShape(out).batchOf(x.rows()));
    double[] columns = columns(x);
    for (int n = 0; n < x.rows(); n++) {
      windows.gather(x.values(), n * x.columns(), x.shape().size(1), 0, columns);
      int start = n * z.columns();
      eachWeight(
          columns,
          (seen, output, weight) ->
              z.values()[start + output] += weights.value().values()[weight] * columns[seen]);
    }
    return ending.pass(z, step, dz -> weightGradient(x, dz), dz -> inputGradient(x, dz));
  }

  @Override
  public Term formula(Term x, Step step) {
    WindowTerms terms = new WindowTerms(windows);
    Term z = terms.locally(x, x.variable(weights.value()));
    return ending.formula(z, terms.windowsShape(x.shape().size(0)));
  }

  private void weightGradient(Tensor x, Tensor dz) {
    double[] columns = columns(x);
    weights.gradient().fill(0);
    for (int n = 0; n < x.rows(); n++) {
      windows.gather(x.values(), n * x.columns(), x.shape().size(1), 0, columns);
      int start = n * dz.columns();
      eachWeight(
          columns,
          (seen, output, weight) ->
              weights.gradient().values()[weight] += dz.values()[start + output] * columns[seen]);
    }
  }

  private Tensor inputGradient(Tensor x, Tensor dz) {
    double[] columns = columns(x);
    Tensor dx = x.zerosLike();
    for (int n = 0; n < x.rows(); n++) {
      Arrays.fill(columns, 0);
      int start = n * dz.columns();
      eachWeight(
          columns,
          (seen, output, weight) ->
              columns[seen] += weights.value().values()[weight] * dz.values()[start + output]);
      windows.scatter(columns, x.shape().size(1), dx.values(), n * x.columns());
    }
    return dx;
  }

  private double[] columns(Tensor x) {
    return new double[x.shape().size(1) * windows.kernel() * windows.count()];
  }

  /** What a weight joins: a place in the columns [in K, O], and an output [out, O]. */
  private interface Connection {
    void visit(int seen, int output, int weight);
  }

  private void eachWeight(double[] columns, Connection connection) {
    int count = windows.count();
    int places = columns.length / count;
    int out = weights.value().shape().size(2);
    int weight = 0;
    for (int p = 0; p < count; p++) {
      for (int place = 0; place < places; place++) {
        for (int o = 0; o < out; o++) {
          connection.visit(place * count + p, o * count + p, weight++);
        }
      }
    }
  }
}
