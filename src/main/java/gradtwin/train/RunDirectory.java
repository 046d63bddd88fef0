package gradtwin.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that one training leaves, in a folder of its own.
 *
 * <pre>
 * configuration.yaml   as read, byte for byte
 * resolved.yaml        with every default written out
 * run.json             what made the run, and what came of it
 * metrics.jsonl        one line per epoch
 * preprocessing.txt    how new rows are read
 * model.zip, .npz      the best parameters
 * last.zip, .npz       the latest parameters
 * </pre>
 */
public final class RunDirectory {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes a new folder {@code <name>-<timestamp>}, with a number behind it if that is taken.
   *
   * @param runs the folder of all runs; made if it is missing
   */
  public static RunDirectory create(Path runs, String name, LocalDateTime started)
      throws IOException {
    Files.createDirectories(runs);
    String stem = name + "-" + TIMESTAMP.format(started);
    for (int attempt = 1; ; attempt++) {
      try {
        return new RunDirectory(
            Files.createDirectory(runs.resolve(attempt == 1 ? stem : stem + "-" + attempt)));
      } catch (FileAlreadyExistsException e) {
        if (attempt == 1000) {
          throw e;
        }
      }
    }
  }

  /** The folder of an earlier run; empty if the folder is none. */
  public static Optional<RunDirectory> open(Path path) {
    RunDirectory run = new RunDirectory(path);
    return Files.isRegularFile(run.record()) && Files.isRegularFile(run.configuration())
        ? Optional.of(run)
        : Optional.empty();
  }

  public Path path() {
    return path;
  }

  public Path configuration() {
    return path.resolve("configuration.yaml");
  }

  public Path resolved() {
    return path.resolve("resolved.yaml");
  }

  public Path record() {
    return path.resolve("run.json");
  }

  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  public Path preprocessing() {
    return path.resolve("preprocessing.txt");
  }

  /** The best parameters. */
  public Path model(EngineKind kind) {
    return path.resolve(kind.fileName("model"));
  }

  /** The latest parameters. */
  public Path last(EngineKind kind) {
    return path.resolve(kind.fileName("last"));
  }

  /** Adds one line to the metrics, in a single write. */
  void appendMetrics(String line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(metrics(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }
}
