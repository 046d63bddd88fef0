package gradtwin.train;

/**
 * Why a training ended.
 *
 * @param explanation what happened, for people, in a sentence without its full stop
 */
public record Stop(Reason reason, String explanation) {
  /** The kinds of ends. */
  public enum Reason {
    LAST_EPOCH("lastEpoch"),
    EARLY_STOPPING("earlyStopping"),
    DIVERGED("diverged"),
    INTERRUPTED("interrupted");

    private final String word;

    Reason(String word) {
      this.word = word;
    }

    /** As reports write it. */
    public String word() {
      return word;
    }
  }
}
