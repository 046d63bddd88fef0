package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Examples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

class LeanTrainingTest {
  private static final int STEPS = 3;

  static List<String> files() {
    return AgreementFiles.names();
  }

  private static Examples examples(String name, Experiment experiment) throws DataException {
    Dataset data =
        AgreementFiles.catalogue(name)
            .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
    return data.training();
  }

  /** Two batches of three examples and one of two, of the first ones. */
  private static int[] order(Examples examples) {
    return IntStream.range(0, 8).map(i -> i % examples.size()).toArray();
  }

  private static Dl4jNetwork lean(Experiment experiment) {
    Dl4jNetwork lean = Dl4jNetwork.create(experiment);
    lean.leaveOutNeedlessWork();
    return lean;
  }

  private static double[] trainPlain(Dl4jNetwork network, Examples examples) {
    int[] order = order(examples);
    double[] losses = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      int to = Math.min(order.length, 3 * i + 3);
      losses[i] = network.train(examples.batch(Arrays.copyOfRange(order, 3 * i, to)));
    }
    return losses;
  }

  private static double[] train(Dl4jExamples examples, int[] order) {
    double[] losses = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      losses[i] = examples.train(order, 3 * i, Math.min(order.length, 3 * i + 3));
    }
    return losses;
  }

  /** Each layer, activation, loss, optimizer, constraint and so on of the vocabulary. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void leavesTheBitsOfPlainDl4j(String name) throws DataException {
    for (Precision precision : Precision.values()) {
      Experiment experiment = AgreementFiles.experiment(name).withPrecision(precision);
      Examples examples = examples(name, experiment);
      Dl4jNetwork plain = Dl4jNetwork.create(experiment);
      Dl4jNetwork lean = lean(experiment);

      double[] expected = trainPlain(plain, examples);
      double[] losses = train(lean.over(examples, 3), order(examples));

      assertArrayEquals(expected, losses, precision.word());
      assertTrue(lean.state().sameNumbers(plain.state()), precision.word());
    }
  }

  private static final String PERCEPTRON = "optimizer-adam";

  /** An array costs more than its numbers: the arrays that a step makes are counted. */
  @Test
  void makesHalfTheArraysOfPlainDl4j() throws DataException {
    Experiment experiment = AgreementFiles.experiment(PERCEPTRON);
    Examples examples = examples(PERCEPTRON, experiment);
    Dl4jNetwork plain = Dl4jNetwork.create(experiment);
    Dl4jNetwork lean = lean(experiment);
    int[] order = order(examples);
    Dl4jExamples training = lean.over(examples, 3);
    trainPlain(plain, examples);
    train(training, order);

    long start = arraysSoFar();
    trainPlain(plain, examples);
    long between = arraysSoFar();
    train(training, order);
    long end = arraysSoFar();

    assertTrue(
        2 * (end - between) < between - start,
        "plain: " + (between - start) + ", lean: " + (end - between));
  }

  /** ND4J numbers the arrays that it will have to free. */
  private static long arraysSoFar() {
    return Nd4j.getDeallocatorService().nextValue();
  }

  @Test
  void theModelIsPlain(@TempDir Path folder) throws IOException, DataException {
    Experiment experiment = AgreementFiles.experiment(PERCEPTRON);
    Examples examples = examples(PERCEPTRON, experiment);
    Dl4jNetwork lean = lean(experiment);
    train(lean.over(examples, 3), order(examples));
    Path model = folder.resolve("model.zip");
    lean.save(model);

    MultiLayerNetwork loaded = MultiLayerNetwork.load(model.toFile(), true);

    assertEquals(DenseLayer.class, loaded.getLayer(0).getClass());
    assertEquals(OutputLayer.class, loaded.getOutputLayer().getClass());
    assertNotEquals(DenseLayer.class, lean.network().getLayer(0).getClass());
    assertEquals(lean.network().params(), loaded.params());
    assertEquals(lean.network().updaterState(), loaded.updaterState());
  }

  @Test
  void aLoadedNetworkGoesOnWithTheSameBits(@TempDir Path folder) throws IOException, DataException {
    Experiment experiment = AgreementFiles.experiment(PERCEPTRON);
    Examples examples = examples(PERCEPTRON, experiment);
    int[] order = order(examples);
    Dl4jNetwork whole = lean(experiment);
    Dl4jExamples training = whole.over(examples, 3);
    train(training, order);
    Path model = folder.resolve("model.zip");
    whole.save(model);

    Dl4jNetwork resumed = Dl4jNetwork.load(experiment, model);
    resumed.leaveOutNeedlessWork();

    assertArrayEquals(train(training, order), train(resumed.over(examples, 3), order));
    assertTrue(resumed.state().sameNumbers(whole.state()));
  }

  @Test
  void onlyWhatComputesAsTrainingDoesIsChanged() throws DataException {
    Experiment experiment = AgreementFiles.experiment(PERCEPTRON);
    Examples examples = examples(PERCEPTRON, experiment);
    Dl4jNetwork compared = Dl4jNetwork.create(experiment);
    Dl4jNetwork trained = Dl4jNetwork.create(experiment).accelerate();
    assertEquals("nothing done twice, the same bits", trained.runtime().get("steps"));

    compared.over(examples, 3);
    trained.over(examples, 3);

    assertEquals(DenseLayer.class, compared.network().getLayer(0).getClass());
    assertEquals("DL4J's own", compared.runtime().get("steps"));
    assertNotEquals(DenseLayer.class, trained.network().getLayer(0).getClass());
  }
}
