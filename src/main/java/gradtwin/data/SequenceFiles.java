package gradtwin.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where sequences are.
 *
 * @param name of the file or the folder, for messages
 * @param tables at least one
 * @param column that names a row's sequence; empty if each table is a sequence
 */
record SequenceFiles(String name, List<Table> tables, Optional<String> column) {
  SequenceFiles {
    tables = List.copyOf(tables);
  }

  /**
   * Reads a file as it is, or all files of a folder in the order of their names, without those
   * whose name starts with a dot.
   *
   * @param column that names a row's sequence; of no use in a folder, where each file is one
   */
  static SequenceFiles read(Path path, Optional<String> column) throws DataException {
    if (!Files.isDirectory(path)) {
      return new SequenceFiles(path.toString(), List.of(Table.read(path)), column);
    }
    List<Table> tables = new ArrayList<>();
    for (Path file : files(path)) {
      tables.add(Table.read(file));
    }
    if (tables.isEmpty()) {
      throw new DataException(
          path + ": expected a CSV file for each sequence in this folder, found none");
    }
    return new SequenceFiles(path.toString(), tables, Optional.empty());
  }

  private static List<Path> files(Path folder) throws DataException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file -> Files.isRegularFile(file) && !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be read: " + Reason.of(e), e);
    }
  }

  /** The last part of the name. */
  String shortName() {
    return Path.of(name).getFileName().toString();
  }

  /**
   * One hash for all files: that of the file if there is but one; else that of what {@code
   * sha256sum *} prints in the folder, a line for each file in the order of their names.
   */
  String sha256() throws DataException {
    if (tables.size() == 1) {
      return tables.get(0).sha256();
    }
    StringBuilder lines = new StringBuilder();
    for (Table table : tables) {
      lines.append(table.sha256()).append("  ").append(table.fileName()).append('\n');
    }
    return Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The hashes of these files and of others, by name. */
  Map<String, String> sha256With(Optional<SequenceFiles> others) throws DataException {
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put(shortName(), sha256());
    if (others.isPresent()) {
      SequenceFiles files = others.get();
      hashes.put(
          files.shortName().equals(shortName()) ? files.name() : files.shortName(), files.sha256());
    }
    return hashes;
  }
}
