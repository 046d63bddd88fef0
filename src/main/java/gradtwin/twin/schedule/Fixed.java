package gradtwin.twin.schedule;

import gradtwin.tensor.Decimals;
import gradtwin.twin.Moment;
import java.math.BigDecimal;

/**
 * The same value always.
 *
 * <pre>{@code
 * value
 * }</pre>
 *
 * <p>DL4J: {@code org.nd4j.linalg.schedule.FixedSchedule}.
 */
public record Fixed(double value) implements Schedule {
  @Override
  public double at(Moment moment) {
    return value;
  }

  @Override
  public BigDecimal exactly(Moment moment) {
    return Decimals.of(value);
  }
}
