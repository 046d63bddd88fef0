package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradtwin.spec.DataSpec;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Source;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** The real MNIST. */
final class MnistTest {
  private static final LabelEncoding TEN = new LabelEncoding(Task.CLASSIFICATION, Shape.of(10), 0);

  private Path folder;
  private Dataset mnist;

  /** Before each test rather than once, so that each is counted as skipped. */
  @BeforeEach
  void load() throws DataException {
    String directory = System.getenv("MNIST_DIR");
    assumeTrue(directory != null, "MNIST_DIR is not set: no folder with the real MNIST to test on");
    folder = Path.of(directory);
    mnist = loaded(0);
  }

  private Dataset loaded(double validationFraction) throws DataException {
    DataPlaces places = new DataPlaces(Path.of(""), Path.of(""), Map.of());
    DataSpec spec =
        new DataSpec(new Source.Mnist(Optional.of(folder.toString())), 32, validationFraction);
    return new DataCatalogue(places).load(spec, TEN, 42, FetchListener.SILENT);
  }

  @Test
  void hasAllExamples() {
    assertEquals(60_000, mnist.training().size());
    assertEquals(10_000, mnist.test().size());
    assertEquals(0, mnist.validation().size());
    assertEquals("MNIST from " + folder, mnist.origin());
    assertEquals(
        MnistFiles.PUBLISHED.stream().map(MnistFiles.Published::sha256).toList(),
        List.copyOf(mnist.sha256().values()));
  }

  /** The counts of the classes as published. */
  @Test
  void hasThePublishedLabels() {
    assertEquals(5, label(mnist.training(), 0));
    assertEquals(7, label(mnist.test(), 0));
    int[] counts = new int[10];
    for (int i = 0; i < 60_000; i++) {
      counts[label(mnist.training(), i)]++;
    }
    assertArrayEquals(
        new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}, counts);
  }

  private static int label(Examples examples, int row) {
    double[] columns = new double[10];
    examples.copyLabels(row, columns, 0);
    int label = 0;
    while (columns[label] != 1) {
      label++;
    }
    return label;
  }

  /** Mean 0.1307 and deviation 0.3081, as everyone who standardizes MNIST writes. */
  @Test
  void hasTheKnownBrightness() {
    double[] pixels = new double[784];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 60_000; i++) {
      mnist.training().copyFeatures(i, pixels, 0);
      for (double pixel : pixels) {
        sum += pixel;
        squares += pixel * pixel;
      }
    }
    double mean = sum / (60_000 * 784);
    assertEquals(0.1307, mean, 0.00005);
    assertEquals(0.3081, Math.sqrt(squares / (60_000 * 784) - mean * mean), 0.00005);
  }

  @Test
  void keepsATenthBackForValidation() throws DataException {
    Dataset split = loaded(0.1);
    assertEquals(54_000, split.training().size());
    assertEquals(6_000, split.validation().size());
  }

  @Test
  void isTheSameInPlainDl4j() throws Exception {
    MnistFiles.Place place =
        new MnistFiles(
                new DataPlaces(Path.of(""), Path.of(""), Map.of("MNIST_DIR", folder.toString())),
                Optional.empty())
            .found()
            .orElseThrow();
    IdxRecordReader reader = new IdxRecordReader();
    reader.initialize(
        new CollectionInputSplit(
            List.of(place.files().get(2).toUri(), place.files().get(3).toUri())));
    DataSet batch =
        new RecordReaderDataSetIterator.Builder(reader, 64).classification(784, 10).build().next();
    int[] rows = new int[64];
    for (int i = 0; i < 64; i++) {
      rows[i] = i;
    }
    Batch ours = mnist.test().batch(rows);
    double[] theirs = batch.getFeatures().reshape(64 * 784).toDoubleVector();
    for (int i = 0; i < theirs.length; i++) {
      assertEquals(ours.features().values()[i], (float) (theirs[i] / 255.0));
    }
    assertArrayEquals(ours.labels().values(), batch.getLabels().reshape(640).toDoubleVector());
  }

  /** The best of three, since other programs run too. */
  @Test
  void loadsInUnderASecond() throws DataException {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      loaded(0);
      best = Math.min(best, (System.nanoTime() - start) * 1e-9);
    }
    assertTrue(best < 1, "expected MNIST within a second, took " + best + " s");
  }
}
