package gradtwin.bench;

/** Whose training steps are measured. */
public enum Subject {
  /** This program's engine on Deeplearning4j, as {@code train} runs it, in float32. */
  DL4J("dl4j"),
  /** Deeplearning4j as it comes: {@code MultiLayerNetwork.fit}, every setting its default. */
  STOCK("stock"),
  /** The network by hand, in float64. */
  TWIN("twin"),
  /** PyTorch on one thread, in float32. */
  PYTORCH32("pytorch32"),
  /** PyTorch on one thread, in float64. */
  PYTORCH64("pytorch64");

  private final String word;

  Subject(String word) {
    this.word = word;
  }

  /** Whether it needs a Python with PyTorch, which not every machine has. */
  public boolean isPyTorch() {
    return this == PYTORCH32 || this == PYTORCH64;
  }

  /** As the command line and the reports write it. */
  @Override
  public String toString() {
    return word;
  }
}
