package gradtwin.compare.fuzz;

import java.util.List;
import java.util.Map;

/**
 * What came of many random networks.
 *
 * @param seed that the networks are made from
 * @param first the number of the first
 * @param counts networks by what came of them
 * @param seconds that it took, with shrinking
 * @param interrupted whether the user ended it
 * @param failures how many networks failed, by verdict and layer
 * @param refusals how many files were refused, by the reason
 * @param findings the failures that were written down
 * @param uses how many networks had each word, by kind
 * @param coverage how often words of two kinds met
 */
public record FuzzResult(
    long seed,
    long first,
    Counts counts,
    double seconds,
    boolean interrupted,
    Map<String, Integer> failures,
    Map<String, Integer> refusals,
    List<Finding> findings,
    Map<String, Map<String, Integer>> uses,
    List<Coverage.Matrix> coverage) {

  /**
   * Networks by what came of them.
   *
   * @param agreed both sides agree
   * @param known they differ where DL4J is known to deviate
   * @param notFinite neither side has numbers
   * @param refused the reader did not take the file
   * @param failed nobody knows why they differ
   */
  public record Counts(long agreed, long known, long notFinite, long refused, long failed) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** All networks. */
    public long networks() {
      return agreed + known + notFinite + refused + failed;
    }

    Counts with(Trial.Kind kind) {
      return switch (kind) {
        case AGREED -> new Counts(agreed + 1, known, notFinite, refused, failed);
        case KNOWN -> new Counts(agreed, known + 1, notFinite, refused, failed);
        case NOT_FINITE -> new Counts(agreed, known, notFinite + 1, refused, failed);
        case REFUSED -> new Counts(agreed, known, notFinite, refused + 1, failed);
        case FAILED -> new Counts(agreed, known, notFinite, refused, failed + 1);
      };
    }
  }

  /** Whether nothing was found that is not known already. */
  public boolean isClean() {
    return counts.failed() == 0 && findings.isEmpty();
  }

  /** Networks in a minute. */
  public double networksPerMinute() {
    return seconds == 0 ? 0 : 60 * counts.networks() / seconds;
  }
}
