package gradtwin.twin.schedule;

import gradtwin.twin.Moment;

/** What a schedule counts. */
public enum Clock {
  /** Training steps. */
  ITERATION,
  /** Passes over the training examples. */
  EPOCH;

  /** How many of them lie before a moment. */
  public long count(Moment moment) {
    return this == ITERATION ? moment.iteration() : moment.epoch();
  }
}
