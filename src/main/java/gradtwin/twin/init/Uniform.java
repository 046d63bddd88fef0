package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;
import java.util.function.ToDoubleFunction;

/**
 * A uniform distribution, {@code w ~ U(minimum, maximum)}, with bounds that may depend on the fans.
 *
 * @param minimum gives the lower bound, included
 * @param maximum gives the upper bound, excluded
 */
public record Uniform(ToDoubleFunction<Fans> minimum, ToDoubleFunction<Fans> maximum)
    implements ElementwiseInitializer {
  /** Fixed bounds. DL4J: {@code UniformDistribution}. */
  public static Uniform between(double minimum, double maximum) {
    return new Uniform(fans -> minimum, fans -> maximum);
  }

  /**
   * {@code U(-a, a)} with {@code a = sqrt(6 / (in + out))}: Glorot and Bengio, "Understanding the
   * difficulty of training deep feedforward neural networks", AISTATS 2010, equation 16. DL4J:
   * {@code XAVIER_UNIFORM}.
   */
  public static Uniform glorot() {
    return symmetric(fans -> Math.sqrt(6.0 / (fans.in() + fans.out())));
  }

  /**
   * {@code U(-a, a)} with {@code a = sqrt(6 / in)}: He, Zhang, Ren and Sun, "Delving deep into
   * rectifiers", ICCV 2015, equation 10, as a uniform distribution of the same variance. DL4J:
   * {@code RELU_UNIFORM}.
   */
  public static Uniform he() {
    return symmetric(fans -> Math.sqrt(6.0 / fans.in()));
  }

  /**
   * {@code U(-a, a)} with {@code a = 4 sqrt(6 / (in + out))}, {@link #glorot} times the 4 by which
   * the sigmoid is flatter at 0 than the hyperbolic tangent. DL4J: {@code SIGMOID_UNIFORM}.
   */
  public static Uniform sigmoid() {
    return symmetric(fans -> 4 * Math.sqrt(6.0 / (fans.in() + fans.out())));
  }

  /**
   * {@code U(-a, a)} with {@code a = 1 / sqrt(in)}: Glorot and Bengio, "Understanding the
   * difficulty of training deep feedforward neural networks", AISTATS 2010, equation 1, the
   * "commonly used heuristic". DL4J: {@code UNIFORM}.
   */
  public static Uniform heuristic() {
    return symmetric(fans -> 1 / Math.sqrt(fans.in()));
  }

  /**
   * {@code U(-a, a)} with {@code a = 3 / sqrt(in)}, as DL4J draws it: {@code LECUN_UNIFORM} and
   * {@code VAR_SCALING_UNIFORM_FAN_IN}. For a variance of 1 / in, a would be sqrt(3 / in): LeCun,
   * Bottou, Orr and Müller, "Efficient BackProp" (1998), equation 16; this one is three times as
   * large.
   */
  public static Uniform fanIn() {
    return symmetric(fans -> 3 / Math.sqrt(fans.in()));
  }

  /** {@code a = 3 / sqrt(out)}. DL4J: {@code VAR_SCALING_UNIFORM_FAN_OUT}. */
  public static Uniform fanOut() {
    return symmetric(fans -> 3 / Math.sqrt(fans.out()));
  }

  /** {@code a = 3 / sqrt((in + out) / 2)}. DL4J: {@code VAR_SCALING_UNIFORM_FAN_AVG}. */
  public static Uniform fanAverage() {
    return symmetric(fans -> 3 / Math.sqrt((fans.in() + fans.out()) / 2));
  }

  private static Uniform symmetric(ToDoubleFunction<Fans> bound) {
    return new Uniform(fans -> -bound.applyAsDouble(fans), bound);
  }

  @Override
  public double draw(CounterRandom random, long which, int element, Fans fans) {
    double low = minimum.applyAsDouble(fans);
    double high = maximum.applyAsDouble(fans);
    return low + (high - low) * random.uniform(which, element);
  }
}
