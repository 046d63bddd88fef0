package gradtwin.train;

/** Looks on while a network is trained. */
public interface TrainingObserver {
  /**
   * A training step was done.
   *
   * @param epoch counted from 1
   * @param examples of this epoch so far
   * @param loss the mean loss over the epoch so far
   */
  void step(int epoch, int examples, double loss);

  /** An epoch has ended and was measured. */
  void epoch(Epoch epoch);

  /** An observer that looks away. */
  static TrainingObserver none() {
    return new TrainingObserver() {
      @Override
      public void step(int epoch, int examples, double loss) {}

      @Override
      public void epoch(Epoch epoch) {}
    };
  }
}
