package gradtwin.data;

import gradtwin.yaml.NearestName;
import gradtwin.yaml.Numbers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.InputStreamInputSplit;

/**
 * The rows of a CSV file with named columns, read one by one through DataVec's {@link
 * CSVRecordReader}, with the checks that it does not make.
 *
 * <p>The text is UTF-8, with or without a byte order mark, and lines end in any of the usual ways.
 * White space around a value does not count, and empty lines are skipped. A value may be quoted,
 * but not run over several lines, and there are no backslashes, which DataVec's reader would drop
 * silently.
 */
final class CsvRows implements AutoCloseable {
  private static final int NAMES_SHOWN = 12;

  private final String name;
  private final InputStream text;
  private final CSVRecordReader reader;
  private final List<String> header;
  private int line;

  private CsvRows(String name, InputStream text, char delimiter) throws DataException {
    this.name = name;
    this.text = text;
    this.reader = new CSVRecordReader(0, delimiter);
    try {
      reader.initialize(new InputStreamInputSplit(text));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("nothing is read yet", e);
    }
    this.header = header();
  }

  /**
   * Starts to read a text in memory.
   *
   * @param name what messages call the file
   */
  static CsvRows of(String name, byte[] content, char delimiter) throws DataException {
    try {
      return of(name, new ByteArrayInputStream(content), delimiter);
    } catch (IOException e) {
      throw new IllegalStateException("memory can be read", e);
    }
  }

  /**
   * Starts to read.
   *
   * @param name what messages call the file
   * @param content is closed with the rows
   */
  static CsvRows of(String name, InputStream content, char delimiter)
      throws IOException, DataException {
    return new CsvRows(name, CheckedText.of(name, content), delimiter);
  }

  @Override
  public void close() {
    try {
      text.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> header() throws DataException {
    String expected = name + ":1: expected the names of the columns, found ";
    if (!hasNext()) {
      throw new DataException(expected + "an empty file");
    }
    List<String> names = cells();
    if (names.size() == 1 && names.get(0).isEmpty()) {
      throw new DataException(expected + "an empty line");
    }
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty()) {
        throw new DataException(expected + "none for column " + (i + 1));
      }
      int first = names.indexOf(names.get(i));
      if (first < i) {
        throw new DataException(
            expected
                + "'"
                + names.get(i)
                + "' twice, for columns "
                + (first + 1)
                + " and "
                + (i + 1));
      }
    }
    return names;
  }

  private boolean hasNext() throws DataException {
    try {
      return reader.hasNext();
    } catch (IllegalStateException e) { // so says the reader that there was an IOException
      if (e.getCause() instanceof CheckedText.Unfit unfit) {
        throw new DataException(unfit.getMessage(), unfit);
      }
      throw new DataException(name + ": cannot be read: " + Reason.of(e.getCause()), e);
    }
  }

  private List<String> cells() throws DataException {
    line++;
    try {
      return reader.next().stream().map(cell -> cell.toString().strip()).toList();
    } catch (NoSuchElementException e) {
      throw new IllegalStateException("expected hasNext to be asked first", e);
    } catch (RuntimeException e) {
      // the one thing that DataVec's parser complains about
      throw new DataException(
          name + ":" + line + ": expected a quoted value to end on its line, found no second quote",
          e);
    }
  }

  /** As messages call the file. */
  String name() {
    return name;
  }

  /** The names of the columns. */
  List<String> columns() {
    return header;
  }

  /**
   * Which column has a name, counted from 0.
   *
   * @throws DataException naming the nearest one if there is none
   */
  int column(String column) throws DataException {
    int index = header.indexOf(column);
    if (index < 0) {
      throw new DataException(
          name
              + ":1: expected a column '"
              + column
              + "', found "
              + String.join(", ", header)
              + NearestName.of(column, header)
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse("")
              + (header.size() == 1 ? "; is it the delimiter that is wrong?" : ""));
    }
    return index;
  }

  /** The next row, or empty at the end. */
  Optional<Row> next() throws DataException {
    while (hasNext()) {
      List<String> cells = cells();
      if (cells.size() == 1 && cells.get(0).isEmpty()) {
        continue;
      }
      if (cells.size() != header.size()) {
        throw new DataException(
            name
                + ":"
                + line
                + ": expected "
                + header.size()
                + " values, one for each column, found "
                + cells.size());
      }
      return Optional.of(new Row(line, cells));
    }
    return Optional.empty();
  }

  /**
   * The next row that has a value for each column, or empty at the end.
   *
   * @param faults hears of the rows that have not
   */
  Optional<Row> next(TableFaults faults) {
    while (true) {
      try {
        return next();
      } catch (DataException e) {
        faults.add(e);
      }
    }
  }

  /** What is wrong with a table that ends below its first line. */
  DataException noRows() {
    return new DataException(name + ": expected rows below the column names, found none");
  }

  /** A fault of one value. */
  DataException fault(Row row, int column, String expected) {
    String cell = row.cells().get(column);
    return new DataException(
        name
            + ":"
            + row.line()
            + ": column '"
            + header.get(column)
            + "': expected "
            + expected
            + ", found "
            + (cell.isEmpty() ? "an empty cell" : "'" + cell + "'"));
  }

  /** A value that must be there. */
  String text(Row row, int column) throws DataException {
    String cell = row.cells().get(column);
    if (cell.isEmpty()) {
      throw fault(row, column, "a name");
    }
    return cell;
  }

  /** Which of some names a value is, counted from 0. */
  int oneOf(Row row, int column, List<String> names) throws DataException {
    int index = names.indexOf(text(row, column));
    if (index < 0) {
      String more = names.size() > NAMES_SHOWN ? " ..." : "";
      List<String> shown = names.subList(0, Math.min(names.size(), NAMES_SHOWN));
      throw fault(
          row, column, "one of " + String.join(", ", shown) + more + ", as in the training data");
    }
    return index;
  }

  /** A value that must be a number. */
  double number(Row row, int column) throws DataException {
    return number(row, column, "a number");
  }

  /**
   * A value that must be a number.
   *
   * @param expected what to say otherwise
   */
  double number(Row row, int column, String expected) throws DataException {
    String cell = row.cells().get(column);
    Optional<Double> number = Numbers.parse(cell);
    if (number.isEmpty()) {
      boolean comma = cell.matches("[-+]?\\d+,\\d+");
      throw fault(row, column, comma ? "a number with a decimal point" : expected);
    }
    return number.get();
  }

  /** A value that must be a weight: a number of at least 0. */
  double weight(Row row, int column) throws DataException {
    double weight = number(row, column);
    if (weight < 0) {
      throw fault(row, column, "a weight of at least 0");
    }
    return weight;
  }

  /**
   * The values of one line.
   *
   * @param line counted from 1
   */
  record Row(int line, List<String> cells) {}
}
