package gradtwin.train;

/** A part of the examples. */
public enum Part {
  TRAINING("train"),
  VALIDATION("validation"),
  TEST("test");

  private final String word;

  Part(String word) {
    this.word = word;
  }

  /** As reports and requirements write it. */
  public String word() {
    return word;
  }
}
