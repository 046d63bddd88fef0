package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.DataDescription;
import gradtwin.spec.DataInspector.Fault;
import gradtwin.spec.DataSpec;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Source;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableSourceTest {
  private static final LabelEncoding TWO = new LabelEncoding(Task.CLASSIFICATION, Shape.of(2), 0);
  private static final LabelEncoding NUMBER = new LabelEncoding(Task.REGRESSION, Shape.of(1), 0);

  private static final String FLOWERS =
      """
      width,colour,height,kind
      1,red,5,rose
      2,white,5,daisy
      3,red,5,rose
      6,blue,5,daisy
      """;

  @TempDir private Path folder;

  /** The keys of a csv source that tests change. */
  private record Keys(
      List<String> features,
      List<String> categorical,
      Task task,
      double testFraction,
      Optional<String> testPath,
      boolean standardize) {
    static final Keys FLOWERS =
        new Keys(List.of(), List.of("colour"), Task.CLASSIFICATION, 0, Optional.empty(), true);

    Keys features(String... names) {
      return new Keys(List.of(names), categorical, task, testFraction, testPath, standardize);
    }

    Keys categorical(String... names) {
      return new Keys(features, List.of(names), task, testFraction, testPath, standardize);
    }

    Keys allNumbers() {
      return categorical(new String[0]);
    }

    Keys regression() {
      return new Keys(features, categorical, Task.REGRESSION, testFraction, testPath, standardize);
    }

    Keys testFraction(double fraction) {
      return new Keys(features, categorical, task, fraction, testPath, standardize);
    }

    Keys testPath(String path) {
      return new Keys(features, categorical, task, testFraction, Optional.of(path), standardize);
    }

    Keys asIs() {
      return new Keys(features, categorical, task, testFraction, testPath, false);
    }

    Source.Csv csv(String delimiter, String label) {
      return new Source.Csv(
          "t.csv",
          new Source.Columns(delimiter, label, features, categorical, task, standardize),
          Optional.empty(),
          testFraction,
          testPath);
    }
  }

  private DataCatalogue catalogue(String text) {
    IdxBytes.write(folder.resolve("t.csv"), text.getBytes(StandardCharsets.UTF_8));
    return new DataCatalogue(new DataPlaces(folder, folder, Map.of()));
  }

  private Dataset load(String text, Source.Csv csv, LabelEncoding labels, double validation)
      throws DataException {
    return catalogue(text)
        .load(new DataSpec(csv, 32, validation), labels, 42, FetchListener.SILENT);
  }

  private Fault fault(String text, Source.Csv csv) {
    return assertThrows(Fault.class, () -> catalogue(text).describe(csv));
  }

  private void assertFault(String key, String message, Fault fault) {
    assertEquals(message, fault.getMessage());
    assertEquals(key, fault.key());
  }

  private static Batch all(Examples examples) {
    return examples.batch(IntStream.range(0, examples.size()).toArray());
  }

  /** Names become 0 and 1, and standardized numbers are about as large. */
  @Test
  void knowsTheLargestFeature() throws Exception {
    String text = "length,place,kind\n-30,hill,a\n20,lake,b\n";
    String small = "length,place,kind\n0.3,hill,a\n0.2,lake,b\n";
    Keys keys = Keys.FLOWERS.features("length").allNumbers().testFraction(0);
    Keys named = Keys.FLOWERS.features("length", "place").categorical("place").testFraction(0);
    assertEquals(1, largestFeature(text, keys));
    assertEquals(30, largestFeature(text, keys.asIs()));
    assertEquals(30, largestFeature(text, named.asIs()));
    assertEquals(0.3, largestFeature(small, keys.asIs()));
    assertEquals(1, largestFeature(small, named.asIs()));
  }

  private double largestFeature(String text, Keys keys) throws Fault {
    return catalogue(text).describe(keys.csv(",", "kind")).largestFeature();
  }

  @Test
  void describesWhatItLoads() throws Exception {
    Source.Csv csv = Keys.FLOWERS.testFraction(0.25).csv(",", "kind");
    DataDescription described = catalogue(FLOWERS).describe(csv);
    assertEquals(Shape.of(5), described.features());
    assertEquals(Task.CLASSIFICATION, described.task());
    assertEquals(List.of("rose", "daisy"), described.classes());
    assertEquals(3, described.trainingExamples());
    Dataset loaded = load(FLOWERS, csv, TWO, 0);
    assertEquals(described, loaded.description());
    assertEquals(3, loaded.training().size());
    assertEquals(1, loaded.test().size());
    assertEquals(0, loaded.validation().size());
    assertFalse(loaded.testIsTraining());
    assertEquals("t.csv, 3 rows to train on, 1 rows to test", loaded.origin());
    assertEquals(
        Map.of("t.csv", Sha256.of(FLOWERS.getBytes(StandardCharsets.UTF_8))), loaded.sha256());
  }

  /** Width 1, 2, 3, 6: mean 3, deviation sqrt((4 + 1 + 0 + 9) / 4) = sqrt(3.5). */
  @Test
  void writesNumbersStandardizedAndNamesAsColumns() throws Exception {
    Dataset loaded = load(FLOWERS, Keys.FLOWERS.csv(",", "kind"), TWO, 0);
    double deviation = Math.sqrt(3.5);
    Batch rows = all(loaded.training());
    assertArrayEquals(
        new double[] {
          -2 / deviation,
          1,
          0,
          0,
          0, //
          -1 / deviation,
          0,
          1,
          0,
          0, //
          0,
          1,
          0,
          0,
          0, //
          3 / deviation,
          0,
          0,
          1,
          0
        },
        rows.features().values(),
        1e-15);
    assertArrayEquals(new double[] {1, 0, 0, 1, 1, 0, 0, 1}, rows.labels().values());
    assertTrue(loaded.testIsTraining());
    assertEquals("t.csv, 4 rows to train on, the same rows to test", loaded.origin());
  }

  @Test
  void leavesNumbersAsTheyAreOnRequest() throws Exception {
    Keys keys = Keys.FLOWERS.features("height", "width").allNumbers().asIs();
    Batch rows = all(load(FLOWERS, keys.csv(",", "kind"), TWO, 0).training());
    assertArrayEquals(new double[] {5, 1, 5, 2, 5, 3, 5, 6}, rows.features().values());
  }

  /** A constant column whose mean would be inexact if it were a plain sum: 0.1 * 3 / 3. */
  @Test
  void constantColumnBecomesZero() throws Exception {
    String text = "x,y,c\n0.1,1,a\n0.1,1e15,b\n0.1,1e15,a\n";
    Keys keys = Keys.FLOWERS.features("x").allNumbers();
    assertArrayEquals(
        new double[3], all(load(text, keys.csv(",", "c"), TWO, 0).training()).features().values());
  }

  /** Rows that are kept back, for the test or for validation, must not shape what is fitted. */
  @Test
  void fitsOnTheRowsThatAreTrainedOnAlone() throws Exception {
    StringBuilder text = new StringBuilder("x,c\n");
    for (int i = 0; i < 40; i++) {
      text.append(i * i).append(i % 2 == 0 ? ",a\n" : ",b\n");
    }
    Keys keys = Keys.FLOWERS.allNumbers().testFraction(0.25);
    Dataset loaded = load(text.toString(), keys.csv(",", "c"), TWO, 0.2);
    assertEquals(24, loaded.training().size());
    assertEquals(6, loaded.validation().size());
    assertEquals(10, loaded.test().size());
    double[] values = all(loaded.training()).features().values();
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      sum += value;
      squares += value * value;
    }
    assertEquals(0, sum / 24, 1e-13);
    assertEquals(1, squares / 24, 1e-13);
    for (int i = 1; i < values.length; i++) {
      assertTrue(values[i] > values[i - 1], "the rows stay in order");
    }
  }

  /** Of 4 rows and 3 colours, 2 rows cannot show all; a colour that both leave out is told. */
  @Test
  void tellsOfNamesThatAreNotTrainedOn() throws Exception {
    List<String> notes = new ArrayList<>();
    FetchListener listener =
        new FetchListener() {
          @Override
          public void progress(String file, long done, long total) {}

          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    Source.Csv csv = Keys.FLOWERS.testFraction(0.5).csv(",", "kind");
    Dataset loaded = catalogue(FLOWERS).load(new DataSpec(csv, 32, 0), TWO, 42, listener);
    List<String> expected = new ArrayList<>();
    Batch rows = all(loaded.training());
    for (int colour = 0; colour < 3; colour++) {
      if (rows.features().at(0, 1 + colour) + rows.features().at(1, 1 + colour) == 0) {
        String name = List.of("red", "white", "blue").get(colour);
        expected.add("column 'colour': no row that is trained on has '" + name + "'");
      }
    }
    assertFalse(expected.isEmpty());
    assertEquals(expected, notes);
  }

  @Test
  void refusesNumbersTooFarApart() {
    DataException refusal =
        assertThrows(
            DataException.class,
            () ->
                load("x,c\n1e300,a\n-1e300,b\n", Keys.FLOWERS.allNumbers().csv(",", "c"), TWO, 0));
    assertEquals(
        "column 'x': expected numbers whose variance is finite, found Infinity",
        refusal.getMessage());
  }

  @Test
  void readsATestFile() throws Exception {
    String test = "kind,height,width,colour\ndaisy,7,3,red\n";
    IdxBytes.write(folder.resolve("u.csv"), test.getBytes(StandardCharsets.UTF_8));
    Dataset loaded =
        load(FLOWERS, Keys.FLOWERS.testPath("u.csv").testFraction(0.5).csv(",", "kind"), TWO, 0);
    assertEquals(4, loaded.training().size());
    assertEquals("t.csv, 4 rows to train on, 1 rows of u.csv to test", loaded.origin());
    Batch rows = all(loaded.test());
    assertArrayEquals(new double[] {0, 1, 0, 0, 2e5}, rows.features().values(), 1e-9);
    assertArrayEquals(new double[] {0, 1}, rows.labels().values());
    assertEquals(Sha256.of(test.getBytes(StandardCharsets.UTF_8)), loaded.sha256().get("u.csv"));
  }

  @Test
  void refusesATestFileThatDoesNotFit() {
    Source.Csv csv = Keys.FLOWERS.testPath("u.csv").csv(",", "kind");
    Path other = folder.resolve("u.csv");
    assertFault(
        "testPath", other + ": expected a CSV file, found no such file", fault(FLOWERS, csv));
    IdxBytes.write(
        other, "kind,height,width,colour\ndaisy,7,3,mauve\n".getBytes(StandardCharsets.UTF_8));
    assertFault(
        "testPath",
        other
            + ":2: column 'colour': expected one of red, white, blue, as in the training data,"
            + " found 'mauve'",
        fault(FLOWERS, csv));
    IdxBytes.write(
        other, "kind,height,width,colour\ntulip,7,3,red\n".getBytes(StandardCharsets.UTF_8));
    assertFault(
        "testPath",
        other
            + ":2: column 'kind': expected one of rose, daisy, as in the training data, found"
            + " 'tulip'",
        fault(FLOWERS, csv));
    IdxBytes.write(other, "height,width,colour\n7,3,red\n".getBytes(StandardCharsets.UTF_8));
    assertFault(
        "testPath",
        other + ":1: expected a column 'kind', found height, width, colour",
        fault(FLOWERS, csv));
    IdxBytes.write(other, "kind,height,width,colour\n".getBytes(StandardCharsets.UTF_8));
    assertFault(
        "testPath",
        other + ": expected rows below the column names, found none",
        fault(FLOWERS, csv));
  }

  @Test
  void ordersNumbersBySizeAndNamesByAppearance() throws Exception {
    Keys keys = Keys.FLOWERS.categorical("n");
    DataCatalogue numbers = catalogue("n,x,c\n10,0,3\n9,0,-1\n10,0,20\n");
    assertEquals(List.of("-1", "3", "20"), numbers.describe(keys.csv(",", "c")).classes());
    LabelEncoding three = new LabelEncoding(Task.CLASSIFICATION, Shape.of(3), 0);
    Dataset loaded = load("n,x,c\n10,0,3\n9,0,-1\n10,0,20\n", keys.csv(",", "c"), three, 0);
    assertArrayEquals(
        new double[] {0, 1, 0, 1, 0, 0, 0, 1, 0}, all(loaded.training()).features().values());
    assertFault(
        "path",
        folder.resolve("t.csv")
            + ": column 'c': expected each number written in one way, found '1' and '1.0'",
        fault("n,c\na,1\na,0\na,1.0\n", keys.csv(",", "c")));
  }

  @Test
  void predictsNumbers() throws Exception {
    Dataset loaded =
        load(
            FLOWERS,
            Keys.FLOWERS.regression().features("height").allNumbers().csv(",", "width"),
            NUMBER,
            0);
    assertEquals(List.of(), loaded.description().classes());
    assertEquals(Task.REGRESSION, loaded.description().task());
    assertArrayEquals(new double[] {1, 2, 3, 6}, all(loaded.training()).labels().values());
  }

  @Test
  void namesThePlaceOfAWrongValue() {
    Path file = folder.resolve("t.csv");
    assertFault(
        "path",
        file
            + ":2: column 'colour': expected a number (if the column holds names, list it under"
            + " 'categorical'), found 'red'",
        fault("colour,kind\nred,a\n1,b\n", Keys.FLOWERS.allNumbers().csv(",", "kind")));
    assertFault(
        "path",
        file + ":3: column 'kind': expected a number, found 'rose'",
        fault("x,kind\n1,2\n1,rose\n", Keys.FLOWERS.allNumbers().regression().csv(",", "kind")));
    assertFault(
        "path",
        file + ":3: column 'c': expected a name, found an empty cell",
        fault("x,c\n1,a\n2,\n", Keys.FLOWERS.allNumbers().csv(",", "c")));
    assertFault(
        "path",
        file + ": expected rows below the column names, found none",
        fault("x,c\n", Keys.FLOWERS.allNumbers().csv(",", "c")));
    assertFault(
        "path",
        file + ": expected a row to train on and one to test, found one row",
        fault(
            "x,y\n1,2\n", Keys.FLOWERS.allNumbers().regression().testFraction(0.2).csv(",", "y")));
  }

  /** Rows with too few values are told and passed over; the others are read on. */
  @Test
  void tellsOfEveryFault() {
    Path file = folder.resolve("t.csv");
    assertFault(
        "path",
        "expected a table without faults, found 4\n  "
            + file
            + ":3: expected 3 values, one for each column, found 2\n  "
            + file
            + ":4: column 'y': expected a number (if the column holds names, list it under"
            + " 'categorical'), found 'b'\n  "
            + file
            + ":4: column 'c': expected a name, found an empty cell\n  "
            + file
            + ":5: column 'x': expected a number with a decimal point, found '1,5'",
        fault("x;y;c\n1;2;k\n1;2\n1;b;\n1,5;2;k\n", Keys.FLOWERS.allNumbers().csv(";", "c")));
  }

  @Test
  void countsTheFaultsThatAreTooManyToShow() {
    String text = "x,c\n" + "-,k\n".repeat(23);
    String[] lines =
        fault(text, Keys.FLOWERS.allNumbers().csv(",", "c")).getMessage().split("\n", -1);
    assertEquals("expected a table without faults, found 23", lines[0]);
    assertEquals(1 + TableFaults.SHOWN + 1, lines.length);
    assertTrue(lines[20].contains(":21: column 'x'"), lines[20]);
    assertEquals("  and 3 more", lines[21]);
  }

  private static final String WEIGHTED = "x,c,w\n1,a,0\n2,b,2.5\n3,a,1\n";

  private static Source.Csv weighted(String weight, Optional<String> testPath) {
    return new Source.Csv(
        "t.csv",
        new Source.Columns(",", "c", List.of(), List.of(), Task.CLASSIFICATION, false),
        Optional.of(weight),
        0,
        testPath);
  }

  @Test
  void weighsExamplesByAColumn() throws Exception {
    Dataset loaded = load(WEIGHTED, weighted("w", Optional.empty()), TWO, 0);
    assertEquals(Shape.of(1), loaded.description().features(), "the weight is no feature");
    Batch rows = loaded.training().batch(new int[] {2, 1, 0});
    assertEquals(Shape.of(3, 1), rows.labelMask().orElseThrow().shape());
    assertArrayEquals(new double[] {1, 2.5, 0}, rows.labelMask().orElseThrow().values());
    assertTrue(rows.featureMask().isEmpty());
    IdxBytes.write(folder.resolve("new.csv"), "x\n7\n".getBytes(StandardCharsets.UTF_8));
    Examples unseen = loaded.preprocessing().readFeatures(folder.resolve("new.csv"));
    assertEquals(1, unseen.size());
    assertTrue(unseen.labelMaskShape().isEmpty());
  }

  @Test
  void refusesWeightsThatAreNone() {
    Path file = folder.resolve("t.csv");
    assertFault(
        "weight",
        file + ":1: expected a column 'weight', found x, c, w",
        fault(WEIGHTED, weighted("weight", Optional.empty())));
    assertFault(
        "path",
        file + ":2: column 'w': expected a weight of at least 0, found '-1'",
        fault(WEIGHTED.replace("a,0", "a,-1"), weighted("w", Optional.empty())));
    IdxBytes.write(folder.resolve("u.csv"), "x,c\n7,a\n".getBytes(StandardCharsets.UTF_8));
    assertFault(
        "testPath",
        folder.resolve("u.csv") + ":1: expected a column 'w', found x, c; did you mean 'x'?",
        fault(WEIGHTED, weighted("w", Optional.of("u.csv"))));
  }

  @Test
  void blamesTheKeyThatHasToChange() {
    String header = folder.resolve("t.csv") + ":1: expected a column ";
    String columns = ", found width, colour, height, kind";
    assertFault(
        "label",
        header + "'kinds'" + columns + "; did you mean 'kind'?",
        fault(FLOWERS, Keys.FLOWERS.csv(",", "kinds")));
    assertFault(
        "features",
        header + "'size'" + columns,
        fault(FLOWERS, Keys.FLOWERS.features("width", "size").csv(",", "kind")));
    assertFault(
        "features",
        "expected each column once, got 'width' twice",
        fault(FLOWERS, Keys.FLOWERS.features("width", "width").csv(",", "kind")));
    assertFault(
        "categorical",
        header + "'color'" + columns + "; did you mean 'colour'?",
        fault(FLOWERS, Keys.FLOWERS.categorical("color").csv(",", "kind")));
    assertFault(
        "categorical",
        "expected a feature, got 'kind'",
        fault(FLOWERS, Keys.FLOWERS.categorical("kind").csv(",", "kind")));
    assertFault(
        "delimiter",
        "expected another character than '\"'",
        fault(FLOWERS, Keys.FLOWERS.csv("\"", "kind")));
    assertFault(
        "task",
        "expected names or whole numbers as classes in column 'x', found '1.5'; to predict numbers,"
            + " set task: regression",
        fault("x,y\n1.5,1\n2,2\n", Keys.FLOWERS.allNumbers().csv(",", "x")));
    assertFault(
        "label",
        "expected at least two classes in column 'c', found only 'a'",
        fault("x,c\n1,a\n2,a\n", Keys.FLOWERS.allNumbers().csv(",", "c")));
    assertFault(
        "path",
        "expected a column besides the label 'c'",
        fault("c\na\n", Keys.FLOWERS.allNumbers().csv(",", "c")));
  }

  /** What would not fit into memory lies in a file instead, and is the same to the last bit. */
  @Test
  void aLargeTableIsReadAsASmallOneIs() throws Exception {
    StringBuilder text = new StringBuilder("\uFEFFx,place,w,c\n");
    for (int i = 0; i < 1000; i++) {
      text.append(Math.sin(i)).append(i % 3 == 0 ? ",h\u00fcgel," : ",lake,").append(i % 5);
      text.append(i % 7 < 3 ? ",a\r\n" : ",b\n");
    }
    Path file = folder.resolve("t.csv");
    IdxBytes.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    Source.Csv csv =
        new Source.Csv(
            "t.csv",
            Keys.FLOWERS.categorical("place").csv(",", "c").columns(),
            Optional.of("w"),
            0.2,
            Optional.empty());
    LoadedSource small =
        TableSource.of(csv, Table.read(file)).load(TWO, 0.1, 42, FetchListener.SILENT);
    LoadedSource large =
        TableSource.of(csv, Table.read(file, 0)).load(TWO, 0.1, 42, FetchListener.SILENT);

    assertEquals(small.description(), large.description());
    assertEquals(small.sha256(), large.sha256());
    assertEquals(small.preprocessing(), large.preprocessing());
    assertEquals(800, large.training().size());
    assertSameBatch(all(small.training()), all(large.training()));
    assertSameBatch(all(small.test().orElseThrow()), all(large.test().orElseThrow()));
  }

  private static void assertSameBatch(Batch expected, Batch actual) {
    assertArrayEquals(expected.features().values(), actual.features().values());
    assertArrayEquals(expected.labels().values(), actual.labels().values());
    assertArrayEquals(
        expected.labelMask().orElseThrow().values(), actual.labelMask().orElseThrow().values());
  }
}
