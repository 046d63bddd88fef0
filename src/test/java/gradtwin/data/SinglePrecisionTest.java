package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.spec.Experiment;
import gradtwin.tensor.Examples;
import gradtwin.yaml.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows read as float32 are the rows read as float64, rounded. */
class SinglePrecisionTest {
  @TempDir Path folder;

  private Dataset load(String data, String firstLayer, int classes) throws DataException {
    DataCatalogue catalogue = new DataCatalogue(new DataPlaces(folder, folder, Map.of()));
    String text =
        """
        name: fixture
        data: %s
        network:
          layers:
            - {type: %s}
            - {type: output, units: %d, activation: softmax, loss: crossEntropy}
        training: {optimizer: sgd}
        """
            .formatted(data, firstLayer, classes);
    Document<Experiment> document = Experiment.read("fixture.yaml", text, List.of(), catalogue);
    Experiment experiment =
        document.value().orElseThrow(() -> new AssertionError(document.diagnostics()));
    return catalogue.load(
        experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
  }

  private static void assertRounded(Examples examples) {
    int width = examples.featureShape().elements();
    for (int row = 0; row < Math.min(examples.size(), 50); row++) {
      double[] exact = new double[width + 2];
      float[] rounded = new float[width + 2];
      float[] expected = new float[width + 2];
      examples.copyFeatures(row, exact, 1);
      examples.copyFeatures(row, rounded, 1);
      for (int i = 0; i < exact.length; i++) {
        expected[i] = (float) exact[i];
      }
      assertArrayEquals(expected, rounded);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {source: digits, validationFraction: 0.1} | dense, units: 3, activation: tanh
          {source: digits, view: {type: image}}     | dense, units: 3, activation: tanh
          {source: digits, view: {type: sequence}}  | globalPooling, pooling: max
          """)
  void imagesInEveryView(String data, String firstLayer) throws DataException {
    Dataset digits = load(data, firstLayer, 10);
    assertRounded(digits.training());
    assertRounded(digits.validation());
    assertRounded(digits.test());
  }

  @Test
  void tables() throws Exception {
    Files.writeString(
        folder.resolve("t.csv"), "a,b,kind\n0.1,x,u\n0.2,y,v\n1e-9,x,u\n123456.789,z,v\n3,x,u\n");
    Dataset table =
        load(
            "{source: csv, path: t.csv, label: kind, categorical: [b], testFraction: 0.2}",
            "activation, activation: tanh",
            2);

    assertEquals(4, table.training().size());
    assertRounded(table.training());
  }
}
