package gradtwin.twin.schedule;

import gradtwin.twin.Moment;

/** The value of a hyperparameter at each moment of the training. */
public interface Schedule {
  double at(Moment moment);
}
