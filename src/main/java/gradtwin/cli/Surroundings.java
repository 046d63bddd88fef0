package gradtwin.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command may use of the world around it.
 *
 * @param out for results
 * @param err for progress, warnings and errors
 * @param environment the environment variables
 * @param workingDirectory where relative paths of the command line start
 * @param home where the program is installed
 * @param terminal whether {@code err} is a terminal that a progress bar can be drawn on
 * @param outTerminal whether {@code out} is a terminal
 */
record Surroundings(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path workingDirectory,
    Path home,
    boolean terminal,
    boolean outTerminal) {
  /** Whether results may be coloured: they go to a terminal, and NO_COLOR is not set. */
  boolean colour() {
    return outTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** A path of the command line, made absolute. */
  Path resolve(String path) {
    return workingDirectory.resolve(path).normalize();
  }

  /** A path for people: relative to the working directory if it lies below it. */
  String shown(Path path) {
    Path absolute = workingDirectory.resolve(path).normalize();
    return absolute.startsWith(workingDirectory) && !absolute.equals(workingDirectory)
        ? workingDirectory.relativize(absolute).toString()
        : absolute.toString();
  }
}
