package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.data.DataException;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A saved network has its activations and its loss with their parameters. */
class SavedFunctionsTest {
  @TempDir private Path folder;

  static List<Path> files() {
    return AgreementFiles.all().stream()
        .filter(file -> file.toString().contains("agreement"))
        .filter(file -> file.getFileName().toString().matches("(activation|loss)-.*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void loadedNetworkHasTheSameLoss(Path file) throws DataException, IOException {
    Experiment experiment =
        AgreementFiles.experiment(file.getFileName().toString().replace(".yaml", ""));
    Examples training =
        AgreementFiles.catalogue(file)
            .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT)
            .training();
    Batch batch = training.batch(IntStream.range(0, 4).toArray());
    Dl4jNetwork network = Dl4jNetwork.create(experiment);
    Path zip = folder.resolve("model.zip");
    network.save(zip);
    assertEquals(network.loss(batch, true), Dl4jNetwork.load(experiment, zip).loss(batch, true));
  }
}
