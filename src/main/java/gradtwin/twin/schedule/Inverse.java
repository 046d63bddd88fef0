package gradtwin.twin.schedule;

import gradtwin.tensor.Decimals;
import gradtwin.twin.Moment;
import java.math.BigDecimal;

/**
 * Falls as a power of the time.
 *
 * <pre>{@code
 * initial / (1 + gamma i)^power
 * }</pre>
 *
 * <p>Source: the learning rate policy {@code inv} of Caffe (caffe.proto). DL4J: {@code
 * org.nd4j.linalg.schedule.InverseSchedule}.
 *
 * @param initial value at the start
 * @param gamma how fast it falls, above 0
 * @param power at least 0
 * @param by what i counts
 */
public record Inverse(double initial, double gamma, double power, Clock by) implements Schedule {
  @Override
  public double at(Moment moment) {
    return initial / Math.pow(1 + gamma * by.count(moment), power);
  }

  @Override
  public BigDecimal exactly(Moment moment) {
    BigDecimal time = Decimals.product(Decimals.of(gamma), BigDecimal.valueOf(by.count(moment)));
    BigDecimal base = Decimals.sum(BigDecimal.ONE, time);
    return Decimals.product(
        Decimals.of(initial), Decimals.power(base, Decimals.of(power).negate()));
  }
}
