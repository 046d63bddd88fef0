package gradtwin.cli;

/** What the program tells its caller when it ends. */
enum ExitCode {
  /** Done; for a comparison: in agreement. */
  DONE(0),
  /** The work was done, and the answer is no. */
  NO(1),
  /** The user's file or command line is wrong. */
  WRONG_INPUT(2),
  /** The environment is wrong: data missing, native library, disk full. */
  WRONG_ENVIRONMENT(3),
  /** The program itself is wrong: a fault that it did not foresee. */
  INTERNAL_ERROR(4),
  /** Stopped by the user. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
