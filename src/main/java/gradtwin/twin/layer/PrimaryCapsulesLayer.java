package gradtwin.twin.layer;

import gradtwin.tensor.MatrixProduct;
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
 * The first capsules over an image: a convolution whose outputs are grouped into vectors, and
 * squashed.
 *
 * <pre>{@code
 * forward   z = convolution(x, weight) + bias    a = f(z)    s = a cut into vectors of d values
 *           v = q / ((1 + q) √(q + ε)) s         q = |s|²    ε = 1e-5
 * backward  ds = g dv + 2 g' (s · dv) s          g = q / ((1 + q) √(q + ε)), g' = dg/dq
 *           dz = f'(z) * ds    dweight = columns dzᵀ    dbias = sum of dz over windows and examples
 *           dx = the windows' weight dz, each value added where it was seen
 * }</pre>
 *
 * <p>Shapes: x [N, channels, H, W], weight [kH, kW, channels, outputs] with outputs = d times the
 * number of capsule channels, bias [outputs]; z [N, outputs, H', W'] and v [N, capsules, d]. The
 * outputs of an example are cut one after the other, in the order outputs, rows, columns. f is the
 * identity, a relu (0 is its slope at 0) or a leaky relu. Source: Sabour, Frosst and Hinton,
 * "Dynamic routing between capsules", NIPS 2017, section 4 and equation 1, where a capsule is the
 * outputs of d channels at one place instead, without f and ε. The cut, f and ε are DL4J's: {@code
 * org.deeplearning4j.nn.conf.layers.PrimaryCapsules}, whose gradients and whose delta are twice as
 * large in 1.0.0-M2.1.
 */
public final class PrimaryCapsulesLayer implements Layer {
  private final Parameter weights;
  private final Optional<Parameter> bias;
  private final Windows windows;
  private final Activation activation;
  private final int d;

  /**
   * @param weights [kH, kW, channels, outputs]
   * @param bias [outputs], or none
   * @param windows how the kernel slides over an image
   * @param d the length of a capsule's vector, which divides the number of outputs of an example
   */
  public PrimaryCapsulesLayer(
      Parameter weights, Optional<Parameter> bias, Windows windows, Activation activation, int d) {
    weights.value().requireRank(4);
    this.weights = weights;
    this.bias = bias;
    this.windows = windows;
    this.activation = activation;
    this.d = d;
  }

  private int outputs() {
    return weights.value().shape().size(3);
  }

  private int channels() {
    return weights.value().shape().size(2);
  }

  @Override
  public List<Parameter> parameters() {
    return bias.map(b -> List.of(weights, b)).orElse(List.of(weights));
  }

  /** [kH * kW, channels, outputs] to [outputs, channels * kH * kW], as the columns are ordered. */
  private Tensor kernels() {
    int places = windows.kernel();
    int channels = channels();
    int outputs = outputs();
    Tensor kernels = Tensor.zeros(Shape.of(outputs, channels * places));
    double[] from = weights.value().values();
    for (int i = 0; i < from.length; i++) {
      int o = i % outputs;
      int c = i / outputs % channels;
      int place = i / outputs / channels;
      kernels.values()[(o * channels + c) * places + place] = from[i];
    }
    return kernels;
  }

  /** The way back of {@link #kernels}, into the gradient of the weights. */
  private void overwriteGradient(Tensor dKernels) {
    int places = windows.kernel();
    int channels = channels();
    int outputs = outputs();
    double[] to = weights.gradient().values();
    for (int i = 0; i < to.length; i++) {
      int o = i % outputs;
      int c = i / outputs % channels;
      int place = i / outputs / channels;
      to[i] = dKernels.values()[(o * channels + c) * places + place];
    }
  }

  /** What the windows of one example see, [channels * K, windows]. */
  private Tensor columns(Tensor x, int example) {
    Tensor columns = Tensor.zeros(Shape.of(channels() * windows.kernel(), windows.count()));
    windows.gather(x.values(), example * x.columns(), channels(), 0, columns.values());
    return columns;
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    int examples = x.rows();
    Tensor kernels = kernels();
    Tensor z = Tensor.zeros(windows.windowsShape(outputs()).batchOf(examples));
    for (int n = 0; n < examples; n++) {
      Tensor ofExample = Tensor.zeros(Shape.of(outputs(), windows.count()));
      MatrixProduct.multiply(kernels, columns(x, n), ofExample);
      System.arraycopy(ofExample.values(), 0, z.values(), n * z.columns(), z.columns());
    }
    bias.ifPresent(b -> addToChannels(z, b.value().values()));
    Tensor s = activation.forward(z);
    Tensor v = Tensor.zeros(Shape.of(examples, s.columns() / d, d));
    Squash.forward(s.values(), d, v.values());
    return new CapsulePass(x, kernels, z, s, v);
  }

  @Override
  public Term formula(Term x, Step step) {
    WindowTerms terms = new WindowTerms(windows);
    int places = terms.kernel();
    int examples = x.shape().size(0);
    Term kernels =
        x.variable(weights.value())
            .reshaped(Shape.of(places, channels(), outputs()))
            .permuted(1, 0, 2)
            .reshaped(Shape.of(channels() * places, outputs()));
    Term z = terms.seenInRows(x).product(kernels);
    Term a = new ChannelEnding(bias, activation).formula(z, terms.windowsShape(examples));
    return Squash.formula(a.reshaped(Shape.of(examples, a.value().columns() / d, d)));
  }

  private final class CapsulePass implements Pass {
    private final Tensor x;
    private final Tensor kernels;
    private final Tensor z;
    private final Tensor s;
    private final Tensor v;

    CapsulePass(Tensor x, Tensor kernels, Tensor z, Tensor s, Tensor v) {
      this.x = x;
      this.kernels = kernels;
      this.z = z;
      this.s = s;
      this.v = v;
    }

    @Override
    public Tensor output() {
      return v;
    }

    @Override
    public Tensor backward(Tensor dy) {
      Tensor ds = s.zerosLike();
      Squash.backward(s.values(), dy.values(), d, ds.values());
      Tensor dz = activation.backward(z, s, ds);
      bias.ifPresent(b -> sumChannels(dz, b.gradient()));
      Tensor dx = x.zerosLike();
      Tensor dKernels = kernels.zerosLike();
      for (int n = 0; n < x.rows(); n++) {
        Tensor ofExample = dz.rowsCopied(n, n + 1).reshaped(Shape.of(outputs(), windows.count()));
        Tensor columns = columns(x, n);
        Tensor product = kernels.zerosLike();
        MatrixProduct.multiplyTransposedSecond(ofExample, columns, product); // dz columnsᵀ
        for (int i = 0; i < product.size(); i++) {
          dKernels.values()[i] += product.values()[i];
        }
        MatrixProduct.multiplyTransposedFirst(kernels, ofExample, columns); // kernelsᵀ dz
        windows.scatter(columns.values(), channels(), dx.values(), n * dx.columns());
      }
      overwriteGradient(dKernels);
      return dx;
    }

    @Override
    public int piece() {
      return activation.piece(z);
    }
  }

  private void addToChannels(Tensor z, double[] values) {
    for (int i = 0; i < z.size(); i++) {
      z.values()[i] += values[i / windows.count() % values.length];
    }
  }

  private void sumChannels(Tensor dz, Tensor sum) {
    sum.fill(0);
    for (int i = 0; i < dz.size(); i++) {
      sum.values()[i / windows.count() % sum.size()] += dz.values()[i];
    }
  }
}
