package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A file of {@code src/test/resources/report} that says what a report looks like. */
final class GoldenFile {
  private GoldenFile() {}

  /**
   * Fails with both texts if they differ; what was found is left in {@code target/} then, to be
   * looked at and copied.
   */
  static void assertSame(String name, String found) {
    try {
      Path copy = Path.of("target", "golden", name);
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, found);
      assertEquals(text(name), found, "differs from src/test/resources/report/" + name);
      Files.delete(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GoldenFile.class.getResourceAsStream("/report/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
