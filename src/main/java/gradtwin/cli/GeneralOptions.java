package gradtwin.cli;

import picocli.CommandLine.Option;

/** What every command takes. */
final class GeneralOptions {
  static final String VERBOSE = "--verbose";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(names = VERBOSE, description = "Show the stack trace of an unexpected error.")
  boolean verbose;
}
