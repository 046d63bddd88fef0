package gradtwin.twin.schedule;

import gradtwin.tensor.Decimals;
import gradtwin.twin.Moment;
import java.math.BigDecimal;

/**
 * Falls by the same factor each time.
 *
 * <pre>{@code
 * initial * decay^i
 * }</pre>
 *
 * <p>Source: the learning rate policy {@code exp} of Caffe (caffe.proto). DL4J: {@code
 * org.nd4j.linalg.schedule.ExponentialSchedule}.
 *
 * @param initial value at the start
 * @param decay factor from one iteration or epoch to the next, above 0
 * @param by what i counts
 */
public record Exponential(double initial, double decay, Clock by) implements Schedule {
  @Override
  public double at(Moment moment) {
    return initial * Math.pow(decay, (double) by.count(moment));
  }

  @Override
  public BigDecimal exactly(Moment moment) {
    BigDecimal factors = Decimals.power(Decimals.of(decay), by.count(moment));
    return Decimals.product(Decimals.of(initial), factors);
  }
}
