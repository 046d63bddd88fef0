package gradtwin.compare.fuzz;

import java.util.Optional;

/**
 * What came of one network.
 *
 * @param reason why a file was refused; empty if it was not
 * @param failure what is wrong; empty if nothing is, or nothing that is new
 */
record Trial(Kind kind, String reason, Optional<Failure> failure) {
  enum Kind {
    /** Both sides agree, and what has to hold of each holds. */
    AGREED,
    /** They differ where DL4J is known to deviate. */
    KNOWN,
    /** Neither side has numbers there: an overflow, or a logarithm of 0. */
    NOT_FINITE,
    /** The reader did not take the file. */
    REFUSED,
    /** They differ, and nobody knows why. */
    FAILED
  }

  static Trial of(Kind kind) {
    return new Trial(kind, "", Optional.empty());
  }

  static Trial refused(String reason) {
    return new Trial(Kind.REFUSED, reason, Optional.empty());
  }

  static Trial failed(Failure failure) {
    return new Trial(Kind.FAILED, "", Optional.of(failure));
  }
}
