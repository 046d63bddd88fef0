package gradtwin.data;

import java.nio.file.Path;

/**
 * A CSV file in memory.
 *
 * @param name as messages call it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Table(String name, byte[] content) {
  static Table read(Path path) throws DataException {
    return new Table(path.toString(), CsvRows.content(path));
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
