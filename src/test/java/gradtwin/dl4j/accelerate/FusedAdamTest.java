package gradtwin.dl4j.accelerate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class FusedAdamTest {
  /** More than are gathered at once, and no multiple of that. */
  private static final int INPUTS = 300;

  private static MultiLayerNetwork network(DataType type, IUpdater updater) {
    return network(type, updater, INPUTS);
  }

  private static MultiLayerNetwork network(DataType type, IUpdater updater, int inputs) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder().nIn(inputs).nOut(17).build())
                // a setting of its own, so that the state has two blocks and one starts in its
                // midst
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(17)
                        .nOut(3)
                        .updater(new Adam(0.02, 0.8, 0.9, 1e-6))
                        .build())
                .build());
    network.init();
    network.initGradientsView();
    return network;
  }

  private static DirectUpdater updater(MultiLayerNetwork network) {
    return new DirectUpdater(network, null);
  }

  private static DirectUpdater fused(MultiLayerNetwork network, DataType type) {
    DirectUpdater updater = updater(network);
    FusedAdam.install(updater, type);
    return updater;
  }

  private static List<Class<?>> kinds(DirectUpdater updater) {
    List<Class<?>> kinds = new ArrayList<>();
    updater.getUpdaterBlocks().forEach(block -> kinds.add(block.getGradientUpdater().getClass()));
    return kinds;
  }

  /** Gradients of all sizes, some of them 0. */
  private static void fillGradient(DirectUpdater updater, int step) {
    INDArray gradient = updater.getFlattenedGradientsView();
    for (int i = 0; i < gradient.length(); i++) {
      double size = Math.exp(20 * Math.sin(i + step));
      gradient.putScalar(i, i % 11 == 0 ? 0 : Math.sin(7 * i + step) * size);
    }
  }

  private static void applyAll(DirectUpdater updater, int iteration) {
    updater
        .getUpdaterBlocks()
        .forEach(
            block -> {
              GradientUpdater<?> adam = block.getGradientUpdater();
              INDArray view = block.getGradientView();
              adam.applyUpdater(view.reshape(view.length()), iteration, 0);
            });
  }

  /** Of the steps, and of what is remembered. */
  private static void assertSameBits(DirectUpdater nd4j, DirectUpdater fused, int iteration) {
    assertArrayEquals(
        nd4j.getFlattenedGradientsView().data().asDouble(),
        fused.getFlattenedGradientsView().data().asDouble(),
        "at " + iteration);
    assertArrayEquals(
        nd4j.getStateViewArray().data().asDouble(),
        fused.getStateViewArray().data().asDouble(),
        "at " + iteration);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void stepsAreThoseOfNd4jToTheLastBit(DataType type) {
    Nd4j.setDefaultDataTypes(type, type);
    Adam adam = new Adam(0.001, 0.9, 0.999, 1e-8);
    DirectUpdater nd4j = updater(network(type, adam));
    DirectUpdater fused = fused(network(type, adam), type);
    assertEquals(List.of(AdamUpdater.class, AdamUpdater.class), kinds(nd4j));
    assertEquals(List.of(FusedAdam.class, FusedAdam.class), kinds(fused));

    for (int iteration = 0; iteration < 20; iteration++) {
      fillGradient(nd4j, iteration);
      fillGradient(fused, iteration);
      applyAll(nd4j, iteration);
      applyAll(fused, iteration);

      assertSameBits(nd4j, fused, iteration);
    }
  }

  /** The rate has powers in it, which Java and the C library round differently once in a while. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void noStepOfALongTrainingDiffers(DataType type) {
    Nd4j.setDefaultDataTypes(type, type);
    Adam adam = new Adam(0.001, 0.9, 0.999, 1e-8);
    DirectUpdater nd4j = updater(network(type, adam, 1));
    DirectUpdater fused = fused(network(type, adam, 1), type);
    fillGradient(nd4j, 0);
    fillGradient(fused, 0);

    for (int iteration = 0; iteration < 20000; iteration++) {
      applyAll(nd4j, iteration);
      applyAll(fused, iteration);

      assertSameBits(nd4j, fused, iteration);
    }
  }

  /** ND4J takes epsilon for the rate then; whoever trains must see that. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void aRateOfZeroIsLeftToNd4j(DataType type) {
    Nd4j.setDefaultDataTypes(type, type);
    Adam adam = new Adam(0, 0.9, 0.999, 1e-8);
    DirectUpdater nd4j = updater(network(type, adam));
    DirectUpdater fused = fused(network(type, adam), type);
    fillGradient(nd4j, 0);
    fillGradient(fused, 0);
    applyAll(nd4j, 0);
    applyAll(fused, 0);

    assertSameBits(nd4j, fused, 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void otherOptimizersStay(DataType type) {
    Nd4j.setDefaultDataTypes(type, type);
    DirectUpdater updater = updater(network(type, new Sgd(0.1)));
    Class<?> sgd = kinds(updater).get(0);

    FusedAdam.install(updater, type);

    assertEquals(List.of(sgd, FusedAdam.class), kinds(updater));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"HALF", "BFLOAT16", "INT"})
  void otherTypesStay(DataType type) {
    assertTrue(FusedAdam.roundingOfNd4j(type).isEmpty());
  }
}
