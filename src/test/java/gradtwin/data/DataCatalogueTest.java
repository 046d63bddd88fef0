package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

final class DataCatalogueTest {
  private static final LabelEncoding ONE_COLUMN =
      new LabelEncoding(Task.CLASSIFICATION, Shape.of(1), 0);
  private static final LabelEncoding TEN = new LabelEncoding(Task.CLASSIFICATION, Shape.of(10), 0);

  @TempDir private Path folder;

  private DataCatalogue catalogue() {
    return new DataCatalogue(new DataPlaces(folder, folder, Map.of()));
  }

  private Dataset load(Source source, LabelEncoding labels, double validation)
      throws DataException {
    return catalogue().load(new DataSpec(source, 32, validation), labels, 42, FetchListener.SILENT);
  }

  private static Batch all(Examples examples) {
    return examples.batch(IntStream.range(0, examples.size()).toArray());
  }

  @Test
  void loadsXor() throws Exception {
    Dataset xor = load(new Source.Xor(), ONE_COLUMN, 0);
    assertEquals(catalogue().describe(new Source.Xor()), xor.description());
    Batch rows = all(xor.training());
    assertArrayEquals(new double[] {0, 0, 0, 1, 1, 0, 1, 1}, rows.features().values());
    assertArrayEquals(new double[] {0, 1, 1, 0}, rows.labels().values());
    assertTrue(xor.testIsTraining());
    assertArrayEquals(rows.features().values(), all(xor.test()).features().values());
    assertEquals(0, xor.validation().size());
    assertEquals("the four rows of exclusive or, which are also the test", xor.origin());
    assertEquals(Set.of("xor.csv"), xor.sha256().keySet());
  }

  @Test
  void xorWorksInPlainDl4j() throws Exception {
    CSVRecordReader reader = new CSVRecordReader(1);
    reader.initialize(new FileSplit(Path.of("data", "xor.csv").toFile()));
    DataSet batch =
        new RecordReaderDataSetIterator.Builder(reader, 4).classification(2, 2).build().next();
    assertArrayEquals(
        new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, batch.getFeatures().toDoubleMatrix());
    assertArrayEquals(
        new double[][] {{1, 0}, {0, 1}, {0, 1}, {1, 0}}, batch.getLabels().toDoubleMatrix());
  }

  @Test
  void loadsDigitsAndNeverCallsThemMnist() throws Exception {
    Source.Digits source = new Source.Digits(100, 20);
    Dataset digits = load(source, TEN, 0.1);
    assertEquals(Shape.of(1, 28, 28), catalogue().describe(source).features());
    assertEquals(Shape.of(784), digits.description().features());
    assertEquals(100, digits.description().trainingExamples());
    assertEquals(90, digits.training().size());
    assertEquals(10, digits.validation().size());
    assertEquals(20, digits.test().size());
    assertEquals("digits drawn by this program (not MNIST)", digits.origin());
    assertEquals(4, digits.sha256().size());
    assertArrayEquals(
        new double[] {0, 0, 0, 1, 0, 0, 0, 0, 0, 0},
        digits.test().batch(new int[] {3}).labels().values());
  }

  /** Both precisions must see the same number. */
  @Test
  void pixelsAreExactInFloat32() throws Exception {
    Batch batch = load(new Source.Digits(20, 10), TEN, 0).training().batch(new int[] {7, 8});
    assertArrayEquals(batch.roundedToFloat32().features().values(), batch.features().values());
  }

