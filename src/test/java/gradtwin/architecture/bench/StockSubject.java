package gradtwin.architecture.bench;

import gradtwin.architecture.tensor.LooksUp;

/** Wrong: stock DL4J that is helped by this program. */
public final class StockSubject {
  private final LooksUp found;

  /**
   * @param found what stock DL4J knows nothing of
   */
  public StockSubject(LooksUp found) {
    this.found = found;
  }

  /** It again. */
  public LooksUp found() {
    return found;
  }
}
