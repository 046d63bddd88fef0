package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.spec.Experiment;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example tables are what their formulas say, and their configurations read them. */
final class ExampleTablesTest {
  @Test
  void tablesAreWhatTheirFormulasSay() throws IOException {
    assertEquals(ExampleTables.cups(), Files.readString(Path.of("data", "cups.csv")));
    assertEquals(ExampleTables.throwsOfABall(), Files.readString(Path.of("data", "throws.csv")));
  }

  @ParameterizedTest
  @CsvSource({"csv-classification.yaml, 5, 3, 240", "csv-regression.yaml, 3, 1, 240"})
  void configurationsLoad(String name, int features, int outputs, int training) throws Exception {
    Path configs = Path.of("configs");
    DataCatalogue catalogue = new DataCatalogue(new DataPlaces(configs, Path.of(""), Map.of()));
    Document<Experiment> document =
        Experiment.read(name, Files.readString(configs.resolve(name)), List.of(), catalogue);
    assertEquals(List.of(), document.diagnostics());
    Experiment experiment = document.value().orElseThrow();
    Dataset loaded =
        catalogue.load(
            experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
    assertEquals(features, loaded.training().featureShape().elements());
    assertEquals(outputs, loaded.training().labelShape().elements());
    assertEquals(training, loaded.training().size() + loaded.validation().size());
    assertEquals(60, loaded.test().size());
  }
}
