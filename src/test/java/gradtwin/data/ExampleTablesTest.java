package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import gradtwin.spec.Experiment;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The example tables are what their formulas say, and their configurations read them. */
final class ExampleTablesTest {
  static Stream<Arguments> tables() {
    return Stream.of(
        arguments("cups.csv", ExampleTables.cups()),
        arguments("throws.csv", ExampleTables.throwsOfABall()),
        arguments("rides.csv", ExampleTables.rides()),
        arguments("grid.csv", ExampleTables.grid()),
        arguments("grid-values.csv", ExampleTables.gridValues()),
        arguments("words.csv", ExampleTables.words()),
        arguments("word.csv", ExampleTables.word()));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void tablesAreWhatTheirFormulasSay(String name, String expected) throws IOException {
    assertEquals(expected, Files.readString(Path.of("data", name)));
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
