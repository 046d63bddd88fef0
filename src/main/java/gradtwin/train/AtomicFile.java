package gradtwin.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there in full or not at all, whenever the program or the machine stops: written
 * under a temporary name beside the target, forced to the disk, then renamed.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file under the name that it is given. */
  public interface Content {
    void writeTo(Path file) throws IOException;
  }

  /** Writes or replaces a file. */
  public static void write(Path target, Content content) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    // not a temporary file of the JDK's, which only its owner may read
    Path temporary =
        folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      content.writeTo(temporary);
      force(temporary);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes or replaces a file that holds the given bytes. */
  public static void write(Path target, byte[] content) throws IOException {
    write(target, file -> Files.write(file, content));
  }

  /** Writes or replaces a file that holds the given text, in UTF-8. */
  public static void write(Path target, String content) throws IOException {
    write(target, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
