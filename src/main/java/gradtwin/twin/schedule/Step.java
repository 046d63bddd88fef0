package gradtwin.twin.schedule;

import gradtwin.tensor.Decimals;
import gradtwin.twin.Moment;
import java.math.BigDecimal;

/**
 * Falls in steps.
 *
 * <pre>{@code
 * initial * decay^floor(i / every)
 * }</pre>
 *
 * <p>Source: the learning rate policy {@code step} of Caffe (caffe.proto). DL4J: {@code
 * org.nd4j.linalg.schedule.StepSchedule}.
 *
 * @param initial value at the start
 * @param decay factor of each step, above 0
 * @param every iterations or epochs from one step to the next, at least 1
 * @param by what i counts
 */
public record Step(double initial, double decay, int every, Clock by) implements Schedule {
  @Override
  public double at(Moment moment) {
    long falls = by.count(moment) / every;
    return initial * Math.pow(decay, (double) falls);
  }

  @Override
  public BigDecimal exactly(Moment moment) {
    BigDecimal factors = Decimals.power(Decimals.of(decay), by.count(moment) / every);
    return Decimals.product(Decimals.of(initial), factors);
  }
}
