package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Update;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On every network of the vocabulary, a training step gives the same bits whether it works in fresh
 * memory or in that of an earlier step, which here was one over numbers that are none: whatever a
 * layer reads before it writes it would show.
 */
class WorkspaceFilesTest {
  private static final int STEPS = 2;

  static List<Path> files() {
    return AgreementFiles.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void usedMemoryIsAsGoodAsFresh(Path file) throws DataException {
    Experiment experiment =
        AgreementFiles.experiment(file.getFileName().toString().replace(".yaml", ""));
    DataCatalogue catalogue = AgreementFiles.catalogue(file);
    Dataset data =
        catalogue.load(
            experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
    int count = Math.min(experiment.data().batchSize(), data.training().size());
    Batch batch = data.training().batch(IntStream.range(0, count).toArray());

    Network used = experiment.toTwin();
    used.train(spoilt(batch, experiment), experiment.toTwinUpdate(), Moment.START);
    copy(experiment.toTwin(), used);
    Update ofUsed = experiment.toTwinUpdate();

    Network last = experiment.toTwin();
    Update ofFresh = experiment.toTwinUpdate();
    for (int i = 0; i < STEPS; i++) {
      Network fresh = experiment.toTwin();
      copy(last, fresh);
      Moment moment = new Moment(i, 0);
      double expected = fresh.train(batch, ofFresh, moment);
      assertEquals(expected, used.train(batch, ofUsed, moment), "loss of step " + i);
      assertEqualParameters(fresh, used, i);
      last = fresh;
    }
  }

  /** Indices have to stay indices. */
  private static Batch spoilt(Batch batch, Experiment experiment) {
    Tensor features = batch.features().copy();
    if (!experiment.network().takesIndices()) {
      features.fill(Double.NaN);
    }
    return new Batch(features, batch.labels(), batch.featureMask(), batch.labelMask());
  }

  private static void copy(Network from, Network to) {
    for (int layer = 0; layer < from.parameters().size(); layer++) {
      List<Parameter> source = from.parameters().get(layer);
      for (int i = 0; i < source.size(); i++) {
        to.parameters().get(layer).get(i).value().overwriteWith(source.get(i).value());
      }
    }
  }

  private static void assertEqualParameters(Network expected, Network actual, int step) {
    for (int layer = 0; layer < expected.parameters().size(); layer++) {
      List<Parameter> parameters = expected.parameters().get(layer);
      for (int i = 0; i < parameters.size(); i++) {
        assertArrayEquals(
            parameters.get(i).value().values(),
            actual.parameters().get(layer).get(i).value().values(),
            "layer " + layer + ", " + parameters.get(i) + " after step " + step);
      }
    }
  }
}
