package gradtwin.train;

import java.io.IOException;

/** Where a training leaves its traces while it runs. */
public interface Journal {
  /** An epoch has ended. */
  void epoch(Epoch epoch) throws IOException;

  /** The engine is in the best state so far. */
  void best(Engine engine) throws IOException;

  /** The engine is in its latest state. */
  void last(Engine engine) throws IOException;

  /** A journal that forgets everything. */
  static Journal none() {
    return new Journal() {
      @Override
      public void epoch(Epoch epoch) {}

      @Override
      public void best(Engine engine) {}

      @Override
      public void last(Engine engine) {}
    };
  }
}
