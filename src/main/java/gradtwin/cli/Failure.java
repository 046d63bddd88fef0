package gradtwin.cli;

/**
 * Ends a command with a message that the user can act on. It has a cause only where a stack trace
 * can help: not for the user's own mistakes.
 */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode code;

  private Failure(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The user's file or command line is wrong. */
  static Failure wrongInput(String message) {
    return new Failure(ExitCode.WRONG_INPUT, message, null);
  }

  /** The environment is wrong. */
  static Failure wrongEnvironment(String message) {
    return new Failure(ExitCode.WRONG_ENVIRONMENT, message, null);
  }

  /**
   * The environment is wrong.
   *
   * @param cause shown with {@code --verbose}
   */
  static Failure wrongEnvironment(String message, Throwable cause) {
    return new Failure(ExitCode.WRONG_ENVIRONMENT, message, cause);
  }

  /** The program itself is wrong. */
  static Failure internal(String message, Throwable cause) {
    return new Failure(ExitCode.INTERNAL_ERROR, message, cause);
  }

  ExitCode code() {
    return code;
  }
}
