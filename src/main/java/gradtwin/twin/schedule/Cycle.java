package gradtwin.twin.schedule;

import gradtwin.tensor.Decimals;
import gradtwin.twin.Moment;
import java.math.BigDecimal;

/**
 * Rises, falls back, and then anneals below its start; over and over.
 *
 * <pre>{@code
 * half = (length - annealing) / 2,  p = i mod length
 * initial + (maximum - initial) p / half                 p < half
 * maximum - (maximum - initial) (p - half) / half        half <= p < 2 half
 * initial * decay^(p - 2 half)                           2 half <= p
 * }</pre>
 *
 * <p>Source: Smith, "A disciplined approach to neural network hyper-parameters", arXiv:1803.09820
 * (2018), section 4 ("1cycle"), which leaves the form of the last part open. DL4J: {@code
 * org.nd4j.linalg.schedule.CycleSchedule}.
 *
 * @param initial value at the start of each cycle
 * @param maximum value in the middle of the rise and the fall
 * @param length iterations or epochs of a cycle
 * @param annealing how many of them anneal; the rest must be even, and at least 2
 * @param decay factor from one to the next while annealing
 * @param by what i counts
 */
public record Cycle(
    double initial, double maximum, int length, int annealing, double decay, Clock by)
    implements Schedule {
  @Override
  public double at(Moment moment) {
    int half = (length - annealing) / 2;
    double slope = (maximum - initial) / half;
    int p = (int) (by.count(moment) % length);
    if (p < half) {
      return initial + slope * p;
    }
    return p < 2 * half
        ? maximum - slope * (p - half)
        : initial * Math.pow(decay, (double) p - 2 * half);
  }

  @Override
  public BigDecimal exactly(Moment moment) {
    BigDecimal start = Decimals.of(initial);
    int rest = length - annealing;
    long p = by.count(moment) % length;
    if (p >= rest) {
      return Decimals.product(start, Decimals.power(Decimals.of(decay), p - rest));
    }
    // a triangle of height 1: what is missing to it is the distance from the middle
    BigDecimal height =
        Decimals.quotient(
            BigDecimal.valueOf(rest - Math.abs(2 * p - rest)), BigDecimal.valueOf(rest));
    return Decimals.sum(
        start, Decimals.product(Decimals.difference(Decimals.of(maximum), start), height));
  }
}
