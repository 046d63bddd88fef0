package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.Layer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A layer of DL4J alone, given what DL4J's own layers around it gave it in the whole network,
 * answers as it did there: every way in which DL4J lays out rows, sequences, masks and batches on
 * its way from layer to layer is gone again.
 */
class IsolatedLayerTest {
  /** A delta is multiplied by N and divided by it again: two roundings, which grow by sums. */
  private static final double ROUNDING = 1e-14;

  /** A network with the first batch of its data. */
  private record Trial(Dl4jNetwork network, Experiment experiment, Batch batch) {
    static Trial of(String name) throws DataException {
      Experiment experiment = AgreementFiles.experiment(name);
      DataCatalogue catalogue = AgreementFiles.catalogue(name);
      Dataset data =
          catalogue.load(
              experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
      int size = Math.min(experiment.data().batchSize(), data.training().size());
      return new Trial(
          Dl4jNetwork.create(experiment),
          experiment,
          data.training().batch(IntStream.range(0, size).toArray()));
    }

    int layers() {
      return experiment.network().layers().size();
    }

    /** The mask as it arrives at a layer. */
    Optional<Tensor> mask(int layer) {
      Optional<Tensor> mask = batch.featureMask();
      for (Layer below : experiment.toTwin().hidden().subList(0, layer)) {
        mask = below.maskAfter(mask);
      }
      return mask;
    }

    IsolatedLayer isolated(int layer, Backpropagation whole) {
      return network.isolated(
          layer,
          batch,
          layer == 0 ? batch.features() : whole.activations().get(layer - 1),
          mask(layer),
          layer == layers() - 1 ? Optional.empty() : Optional.of(whole.deltas().get(layer + 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "layer-dense", // rows
        "layer-convolution2d-everything", // images, flattened in the end
        "layer-averagePooling3d", // volumes, flattened in the end
        "layer-dense-over-convolution1d", // steps as rows
        "layer-dense-layerNormalization-sequence", // rows between layers for sequences
        "layer-batchNormalization-sequence", // rows under layers for sequences
        "layer-timeDistributed",
        "layer-bidirectional",
        "layer-lastTimeStep",
        "layer-maskZero",
        "layer-lstm-padding", // a mask that passes through
        "layer-bidirectional-padding-simple",
        "layer-globalPooling-masked", // a mask that is used up
        "layer-convolution1d-masked-stride", // a mask that gets shorter
        "layer-frozen",
        "layer-embeddingSequence", // no delta comes out
        "layer-centerLossOutput",
        "layer-cnn3dLoss",
        "layer-rnnLoss",
        "layer-selfAttention", // a SameDiff graph
        "layer-dropout", // noise on activations
        "weightNoise-additive", // and on parameters
        "data-example-weight", // a mask of labels
        "regularization-together",
      })
  void answersAsInTheWholeNetwork(String name) throws DataException {
    Trial trial = Trial.of(name);
    Backpropagation whole = trial.network().backpropagate(trial.batch());
    double penalty = 0;
    for (int layer = 0; layer < trial.layers(); layer++) {
      IsolatedLayer alone = trial.isolated(layer, whole);
      assertClose(whole.activations().get(layer), alone.output(), "output of " + layer);
      assertClose(whole.deltas().get(layer), alone.delta(), "delta of " + layer);
      Map<String, Tensor> gradients = whole.gradients().get(layer);
      assertEquals(gradients.keySet(), alone.gradients().keySet());
      gradients.forEach((key, value) -> assertClose(value, alone.gradients().get(key), key));
      penalty += alone.penalty();
    }
    assertEquals(whole.penalty(), penalty, ROUNDING * Math.abs(penalty));
    IsolatedLayer last = trial.isolated(trial.layers() - 1, whole);
    assertEquals(whole.loss(), last.loss().orElseThrow(), ROUNDING * Math.abs(whole.loss()));
  }

  private static void assertClose(Tensor expected, Tensor actual, String what) {
    assertEquals(expected.shape(), actual.shape(), what);
    double largest = 0;
    for (double value : expected.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected.values(), actual.values(), ROUNDING * largest, what);
  }

  @Test
  void itsDeltaIsLinearInTheDeltaThatArrives() throws DataException {
    Trial trial = Trial.of("layer-lstm");
    Backpropagation whole = trial.network().backpropagate(trial.batch());
    Tensor delta = whole.deltas().get(1);
    IsolatedLayer once = trial.isolated(0, whole);
    IsolatedLayer eightTimes =
        trial
            .network()
            .isolated(
                0,
                trial.batch(),
                trial.batch().features(),
                Optional.empty(),
                Optional.of(delta.times(8)));
    assertClose(once.delta().times(8), eightTimes.delta(), "delta");
    once.gradients()
        .forEach((key, dw) -> assertClose(dw.times(8), eightTimes.gradients().get(key), key));
  }

  @Test
  void theMaskLeavesAsItDoesInTheTwin() throws DataException {
    Trial trial = Trial.of("layer-convolution1d-masked-stride");
    Backpropagation whole = trial.network().backpropagate(trial.batch());
    boolean shorter = false;
    for (int layer = 0; layer < trial.layers() - 1; layer++) {
      Optional<Tensor> expected = trial.mask(layer + 1);
      if (expected.isPresent()) {
        Tensor actual = trial.isolated(layer, whole).mask().orElseThrow();
        assertEquals(expected.get().shape(), actual.shape());
        assertArrayEquals(expected.get().values(), actual.values());
        shorter |= actual.columns() < trial.mask(0).orElseThrow().columns();
      }
    }
    assertTrue(shorter, "this file is about a mask that gets shorter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"layer-dropout", "layer-batchNormalization", "layer-lstm-padding"})
  void leavesTheNetworkAsItWas(String name) throws DataException {
    Trial trial = Trial.of(name);
    Dl4jNetwork network = trial.network();
    Backpropagation before = network.backpropagate(trial.batch());
    List<Map<String, Tensor>> parameters = network.parameters();
    long iteration = network.iteration();
    for (int layer = 0; layer < trial.layers(); layer++) {
      trial.isolated(layer, before);
    }
    assertEquals(iteration, network.iteration());
    for (int layer = 0; layer < trial.layers(); layer++) {
      Map<String, Tensor> now = network.parameters().get(layer);
      parameters
          .get(layer)
          .forEach((key, value) -> assertArrayEquals(value.values(), now.get(key).values(), key));
    }
    Backpropagation after = network.backpropagate(trial.batch());
    assertEquals(before.loss(), after.loss());
    for (int layer = 0; layer < trial.layers(); layer++) {
      assertArrayEquals(
          before.deltas().get(layer).values(), after.deltas().get(layer).values(), "bit for bit");
      Map<String, Tensor> now = after.gradients().get(layer);
      before
          .gradients()
          .get(layer)
          .forEach((key, value) -> assertArrayEquals(value.values(), now.get(key).values(), key));
    }
  }

  @Test
  void onlyTheLastLayerHasNoDelta() throws DataException {
    Trial trial = Trial.of("layer-dense");
    Backpropagation whole = trial.network().backpropagate(trial.batch());
    int last = trial.layers() - 1;
    Tensor input = whole.activations().get(last - 1);
    Optional<Tensor> output = Optional.of(whole.activations().get(last));
    assertThrows(
        IllegalArgumentException.class,
        () -> trial.network().isolated(last, trial.batch(), input, Optional.empty(), output));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            trial
                .network()
                .isolated(
                    0,
                    trial.batch(),
                    trial.batch().features(),
                    Optional.empty(),
                    Optional.empty()));
  }
}
