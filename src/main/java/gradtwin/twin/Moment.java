package gradtwin.twin;

/**
 * How far training has come.
 *
 * @param iteration steps before this one, from 0
 * @param epoch epochs that have ended, from 0
 */
public record Moment(long iteration, int epoch) {
  /** Before the first step. */
  public static final Moment START = new Moment(0, 0);
}
