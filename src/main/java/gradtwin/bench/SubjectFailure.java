package gradtwin.bench;

/** Why a subject could not be measured, in a sentence without its full stop. */
final class SubjectFailure extends Exception {
  private static final long serialVersionUID = 1;

  SubjectFailure(String reason) {
    super(reason);
  }
}
