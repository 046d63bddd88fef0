package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ErrorsTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Command(name = "any")
  static final class AnyCommand implements Runnable {
    @Mixin GeneralOptions general;

    @Override
    public void run() {}
  }

  /** Prints an error as a command would that got these arguments, and returns the exit code. */
  private int print(Throwable thrown, String... arguments) {
    CommandLine command = new CommandLine(new AnyCommand());
    command.parseArgs(arguments);
    return new Errors(new PrintStream(err, true, StandardCharsets.UTF_8), command).print(thrown);
  }

  private String printed() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anUnforeseenExceptionIsOneLineAndAWayToLearnMore() {
    int code = print(new IllegalStateException("the sky fell"));

    assertEquals(ExitCode.INTERNAL_ERROR.number(), code);
    assertEquals(
        "error: unexpected java.lang.IllegalStateException: the sky fell; this is a fault of"
            + " gradtwin\nRun again with --verbose for the stack trace.\n",
        printed());
  }

  @Test
  void verboseShowsTheStackTrace() {
    print(new IllegalStateException("the sky fell"), "--verbose");

    assertTrue(printed().contains("\tat gradtwin.cli.ErrorsTest"), printed());
  }

  @Test
  void theUsersMistakeNeverShowsOne() {
    int code = print(Failure.wrongInput("--x: expected a y"), "--verbose");

    assertEquals(ExitCode.WRONG_INPUT.number(), code);
    assertEquals("error: --x: expected a y\n", printed());
  }

  @Test
  void aFullDiskIsTheEnvironments() {
    int code = print(new FileSystemException("runs/a", null, "No space left on device"));

    assertEquals(ExitCode.WRONG_ENVIRONMENT.number(), code);
    assertEquals("error: runs/a: No space left on device\n", printed());
  }

  @Test
  void fileSystemExceptionsAreSaidInWords() {
    print(new UncheckedIOException(new AccessDeniedException("runs")));
    print(new NoSuchFileException("runs"));
    print(new IOException("Stream closed"));

    assertEquals(
        """
        error: runs: permission denied
        error: runs: no such file or folder
        error: reading or writing failed: Stream closed
        """,
        printed());
  }

  @Test
  void aMissingNativeLibraryNamesTheWayAround() {
    int code = print(new UnsatisfiedLinkError("no jnind4jcpu"));

    assertEquals(ExitCode.WRONG_ENVIRONMENT.number(), code);
    assertTrue(printed().contains("train --engine twin"), printed());
  }

  @Test
  void tooLittleMemoryNamesTheSwitch() {
    int code = print(new OutOfMemoryError("Java heap space"));

    assertEquals(ExitCode.WRONG_ENVIRONMENT.number(), code);
    assertTrue(printed().contains("-Xmx"), printed());
  }
}
