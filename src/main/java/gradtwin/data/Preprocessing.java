package gradtwin.data;

import gradtwin.tensor.Examples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.datavec.api.records.reader.RecordReader;

/**
 * What was fitted on the training examples, and is needed to read new rows the same way: names of
 * categories and classes, means and deviations, the size of an image.
 *
 * <p>It is saved as text, one thing a line, its fields separated by tabs.
 */
public sealed interface Preprocessing
    permits ImagePreprocessing, TablePreprocessing, SequencePreprocessing {
  /** The names of the classes in label order; empty for a regression. */
  List<String> classes();

  /**
   * Reads new rows, without their labels.
   *
   * @param input a CSV file with the feature columns by name, or for sequences also a folder of
   *     such files; or IDX images, gzipped or plain, or one image as PNG
   * @throws DataException if the file is missing, damaged or does not fit
   */
  Examples readFeatures(Path input) throws DataException;

  /**
   * A DataVec reader, not yet initialized, of the same kind of files: in plain DL4J, its records
   * are what the network was trained on, but for pixels, which DL4J's {@code
   * ImagePreProcessingScaler} divides by 255.
   */
  RecordReader recordReader();

  /** What {@link #load} reads. */
  List<List<String>> lines();

  /** Writes a file at once: it is there in full or not at all. */
  default void save(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines()) {
      List<String> escaped = line.stream().map(Preprocessing::escaped).toList();
      text.append(String.join("\t", escaped)).append('\n');
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(temporary, text);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String escaped(String field) {
    return field.replace("\\", "\\\\").replace("\t", "\\t");
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws DataException if it is missing or was changed
   */
  static Preprocessing load(Path file) throws DataException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": expected how to read new rows, found no such file", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + Reason.of(e), e);
    }
    List<List<String>> fields =
        lines.stream()
            .map(line -> List.of(line.split("\t", -1)).stream().map(Preprocessing::plain).toList())
            .toList();
    try {
      return switch (fields.isEmpty() ? "" : fields.get(0).get(0)) {
        case ImagePreprocessing.WORD -> ImagePreprocessing.of(fields);
        case TablePreprocessing.WORD -> TablePreprocessing.of(fields);
        case SequencePreprocessing.WORD -> SequencePreprocessing.of(fields);
        default -> throw new IllegalArgumentException("its first word is none of ours");
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DataException(
          file
              + ": expected what this program saved about its training data, found something else ("
              + e.getMessage()
              + "); train again to write it anew",
          e);
    }
  }

  private static String plain(String field) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        i++;
        text.append(field.charAt(i) == 't' ? '\t' : field.charAt(i));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
