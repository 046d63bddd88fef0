package gradtwin.bench;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.DataPlaces;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Examples;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The examples that all subjects are trained on, in the same order: those of exclusive or, and
 * images of digits, which are MNIST's where {@code MNIST_DIR} says that it is there, and drawn ones
 * elsewhere.
 *
 * @param home the program's folder
 * @param mnist whether the images are MNIST's
 * @param environment the environment variables
 */
record BenchmarkData(Path home, boolean mnist, Map<String, String> environment) {
  /** A whole number of batches of any size that is measured. */
  static final int ROWS = 12_800;

  /** So many digits are drawn, since each subject of this program draws them anew. */
  private static final int DRAWN = 1_280;

  /** So many rows make an epoch, whatever the source has: what ends an epoch must not count. */
  private static final int EPOCH_ROWS = 5 * ROWS;

  /** Those that are looked at after an epoch, which nobody asked for. */
  private static final int MEASURED_ROWS = 10;

  private static final String MNIST_DIRECTORY = "MNIST_DIR";

  BenchmarkData {
    environment = Map.copyOf(environment);
  }

  /** What the environment offers. */
  static BenchmarkData of(Path home, Map<String, String> environment) {
    boolean mnist = !environment.getOrDefault(MNIST_DIRECTORY, "").isEmpty();
    return new BenchmarkData(home, mnist, environment);
  }

  private DataCatalogue catalogue() {
    return new DataCatalogue(new DataPlaces(home, home, environment));
  }

  /** The experiment of a workload on these examples. */
  Experiment experiment(Workload workload) {
    List<String> overrides = new ArrayList<>(workload.overrides());
    if (workload.network().readsImages() && !mnist) {
      overrides.add("data.source=digits");
      overrides.add("data.examples=" + DRAWN);
      overrides.add("data.testExamples=" + MEASURED_ROWS);
    }
    Document<Experiment> document =
        Experiment.read(
            workload.network() + ".yaml", workload.network().yaml(), overrides, catalogue());
    return document
        .value()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the benchmark's own network has faults: " + document.diagnostics()));
  }

  /**
   * The examples of an experiment: {@link #ROWS} of its source, or all if there are fewer, again
   * and again up to the length of an epoch.
   *
   * @throws DataException if MNIST is not where it is said to be
   */
  Dataset load(Experiment experiment) throws DataException {
    Dataset loaded =
        catalogue()
            .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
    int available = Math.min(ROWS, loaded.training().size());
    Examples training = loaded.training().select(repeated(available, EPOCH_ROWS));
    Examples measured = loaded.training().select(repeated(available, MEASURED_ROWS));
    return new Dataset(
        loaded.description(),
        training,
        measured,
        measured,
        false,
        loaded.origin(),
        loaded.sha256(),
        loaded.preprocessing());
  }

  private static int[] repeated(int available, int count) {
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      rows[i] = i % available;
    }
    return rows;
  }

  /**
   * Writes the examples for subjects that are not of this program, one file per kind.
   *
   * @return what the images are, in one phrase
   * @throws DataException if MNIST is not where it is said to be
   */
  String write(Path folder) throws IOException, DataException {
    write(folder, BenchmarkNetwork.XOR_MLP);
    return write(folder, BenchmarkNetwork.MNIST_MLP).origin();
  }

  private Dataset write(Path folder, BenchmarkNetwork network) throws IOException, DataException {
    Dataset loaded = load(experiment(network.workloads().get(0)));
    ExamplesFile.write(folder.resolve(fileName(network)), loaded.training(), ROWS);
    return loaded;
  }

  /** The name of the file that holds a network's examples. */
  static String fileName(BenchmarkNetwork network) {
    return network.readsImages() ? "digits.f32" : "xor.f32";
  }
}
