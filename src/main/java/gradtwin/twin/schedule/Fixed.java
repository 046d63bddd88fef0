package gradtwin.twin.schedule;

import gradtwin.twin.Moment;

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
}
