package gradtwin.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong in a command into one line for the user, and an exit code. */
final class Errors {
  private final PrintStream err;
  private final CommandLine command;

  Errors(PrintStream err, CommandLine command) {
    this.err = err;
    this.command = command;
  }

  /** The command line cannot be understood. */
  int printUsage(ParameterException e) {
    String message =
        e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched) : e.getMessage();
    err.println(
        "error: "
            + message.substring(0, 1).toLowerCase(Locale.ROOT)
            + message.substring(1)
            + (message.endsWith("?") ? " See " : ". See ")
            + command.getCommandSpec().qualifiedName()
            + " --help");
    return ExitCode.WRONG_INPUT.number();
  }

  private String unmatched(UnmatchedArgumentException e) {
    String given = e.getUnmatched().get(0);
    boolean hasCommands = !command.getSubcommands().isEmpty();
    if (given.startsWith("-") && given.length() > 1) {
      String name = given.replaceFirst("=.*", "");
      Stream<String> names =
          command.getCommandSpec().options().stream()
              .filter(option -> !option.hidden())
              .flatMap(option -> Stream.of(option.names()));
      return "unknown option '" + name + "'" + Suggestion.of(name, names.toList());
    }
    if (hasCommands) {
      List<String> names =
          command.getSubcommands().entrySet().stream()
              .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
              .map(Map.Entry::getKey)
              .toList();
      String nearest = Suggestion.of(given, names);
      return "unknown command '"
          + given
          + "'"
          + (nearest.isEmpty() ? "; there are " + String.join(", ", names) : nearest);
    }
    return "unexpected argument '" + given + "'";
  }

  /** A command ended with an exception or an error. */
  int print(Throwable thrown) {
    Failure failure = thrown instanceof Failure known ? known : unforeseen(thrown);
    err.println("error: " + failure.getMessage());
    if (failure.getCause() != null && isVerbose()) {
      failure.getCause().printStackTrace(err);
    } else if (failure.code() == ExitCode.INTERNAL_ERROR) {
      err.println("Run again with " + GeneralOptions.VERBOSE + " for the stack trace.");
    }
    return failure.code().number();
  }

  private boolean isVerbose() {
    CommandLine.ParseResult parsed = command.getParseResult();
    while (parsed != null) {
      if (parsed.hasMatchedOption(GeneralOptions.VERBOSE)) {
        return true;
      }
      parsed = parsed.subcommand();
    }
    return false;
  }

  private static Failure unforeseen(Throwable thrown) {
    Throwable known = thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
    if (known instanceof FileSystemException e) {
      return Failure.wrongEnvironment(describe(e), e);
    }
    if (known instanceof IOException) {
      return Failure.wrongEnvironment("reading or writing failed: " + known.getMessage(), known);
    }
    if (known instanceof OutOfMemoryError) {
      return Failure.wrongEnvironment(
          "out of memory ("
              + known.getMessage()
              + "): the JVM may use "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MB; give it more with java -Xmx, or use smaller layers or batches",
          known);
    }
    if (known instanceof LinkageError
        || known.getClass().getName().contains("NoAvailableBackend")) {
      return Failure.wrongEnvironment(
          "Deeplearning4j's native library does not start here ("
              + known
              + "); the twin needs none: train --engine twin",
          known);
    }
    return failureInside(known)
        .map(where -> Failure.wrongEnvironment(describeDl4j(where, root(known)), known))
        .orElseGet(
            () -> Failure.internal("unexpected " + known + "; this is a fault of gradtwin", known));
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The method of Deeplearning4j that failed, if it was one: nearer than any of this program. */
  private static Optional<StackTraceElement> failureInside(Throwable thrown) {
    return Stream.of(root(thrown).getStackTrace())
        .filter(
            frame -> frame.getClassName().matches("(org\\.(deeplearning4j|nd4j)|gradtwin)\\..*"))
        .findFirst()
        .filter(frame -> !frame.getClassName().startsWith("gradtwin."));
  }

  private static String describeDl4j(StackTraceElement where, Throwable failure) {
    String type = where.getClassName().substring(where.getClassName().lastIndexOf('.') + 1);
    return "Deeplearning4j failed in "
        + type
        + "."
        + where.getMethodName()
        + ": "
        + failure.getMessage()
        + "; gradtwin validate warns of what it is known to fail at, and train --engine twin does"
        + " without it";
  }

  private static String describe(FileSystemException e) {
    String problem = e.getReason();
    if (e instanceof NoSuchFileException) {
      problem = "no such file or folder";
    } else if (e instanceof AccessDeniedException) {
      problem = "permission denied";
    } else if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
      problem = "a file is in the way";
    }
    return e.getFile() + ": " + problem;
  }
}
