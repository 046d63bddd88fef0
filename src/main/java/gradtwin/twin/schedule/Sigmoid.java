package gradtwin.twin.schedule;

import gradtwin.tensor.Decimals;
import gradtwin.twin.Moment;
import java.math.BigDecimal;

/**
 * Goes from one level to another along a sigmoid.
 *
 * <pre>{@code
 * initial / (1 + exp(-gamma (i - center)))
 * }</pre>
 *
 * <p>It rises from 0 to {@code initial} if gamma is above 0, and falls from {@code initial} to 0 if
 * gamma is below 0. Source: the learning rate policy {@code sigmoid} of Caffe (caffe.proto). DL4J:
 * {@code org.nd4j.linalg.schedule.SigmoidSchedule}.
 *
 * @param initial the upper level; DL4J's word for it
 * @param gamma steepness, not 0
 * @param center where half of it is reached, at least 0
 * @param by what i counts
 */
public record Sigmoid(double initial, double gamma, int center, Clock by) implements Schedule {
  @Override
  public double at(Moment moment) {
    return initial / (1 + Math.exp(-gamma * (by.count(moment) - center)));
  }

  @Override
  public BigDecimal exactly(Moment moment) {
    BigDecimal distance =
        Decimals.product(Decimals.of(gamma), BigDecimal.valueOf(by.count(moment) - center));
    BigDecimal smaller = Decimals.exponential(distance.abs().negate());
    // e^x / (1 + e^x) or 1 / (1 + e^-x), whichever has the exponential below 1
    BigDecimal above = distance.signum() < 0 ? smaller : BigDecimal.ONE;
    return Decimals.quotient(
        Decimals.product(Decimals.of(initial), above), Decimals.sum(BigDecimal.ONE, smaller));
  }
}
