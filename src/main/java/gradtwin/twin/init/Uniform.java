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

  private static Uniform symmetric(ToDoubleFunction<Fans> bound) {
    return new Uniform(fans -> -bound.applyAsDouble(fans), bound);
  }

  @Override
  public double draw(CounterRandom random, int which, int element, Fans fans) {
    double low = minimum.applyAsDouble(fans);
    double high = maximum.applyAsDouble(fans);
    return low + (high - low) * random.uniform(which, element);
  }
}
