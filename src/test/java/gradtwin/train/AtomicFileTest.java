package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void aFileIsWrittenOrReplaced() throws IOException {
    Path file = folder.resolve("a.txt");

    AtomicFile.write(file, "first");
    AtomicFile.write(file, "second");

    assertEquals("second", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void whenWritingFailsTheOldFileStaysAndNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, "first");

    assertThrows(
        IOException.class,
        () ->
            AtomicFile.write(
                file,
                temporary -> {
                  Files.writeString(temporary, "half");
                  throw new IOException("disk full");
                }));

    assertEquals("first", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }
}
