package gradtwin.twin.schedule;

import gradtwin.tensor.Decimals;
import gradtwin.twin.Moment;
import java.math.BigDecimal;

/**
 * A warm-up: another schedule, reached in a straight line.
 *
 * <pre>{@code
 * base * min(1, (i + 1) / length)    i the iteration
 * }</pre>
 *
 * <p>Source: Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour",
 * arXiv:1706.02677 (2017), section 2.2, gradual warm-up. DL4J: {@code
 * org.nd4j.linalg.schedule.RampSchedule}.
 *
 * @param base what is reached
 * @param length iterations until it is reached, at least 1
 */
public record Ramp(Schedule base, int length) implements Schedule {
  @Override
  public double at(Moment moment) {
    double reached = Math.min(1, (moment.iteration() + 1) / (double) length);
    return reached * base.at(moment);
  }

  @Override
  public BigDecimal exactly(Moment moment) {
    long steps = moment.iteration() + 1;
    BigDecimal reached = base.exactly(moment);
    return steps >= length
        ? reached
        : Decimals.quotient(
            Decimals.product(reached, BigDecimal.valueOf(steps)), BigDecimal.valueOf(length));
  }
}
