package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rectifier that learns its slope below 0, one for each element of an example.
 *
 * <pre>{@code
 * forward   y = x for x >= 0, else alpha x
 * backward  dx = dy for x >= 0, else alpha dy    dalpha = sum over examples of min(x, 0) dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, ...], alpha [...]: the shape of one example. Kink at 0, where 1 is taken
 * as the derivative, as DL4J does. Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers",
 * ICCV 2015, equations 1 and 8, with a slope per element instead of one per channel. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.PReLULayer}, whose {@code sharedAxes} are left out: the native
 * operation refuses them as soon as a batch has more than 64 times as many elements as there are
 * slopes.
 */
public final class PreluLayer implements Layer {
  private final Parameter alpha;

  /**
   * @param alpha the slopes, in the shape of one example
   */
  public PreluLayer(Parameter alpha) {
    this.alpha = alpha;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(alpha);
  }

  @Override
  public Term formula(Term x, Step step) {
    Term slopes = x.variable(alpha.value()).along(x.shape(), axesOfExample());
    Term positive = x.map(z -> z.re() >= 0 ? z : Complex.of(0), 0);
    Term negative = x.map(z -> z.re() < 0 ? z : Complex.of(0), 0);
    return positive.plus(slopes.times(negative));
  }

  /** Where the axes of the slopes are in a batch. */
  private int[] axesOfExample() {
    return IntStream.rangeClosed(1, alpha.value().shape().rank()).toArray();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    x.requireShape(alpha.value().shape().batchOf(x.rows()));
    double[] in = x.values();
    double[] slope = alpha.value().values();
    Tensor y = x.zerosLike();
    double[] out = y.values();
    for (int i = 0; i < in.length; i++) {
      out[i] = in[i] >= 0 ? in[i] : slope[i % slope.length] * in[i];
    }
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Tensor dx = x.zerosLike();
        alpha.gradient().fill(0);
        double[] dAlpha = alpha.gradient().values();
        for (int i = 0; i < in.length; i++) {
          double incoming = dy.values()[i];
          int k = i % slope.length;
          dx.values()[i] = in[i] >= 0 ? incoming : slope[k] * incoming;
          dAlpha[k] += Math.min(in[i], 0) * incoming;
        }
        return dx;
      }

      @Override
      public int piece() {
        int fingerprint = 0;
        for (double value : in) {
          fingerprint = 31 * fingerprint + (int) Math.signum(value);
        }
        return fingerprint;
      }
    };
  }
}
