package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvRowsTest {
  @TempDir private Path folder;

  private static CsvRows rows(String text) throws DataException {
    return CsvRows.of("t.csv", text.getBytes(StandardCharsets.UTF_8), ',');
  }

  private static List<List<String>> cells(String text) throws DataException {
    CsvRows rows = rows(text);
    List<List<String>> cells = new ArrayList<>();
    cells.add(rows.columns());
    for (var row = rows.next(); row.isPresent(); row = rows.next()) {
      cells.add(row.get().cells());
    }
    return cells;
  }

  private static String refusal(String text) {
    return assertThrows(DataException.class, () -> cells(text)).getMessage();
  }

  private static final List<List<String>> TABLE =
      List.of(List.of("a", "b"), List.of("1", "2"), List.of("3", "4"));

  @Test
  void readsLinesThatEndInAnyWay() throws DataException {
    assertEquals(TABLE, cells("a,b\n1,2\n3,4\n"));
    assertEquals(TABLE, cells("a,b\r\n1,2\r\n3,4"));
    assertEquals(TABLE, cells("a,b\r1,2\r3,4\r"));
  }

  @Test
  void skipsByteOrderMarkAndEmptyLinesAndWhiteSpace() throws DataException {
    assertEquals(TABLE, cells("\uFEFFa, b\n1 , 2\n\n  \n3,4\n\n"));
  }

  @Test
  void readsQuotedValues() throws DataException {
    assertEquals(
        List.of(List.of("a", "b"), List.of("x, y", "say \"hi\""), List.of("", "z")),
        cells("\"a\",b\n\"x, y\",\"say \"\"hi\"\"\"\n,\"z\"\n"));
  }

  @Test
  void countsLinesAsAnEditorDoes() throws DataException {
    CsvRows rows = rows("a,b\n\n1,2\n\n3,4\n");
    assertEquals(3, rows.next().orElseThrow().line());
    assertEquals(5, rows.next().orElseThrow().line());
  }

  @Test
  void readsOtherDelimiters() throws DataException {
    byte[] text = "a\tb c\n1\t2,5\n".getBytes(StandardCharsets.UTF_8);
    CsvRows rows = CsvRows.of("t.csv", text, '\t');
    assertEquals(List.of("a", "b c"), rows.columns());
    assertEquals(List.of("1", "2,5"), rows.next().orElseThrow().cells());
  }

  @Test
  void refusesRaggedRows() {
    assertEquals(
        "t.csv:3: expected 2 values, one for each column, found 3", refusal("a,b\n1,2\n1,2,3\n"));
    assertEquals("t.csv:2: expected 2 values, one for each column, found 1", refusal("a,b\n1\n"));
  }

  @Test
  void refusesHeadersThatNameNoColumns() {
    String expected = "t.csv:1: expected the names of the columns, found ";
    assertEquals(expected + "an empty file", refusal(""));
    assertEquals(expected + "an empty line", refusal("\na,b\n"));
    assertEquals(expected + "none for column 2", refusal("a,,c\n1,2,3\n"));
    assertEquals(expected + "'a' twice, for columns 1 and 3", refusal("a,b,a\n1,2,3\n"));
  }

  @Test
  void refusesWhatDataVecWouldMisread() {
    assertEquals(
        "t.csv:2: expected a quoted value to end on its line, found no second quote",
        refusal("a,b\n1,\"two\nlines\"\n"));
    assertEquals(
        "t.csv:3: expected values without backslashes, found one", refusal("a,b\n1,2\nC:\\x,2\n"));
  }

  @Test
  void refusesOtherEncodings() {
    byte[] latin = "a,b\n\u00e4,2\n".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        "t.csv: expected text in UTF-8, found other bytes; save the file as UTF-8",
        assertThrows(DataException.class, () -> CsvRows.of("t.csv", latin, ',')).getMessage());
  }

  @Test
  void namesTheColumnThatMayBeMeant() throws DataException {
    CsvRows rows = rows("width,height\n1,2\n");
    assertEquals(1, rows.column("height"));
    assertEquals(
        "t.csv:1: expected a column 'hieght', found width, height; did you mean 'height'?",
        assertThrows(DataException.class, () -> rows.column("hieght")).getMessage());
    assertEquals(
        "t.csv:1: expected a column 'zzz', found width, height",
        assertThrows(DataException.class, () -> rows.column("zzz")).getMessage());
    CsvRows semicolons = rows("width;height\n1;2\n");
    assertEquals(
        "t.csv:1: expected a column 'zzz', found width;height; is it the delimiter that is wrong?",
        assertThrows(DataException.class, () -> semicolons.column("zzz")).getMessage());
  }

  @Test
  void readsNumbersStrictly() throws DataException {
    CsvRows rows = rows("a,b\n-1.5e3,+.5\n");
    CsvRows.Row row = rows.next().orElseThrow();
    assertEquals(-1500, rows.number(row, 0));
    assertEquals(0.5, rows.number(row, 1));
    for (String bad : List.of("abc", "NaN", "Infinity", "1e999", "0x10", "1f", "1 000", "--1")) {
      assertEquals(
          "t.csv:2: column 'b': expected a number, found '" + bad + "'",
          numberRefusal("a,b\n1," + bad + "\n"));
    }
    assertEquals(
        "t.csv:2: column 'b': expected a number, found an empty cell", numberRefusal("a,b\n1,\n"));
    assertEquals(
        "t.csv:2: column 'b': expected a number with a decimal point, found '2,5'",
        numberRefusal("a,b\n1,\"2,5\"\n"));
  }

  private static String numberRefusal(String text) throws DataException {
    CsvRows rows = rows(text);
    CsvRows.Row row = rows.next().orElseThrow();
    return assertThrows(DataException.class, () -> rows.number(row, 1)).getMessage();
  }

  @Test
  void refusesUnknownNames() throws DataException {
    CsvRows rows = rows("a,b\nred,\n");
    CsvRows.Row row = rows.next().orElseThrow();
    assertEquals(1, rows.oneOf(row, 0, List.of("blue", "red")));
    assertEquals(
        "t.csv:2: column 'a': expected one of blue, green, as in the training data, found 'red'",
        assertThrows(DataException.class, () -> rows.oneOf(row, 0, List.of("blue", "green")))
            .getMessage());
    assertEquals(
        "t.csv:2: column 'b': expected a name, found an empty cell",
        assertThrows(DataException.class, () -> rows.oneOf(row, 1, List.of("blue"))).getMessage());
  }

  @Test
  void refusesMissingFilesAndFolders() {
    Path missing = folder.resolve("missing.csv");
    assertEquals(
        missing + ": expected a CSV file, found no such file",
        assertThrows(DataException.class, () -> Table.read(missing)).getMessage());
    assertEquals(
        folder + ": expected a CSV file, found a folder",
        assertThrows(DataException.class, () -> Table.read(folder)).getMessage());
  }
}
