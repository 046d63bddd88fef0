package gradtwin.twin.schedule;

import gradtwin.twin.Moment;
import java.math.BigDecimal;

/** The value of a hyperparameter at each moment of the training. */
public interface Schedule {
  double at(Moment moment);

  /**
   * The same from its definition in decimal numbers, by a way of its own: what {@link #at} and
   * DL4J's schedule are measured against.
   */
  BigDecimal exactly(Moment moment);
}
