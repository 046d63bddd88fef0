package gradtwin.twin.schedule;

import gradtwin.tensor.Decimals;
import gradtwin.twin.Moment;
import java.math.BigDecimal;

/**
 * Falls to 0 as a power of the time that is left.
 *
 * <pre>{@code
 * initial * (1 - i / length)^power    0 from i = length on
 * }</pre>
 *
 * <p>Source: the learning rate policy {@code poly} of Caffe (caffe.proto). DL4J: {@code
 * org.nd4j.linalg.schedule.PolySchedule}, which has a plus for the minus in 1.0.0-M2.1: its value
 * rises to initial * 2^power, and drops to 0 at the end.
 *
 * @param initial value at the start
 * @param power at least 0
 * @param length iterations or epochs until 0, at least 1
 * @param by what i counts
 */
public record Polynomial(double initial, double power, int length, Clock by) implements Schedule {
  @Override
  public double at(Moment moment) {
    long i = by.count(moment);
    return i >= length ? 0 : initial * Math.pow(1 - i / (double) length, power);
  }

  @Override
  public BigDecimal exactly(Moment moment) {
    long left = length - by.count(moment);
    if (left <= 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal share = Decimals.quotient(BigDecimal.valueOf(left), BigDecimal.valueOf(length));
    return Decimals.product(Decimals.of(initial), Decimals.power(share, Decimals.of(power)));
  }
}
