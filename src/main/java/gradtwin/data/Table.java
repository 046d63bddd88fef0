package gradtwin.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A CSV file: in memory, or read from the disk again and again if it is large. */
final class Table {
  /** What is no larger is taken into memory. */
  private static final long BYTES_IN_MEMORY = 64L << 20;

  private final String name;
  private final boolean large;
  private final Content content;

  /** Where the bytes come from. */
  private interface Content {
    InputStream open() throws IOException;
  }

  private Table(String name, boolean large, Content content) {
    this.name = name;
    this.large = large;
    this.content = content;
  }

  /**
   * A table in memory.
   *
   * @param name as messages call it
   */
  Table(String name, byte[] content) {
    this(name, false, () -> new ByteArrayInputStream(content));
  }

  static Table read(Path path) throws DataException {
    return read(path, BYTES_IN_MEMORY);
  }

  /**
   * Reads a file, or only looks at it if it is large.
   *
   * @param bytesInMemory the largest file to take into memory
   */
  static Table read(Path path, long bytesInMemory) throws DataException {
    try {
      return Files.isRegularFile(path) && Files.size(path) > bytesInMemory
          ? new Table(path.toString(), true, () -> Files.newInputStream(path))
          : new Table(path.toString(), Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      throw new DataException(path + ": expected a CSV file, found no such file", e);
    } catch (IOException e) {
      String what =
          Files.isDirectory(path) ? "a folder" : "a file that cannot be read: " + Reason.of(e);
      throw new DataException(path + ": expected a CSV file, found " + what, e);
    }
  }

  /** As messages call it. */
  String name() {
    return name;
  }

  /** Room for the rows of some tables, read as numbers. */
  static NumberRows room(List<Table> tables, int width) throws DataException {
    return tables.stream().anyMatch(table -> table.large)
        ? NumberRows.inFile(width)
        : NumberRows.inMemory();
  }

  /** Starts to read the rows. */
  CsvRows rows(char delimiter) throws DataException {
    try {
      return CsvRows.of(name, content.open(), delimiter);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private DataException unreadable(IOException e) {
    return new DataException(name + ": cannot be read: " + Reason.of(e), e);
  }

  String sha256() throws DataException {
    try (InputStream in = content.open()) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  String fileName() {
    return Path.of(name).getFileName().toString();
  }

  /** The file's name without its ending. */
  String stem() {
    String file = fileName();
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
