package gradtwin.twin;

/**
 * The circumstances of one forward pass.
 *
 * @param training whether layers that behave differently in training (dropout) do so
 * @param iteration training steps before this one, counted from 0: it selects the dropout masks and
 *     the bias correction of the optimizers
 */
public record Step(boolean training, long iteration) {
  /** A forward pass for prediction. */
  public static final Step PREDICTION = new Step(false, 0);

  public static Step training(long iteration) {
    return new Step(true, iteration);
  }
}
