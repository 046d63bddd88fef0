package gradtwin.compare;

/** What a comparison says, from harmless to grave. */
public enum Verdict {
  /** Both sides agree within the bound, and the witness does not contradict them. */
  AGREE("agree"),
  /**
   * They differ by no more than what units on a kink may make of it, on whichever side they lie.
   */
  KINK("kink"),
  /** They differ where DL4J's loss clips predictions, so that its score says nothing. */
  CLIPPED("clipped"),
  /** They differ, and the witness cannot tell whose fault it is. */
  INCONCLUSIVE("inconclusive"),
  /** DL4J does not give the same answer twice. */
  STOCHASTIC("stochastic"),
  /** Both sides agree, and the witness contradicts both. */
  COMMON_MODE("common mode"),
  /** They compute different functions: the scores or activations differ already. */
  DIFFERENT_FUNCTION("different function"),
  /** They agree, and what this program computes in DL4J's place agrees with neither. */
  ACCELERATION_DEVIATES("acceleration deviates"),
  /** They differ, and the witness sides with DL4J. */
  TWIN_DEVIATES("twin deviates"),
  /** They differ, and the witness sides with the twin: DL4J contradicts its own score. */
  DL4J_DEVIATES("dl4j deviates"),
  /** A NaN or an infinity stands where a number should. */
  NOT_FINITE("not finite");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** True if the two sides may be said to agree. */
  public boolean isAgreement() {
    return this == AGREE || this == KINK;
  }

  /** True if one side is known to be wrong. */
  public boolean namesASide() {
    return this == TWIN_DEVIATES || this == DL4J_DEVIATES;
  }

  @Override
  public String toString() {
    return words;
  }
}