  @Test
  void describesMnistWithoutAnyFile() throws Exception {
    DataDescription mnist = catalogue().describe(new Source.Mnist(Optional.of("no/such/folder")));
    assertEquals(Shape.of(1, 28, 28), mnist.features());
    assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), mnist.classes());
    assertEquals(60_000, mnist.trainingExamples());
    assertEquals(Task.CLASSIFICATION, mnist.task());
  }

  private Source.Idx idx(int[] labels, int[] testLabels) {
    IdxBytes.write(folder.resolve("images"), IdxBytes.images(3, 2, 2));
    IdxBytes.write(folder.resolve("labels"), IdxBytes.labels(labels));
    IdxBytes.write(folder.resolve("test"), IdxBytes.gzip(IdxBytes.images(2, 2, 2)));
    IdxBytes.write(folder.resolve("test-labels"), IdxBytes.labels(testLabels));
    return new Source.Idx("images", "labels", "test", "test-labels");
  }

  @Test
  void loadsIdx() throws Exception {
    Source.Idx source = idx(new int[] {2, 0, 2}, new int[] {1, 0});
    LabelEncoding three = new LabelEncoding(Task.CLASSIFICATION, Shape.of(3), 0);
    Dataset loaded = load(source, three, 0.4);
    assertEquals(Shape.of(1, 2, 2), catalogue().describe(source).features());
    assertEquals(List.of("0", "1", "2"), loaded.description().classes());
    assertEquals(Shape.of(4), loaded.description().features());
    assertEquals(2, loaded.training().size());
    assertEquals(1, loaded.validation().size());
    assertFalse(loaded.testIsTraining());
    assertArrayEquals(new double[] {0, 1, 0, 1, 0, 0}, all(loaded.test()).labels().values());
    assertEquals(Set.of("images", "labels", "test", "test-labels"), loaded.sha256().keySet());
    assertEquals("images from " + folder.resolve("images"), loaded.origin());
  }

  @Test
  void blamesTheFileThatDoesNotFit() {
    Source.Idx good = idx(new int[] {2, 0, 2}, new int[] {1, 0});
    assertIdxFault(
        "labels",
        "labels: expected 3 labels, one for each image in "
            + folder.resolve("images")
            + ", found 2",
        idx(new int[] {2, 0}, new int[] {1, 0}));
    assertIdxFault(
        "testLabels",
        "test-labels: expected 2 labels, one for each image in "
            + folder.resolve("test")
            + ", found 1",
        idx(new int[] {2, 0, 2}, new int[] {1}));
    assertIdxFault(
        "testLabels",
        "test-labels: expected labels from 0 to 2, found 3 for image 1",
        idx(new int[] {2, 0, 2}, new int[] {1, 3}));
    assertIdxFault(
        "labels",
        "labels: expected at least two classes, found only label 0",
        idx(new int[] {0, 0, 0}, new int[] {0, 0}));
    IdxBytes.write(folder.resolve("test"), IdxBytes.images(3, 1, 2));
    assertIdxFault(
        "testImages",
        "test: expected images of 2 x 2 as in " + folder.resolve("images") + ", found 1 x 2",
        good);
    assertIdxFault(
        "images",
        "nowhere: expected IDX images, found no such file",
        new Source.Idx("nowhere", "labels", "test", "test-labels"));
  }

  @Test
  void blamesEveryFileThatIsMissing() {
    idx(new int[] {2, 0, 2}, new int[] {1, 0});
    Source.Idx source = new Source.Idx("nowhere", "labels", "test", "elsewhere");

    Fault fault = assertThrows(Fault.class, () -> catalogue().describe(source));

    assertEquals("images", fault.key());
    assertEquals(1, fault.getSuppressed().length);
    Fault other = assertInstanceOf(Fault.class, fault.getSuppressed()[0]);
    assertEquals("testLabels", other.key());
    assertTrue(other.getMessage().endsWith("elsewhere: expected IDX labels, found no such file"));
  }

  private void assertIdxFault(String key, String message, Source.Idx source) {
    Fault fault = assertThrows(Fault.class, () -> catalogue().describe(source));
    assertEquals(key, fault.key());
    assertEquals(folder + File.separator + message, fault.getMessage());
  }

  @Test
  void listsEverySource() {
    List<KnownData> known = KnownData.list(new DataPlaces(folder, folder, Map.of()));
    assertEquals(Source.WORDS.words(), known.stream().map(KnownData::name).toList());
  }
}
