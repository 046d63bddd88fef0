package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;
import java.util.function.ToDoubleFunction;

/**
 * A normal distribution, {@code w ~ N(mean, deviation^2)}, with a deviation that may depend on the
 * fans.
 *
 * @param mean the mean
 * @param deviation gives the standard deviation, above 0
 */
public record Normal(double mean, ToDoubleFunction<Fans> deviation)
    implements ElementwiseInitializer {
  /**
   * {@code deviation = sqrt(2 / (in + out))}: Glorot and Bengio, "Understanding the difficulty of
   * training deep feedforward neural networks", AISTATS 2010, equation 12. DL4J: {@code XAVIER}.
   */
  public static Normal glorot() {
    return new Normal(0, fans -> Math.sqrt(2.0 / (fans.in() + fans.out())));
  }

  /**
   * {@code deviation = sqrt(2 / in)}: He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV
   * 2015, equation 10. DL4J: {@code RELU}.
   */
  public static Normal he() {
    return new Normal(0, fans -> Math.sqrt(2.0 / fans.in()));
  }

  /**
   * {@code deviation = sqrt(1 / in)}: LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998),
   * equation 16. DL4J: {@code LECUN_NORMAL}.
   */
  public static Normal lecun() {
    return new Normal(0, fans -> Math.sqrt(1.0 / fans.in()));
  }

  @Override
  public double draw(CounterRandom random, long which, int element, Fans fans) {
    return mean + deviation.applyAsDouble(fans) * random.normal(which, element);
  }
}
