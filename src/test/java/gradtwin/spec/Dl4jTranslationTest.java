package gradtwin.spec;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.activation.Elementwise;
import gradtwin.twin.init.Binomial;
import gradtwin.twin.init.Constant;
import gradtwin.twin.init.IdentityMatrix;
import gradtwin.twin.init.Initializer;
import gradtwin.twin.init.LogNormal;
import gradtwin.twin.init.Normal;
import gradtwin.twin.init.Orthogonal;
import gradtwin.twin.init.TruncatedNormal;
import gradtwin.twin.init.Uniform;
import gradtwin.twin.noise.AlphaDropout;
import gradtwin.twin.noise.Dropout;
import gradtwin.twin.noise.GaussianDropout;
import gradtwin.twin.noise.GaussianNoise;
import gradtwin.twin.noise.Noise;
import gradtwin.twin.noise.SpatialDropout;
import gradtwin.twin.optimizer.AdaDelta;
import gradtwin.twin.optimizer.AdaGrad;
import gradtwin.twin.optimizer.AdaMax;
import gradtwin.twin.optimizer.Adam;
import gradtwin.twin.optimizer.AmsGrad;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Nadam;
import gradtwin.twin.optimizer.Nesterovs;
import gradtwin.twin.optimizer.NoOp;
import gradtwin.twin.optimizer.Optimizer;
import gradtwin.twin.optimizer.OptimizerSchedule;
import gradtwin.twin.optimizer.RmsProp;
import gradtwin.twin.optimizer.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.BinomialDistribution;
import org.deeplearning4j.nn.conf.distribution.LogNormalDistribution;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.OrthogonalDistribution;
import org.deeplearning4j.nn.conf.distribution.TruncatedNormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.deeplearning4j.nn.weights.WeightInitLecunUniform;
import org.deeplearning4j.nn.weights.WeightInitNormal;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.nn.weights.WeightInitReluUniform;
import org.deeplearning4j.nn.weights.WeightInitSigmoidUniform;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.deeplearning4j.nn.weights.WeightInitVarScalingNormalFanAvg;
import org.deeplearning4j.nn.weights.WeightInitVarScalingUniformFanOut;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.nn.weights.WeightInitXavierLegacy;
import org.deeplearning4j.nn.weights.WeightInitXavierUniform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/**
 * What DL4J is told is what the file says: every hyperparameter of every layer that it builds
 * equals the one of the twin, and each word stands for the DL4J class that its documentation names.
 */
class Dl4jTranslationTest {
  private static final Map<String, Class<? extends IActivation>> ACTIVATIONS =
      Map.ofEntries(
          entry("identity", ActivationIdentity.class),
          entry("sigmoid", ActivationSigmoid.class),
          entry("tanh", ActivationTanH.class),
          entry("relu", ActivationReLU.class),
          entry("leakyRelu", ActivationLReLU.class),
          entry("elu", ActivationELU.class),
          entry("selu", ActivationSELU.class),
          entry("softplus", ActivationSoftPlus.class),
          entry("softsign", ActivationSoftSign.class),
          entry("softmax", ActivationSoftmax.class),
          entry("cube", ActivationCube.class),
          entry("hardTanh", ActivationHardTanH.class),
          entry("hardSigmoid", ActivationHardSigmoid.class),
          entry("rectifiedTanh", ActivationRectifiedTanh.class),
          entry("rationalTanh", ActivationRationalTanh.class),
          entry("relu6", ActivationReLU6.class),
          entry("thresholdedRelu", ActivationThresholdedReLU.class),
          entry("swish", ActivationSwish.class),
          entry("mish", ActivationMish.class),
          entry("gelu", ActivationGELU.class));

  private static final Map<String, Class<? extends ILossFunction>> LOSSES =
      Map.ofEntries(
          entry("meanSquaredError", LossMSE.class),
          entry("meanAbsoluteError", LossMAE.class),
          entry("crossEntropy", LossMCXENT.class),
          entry("binaryCrossEntropy", LossBinaryXENT.class),
          entry("hinge", LossHinge.class),
          entry("squaredError", LossL2.class),
          entry("absoluteError", LossL1.class),
          entry("squaredHinge", LossSquaredHinge.class),
          entry("kullbackLeiblerDivergence", LossKLD.class),
          entry("cosineProximity", LossCosineProximity.class),
          entry("meanAbsolutePercentageError", LossMAPE.class),
          entry("meanSquaredLogarithmicError", LossMSLE.class),
          entry("poisson", LossPoisson.class),
          entry("wasserstein", LossWasserstein.class),
          entry("fMeasure", LossFMeasure.class),
          entry("multiLabel", LossMultiLabel.class),
          entry("mixtureDensity", LossMixtureDensity.class));

  private static final Map<String, IWeightInit> INITIALIZERS =
      Map.of(
          "zeros", new WeightInitConstant(0),
          "glorotUniform", new WeightInitXavierUniform(),
          "glorotNormal", new WeightInitXavier(),
          "heUniform", new WeightInitReluUniform(),
          "heNormal", new WeightInitRelu(),
          "lecunNormal", new WeightInitNormal());

  /** Those of the second half, with the modes that their files have. */
  private static final Map<String, IWeightInit> FURTHER_INITIALIZERS =
      Map.of(
          "ones", new WeightInitConstant(1),
          "glorotLegacy", new WeightInitXavierLegacy(),
          "fanInUniform", new WeightInitUniform(),
          "sigmoidUniform", new WeightInitSigmoidUniform(),
          "lecunUniform", new WeightInitLecunUniform(),
          "varianceScalingNormal", new WeightInitVarScalingNormalFanAvg(),
          "varianceScalingUniform", new WeightInitVarScalingUniformFanOut());

  static List<String> names() {
    return AgreementFiles.names().stream().filter(Dl4jTranslationTest::isPlain).toList();
  }

  /**
   * Files of dense layers on rows that are all trained alike: other layers have tests of their own.
   */
  private static boolean isPlain(String name) {
    Experiment experiment = AgreementFiles.experiment(name);
    return experiment.description().features().rank() == 1
        && !name.equals("layer-optimizers")
        && !name.equals("schedule-polynomial") // DL4J's is another function
        && experiment.network().layers().stream()
            .allMatch(
                layer ->
                    (layer instanceof Dense dense && !dense.layerNormalization())
                        || layer instanceof NoiseSpec
                        || layer instanceof Activation
                        || layer instanceof Output
                        || layer instanceof Loss);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyHyperparameterArrives(String name) {
    Experiment experiment = AgreementFiles.experiment(name);
    MultiLayerConfiguration configuration = experiment.toDl4j();
    List<LayerSpec> layers = experiment.network().layers();
    List<Shape> shapes = experiment.network().shapes(experiment.description().features());
    assertEquals(layers.size(), configuration.getConfs().size());
    for (int i = 0; i < layers.size(); i++) {
      NeuralNetConfiguration layer = configuration.getConf(i);
      assertEquals(experiment.seed(), layer.getSeed());
      assertEquals(DataType.DOUBLE, layer.getDataType());
      assertTrue(layer.isMiniBatch(), "the mean over the batch");
      assertTranslated(layers.get(i), layer, shapes.get(i), experiment.training());
    }
  }

  private static void assertTranslated(
      LayerSpec spec, NeuralNetConfiguration layer, Shape input, TrainingSpec training) {
    if (spec instanceof Dense dense) {
      DenseLayer dl4j = assertInstanceOf(DenseLayer.class, layer.getLayer());
      assertProjection(dense.projection(), dl4j, input, training);
      assertEquals(dense.projection().weights().bias(), dl4j.isHasBias());
      assertTrue(!dl4j.isHasLayerNorm(), "no layer normalization");
      assertActivation(dense.activation(), dl4j.getActivationFn());
    } else if (spec instanceof Output output) {
      OutputLayer dl4j = assertInstanceOf(OutputLayer.class, layer.getLayer());
      assertProjection(output.projection(), dl4j, input, training);
      assertEquals(output.projection().weights().bias(), dl4j.isHasBias());
      assertActivation(output.activation(), dl4j.getActivationFn());
      assertLoss(output.loss(), ((BaseOutputLayer) dl4j).getLossFn());
    } else if (spec instanceof Loss loss) {
      LossLayer dl4j = assertInstanceOf(LossLayer.class, layer.getLayer());
      assertActivation(loss.activation(), dl4j.getActivationFn());
      assertLoss(loss.loss(), dl4j.getLossFn());
    } else if (spec instanceof Activation activation) {
      ActivationLayer dl4j = assertInstanceOf(ActivationLayer.class, layer.getLayer());
      assertActivation(activation.activation(), dl4j.getActivationFn());
    } else {
      DropoutLayer dl4j = assertInstanceOf(DropoutLayer.class, layer.getLayer());
      assertNoise(((NoiseSpec) spec).twin(), dl4j.getIDropout());
    }
  }

  private static void assertNoise(Noise twin, IDropout dl4j) {
    if (dl4j instanceof org.deeplearning4j.nn.conf.dropout.Dropout dropout) {
      assertEquals(1 - ((Dropout) twin).rate(), dropout.getP());
    } else if (dl4j instanceof org.deeplearning4j.nn.conf.dropout.AlphaDropout dropout) {
      assertEquals(1 - ((AlphaDropout) twin).rate(), dropout.getP());
    } else if (dl4j instanceof org.deeplearning4j.nn.conf.dropout.SpatialDropout dropout) {
      assertEquals(1 - ((SpatialDropout) twin).rate(), dropout.getP());
    } else if (dl4j instanceof org.deeplearning4j.nn.conf.dropout.GaussianDropout dropout) {
      assertEquals(new GaussianDropout(dropout.getRate()), twin);
    } else {
      var noise = (org.deeplearning4j.nn.conf.dropout.GaussianNoise) dl4j;
      assertEquals(new GaussianNoise(noise.getStddev()), twin);
    }
  }

  private static void assertProjection(
      Projection projection, FeedForwardLayer dl4j, Shape input, TrainingSpec training) {
    assertEquals(input.size(0), dl4j.getNIn());
    assertEquals(projection.units(), dl4j.getNOut());
    assertEquals(projection.weights().initialBias(), dl4j.getBiasInit());
    assertInitializer(projection.weights().initializer(), dl4j.getWeightInitFn());
    assertRegularization(projection.weights().regularization().weights(), dl4j.getRegularization());
    assertRegularization(
        projection.weights().regularization().bias(), dl4j.getRegularizationBias());
    assertNull(dl4j.getIDropout(), "dropout is a layer of its own");
    assertTraining(training, dl4j);
  }

  private static void assertTraining(TrainingSpec training, BaseLayer dl4j) {
    assertOptimizer(training.optimizer().twin(), dl4j.getIUpdater());
    assertOptimizer(training.optimizer().twin(), dl4j.getBiasUpdater());
    GradientNormalization twin = training.gradientNormalization().twin();
    switch (dl4j.getGradientNormalization()) {
      case None -> assertInstanceOf(GradientNormalization.None.class, twin);
      case ClipElementWiseAbsoluteValue ->
          assertEquals(
              new GradientNormalization.ClipValue(dl4j.getGradientNormalizationThreshold()), twin);
      case ClipL2PerLayer ->
          assertEquals(
              new GradientNormalization.ClipNorm(dl4j.getGradientNormalizationThreshold()), twin);
      case ClipL2PerParamType ->
          assertEquals(
              new GradientNormalization.ClipNormPerParameter(
                  dl4j.getGradientNormalizationThreshold()),
              twin);
      case RenormalizeL2PerLayer -> assertInstanceOf(GradientNormalization.UnitNorm.class, twin);
      case RenormalizeL2PerParamType ->
          assertInstanceOf(GradientNormalization.UnitNormPerParameter.class, twin);
    }
  }

  /** The parameter of a leaky slope or limit shows in the twin's value far below 0. */
  private static void assertActivation(ActivationSpec spec, IActivation dl4j) {
    assertEquals(ACTIVATIONS.get(spec.word()), dl4j.getClass());
    if (dl4j instanceof ActivationLReLU leaky) {
      assertEquals(leaky.getAlpha() * -1000, ((Elementwise) spec.twin()).value(-1000));
    }
    if (dl4j instanceof ActivationELU elu) {
      assertEquals(-elu.getAlpha(), ((Elementwise) spec.twin()).value(-1000));
    }
  }

  private static void assertLoss(LossSpec spec, ILossFunction dl4j) {
    assertEquals(LOSSES.get(spec.word()), dl4j.getClass());
    if (dl4j instanceof LossMCXENT crossEntropy) {
      assertEquals(spec.rules().clipEpsilon(), crossEntropy.getSoftmaxClipEps());
      assertWeights(spec, crossEntropy.getWeights());
    }
    if (dl4j instanceof LossBinaryXENT binary) {
      assertEquals(spec.rules().clipEpsilon(), binary.getClipEps());
      assertWeights(spec, binary.getWeights());
    }
    if (dl4j instanceof LossL2 squared) {
      assertWeights(spec, squared.getWeights());
    }
    if (dl4j instanceof LossL1 absolute) {
      assertWeights(spec, absolute.getWeights());
    }
    if (dl4j instanceof LossMAPE percentage) {
      assertWeights(spec, percentage.getWeights());
    }
    if (dl4j instanceof LossMSLE logarithmic) {
      assertWeights(spec, logarithmic.getWeights());
    }
    if (dl4j instanceof LossMixtureDensity mixture) {
      assertEquals(
          spec.rules().counts().minimum(), (mixture.getLabelWidth() + 2) * mixture.getNMixtures());
    }
  }

  private static void assertWeights(LossSpec spec, INDArray dl4j) {
    List<Double> values = spec.weights().values();
    if (values.isEmpty()) {
      assertNull(dl4j);
    } else {
      assertArrayEquals(new long[] {1, values.size()}, dl4j.shape());
      assertEquals(values, DoubleStream.of(dl4j.toDoubleVector()).boxed().toList());
    }
  }

  private static void assertInitializer(InitializerSpec spec, IWeightInit dl4j) {
    Initializer.Fans any = new Initializer.Fans(1, 1);
    IWeightInit expected =
        switch (spec.word()) {
          case "constant" -> new WeightInitConstant(((Constant) spec.twin()).value());
          case "uniform" -> {
            Uniform twin = (Uniform) spec.twin();
            yield new WeightInitDistribution(
                new UniformDistribution(
                    twin.minimum().applyAsDouble(any), twin.maximum().applyAsDouble(any)));
          }
          case "normal" -> {
            Normal twin = (Normal) spec.twin();
            yield new WeightInitDistribution(
                new NormalDistribution(twin.mean(), twin.deviation().applyAsDouble(any)));
          }
          case "truncatedNormal" -> {
            TruncatedNormal twin = (TruncatedNormal) spec.twin();
            yield new WeightInitDistribution(
                new TruncatedNormalDistribution(twin.mean(), twin.deviation().applyAsDouble(any)));
          }
          case "logNormal" -> {
            LogNormal twin = (LogNormal) spec.twin();
            yield new WeightInitDistribution(
                new LogNormalDistribution(twin.mean(), twin.deviation()));
          }
          case "binomial" -> {
            Binomial twin = (Binomial) spec.twin();
            yield new WeightInitDistribution(
                new BinomialDistribution(twin.trials(), twin.probability()));
          }
          case "orthogonal" ->
              new WeightInitDistribution(
                  new OrthogonalDistribution(((Orthogonal) spec.twin()).gain()));
          case "identity" -> new WeightInitIdentity(((IdentityMatrix) spec.twin()).scale());
          default -> INITIALIZERS.getOrDefault(spec.word(), FURTHER_INITIALIZERS.get(spec.word()));
        };
    assertEquals(expected, dl4j);
  }

  private static void assertRegularization(Penalty penalty, List<Regularization> dl4j) {
    List<Regularization> expected = new ArrayList<>();
    if (penalty.l1() != 0) {
      expected.add(new L1Regularization(penalty.l1()));
    }
    if (penalty.l2() != 0) {
      expected.add(new L2Regularization(penalty.l2()));
    }
    if (penalty.weightDecay() != 0) {
      expected.add(new WeightDecay(penalty.weightDecay(), true));
    }
    assertEquals(expected, dl4j);
  }

  /** At the start and at moments by which every schedule has moved. */
  private static void assertOptimizer(OptimizerSchedule twin, IUpdater dl4j) {
    for (Moment moment : List.of(Moment.START, new Moment(7, 2), new Moment(100, 9))) {
      int iteration = (int) moment.iteration();
      double rate = dl4j.hasLearningRate() ? dl4j.getLearningRate(iteration, moment.epoch()) : 1;
      assertOptimizer(twin.at(moment), dl4j, rate, moment);
    }
  }

  private static void assertOptimizer(Optimizer twin, IUpdater dl4j, double rate, Moment moment) {
    if (dl4j instanceof org.nd4j.linalg.learning.config.Nesterovs nesterovs) {
      double momentum = nesterovs.currentMomentum((int) moment.iteration(), moment.epoch());
      assertEquals(new Nesterovs(rate, momentum), twin);
      return;
    }
    Optimizer expected;
    if (dl4j instanceof org.nd4j.linalg.learning.config.Adam adam) {
      expected = new Adam(rate, adam.getBeta1(), adam.getBeta2(), adam.getEpsilon());
    } else if (dl4j instanceof org.nd4j.linalg.learning.config.RmsProp rmsProp) {
      expected = new RmsProp(rate, rmsProp.getRmsDecay(), rmsProp.getEpsilon());
    } else if (dl4j instanceof org.nd4j.linalg.learning.config.AdaGrad adaGrad) {
      expected = new AdaGrad(rate, adaGrad.getEpsilon());
    } else if (dl4j instanceof AMSGrad amsGrad) {
      expected = new AmsGrad(rate, amsGrad.getBeta1(), amsGrad.getBeta2(), amsGrad.getEpsilon());
    } else if (dl4j instanceof org.nd4j.linalg.learning.config.AdaMax adaMax) {
      expected = new AdaMax(rate, adaMax.getBeta1(), adaMax.getBeta2());
    } else if (dl4j instanceof org.nd4j.linalg.learning.config.Nadam nadam) {
      expected = new Nadam(rate, nadam.getBeta1(), nadam.getBeta2(), nadam.getEpsilon());
    } else if (dl4j instanceof org.nd4j.linalg.learning.config.AdaDelta adaDelta) {
      expected = new AdaDelta(adaDelta.getRho(), adaDelta.getEpsilon());
    } else if (dl4j instanceof org.nd4j.linalg.learning.config.NoOp) {
      expected = new NoOp();
    } else {
      assertInstanceOf(org.nd4j.linalg.learning.config.Sgd.class, dl4j);
      expected = new Sgd(rate);
    }
    assertEquals(expected, twin);
    assertEquals(rate, twin.learningRate());
  }

  /** DL4J accepts what it is told, and finds the same parameters in the same shapes. */
  @ParameterizedTest
  @MethodSource("names")
  void dl4jBuildsTheSameParameters(String name) {
    Experiment experiment = AgreementFiles.experiment(name);
    MultiLayerNetwork dl4j = new MultiLayerNetwork(experiment.toDl4j());
    dl4j.init();
    Network twin = experiment.toTwin();
    int parameters = 0;
    for (int layer = 0; layer < twin.layers().size(); layer++) {
      for (Parameter parameter : twin.parameters().get(layer)) {
        long[] shape = dl4j.getParam(layer + "_" + parameter.key()).shape();
        assertEquals(parameter.value().shape().toString(), Arrays.toString(shape));
        parameters += parameter.value().size();
      }
    }
    assertEquals(dl4j.numParams(), parameters);
  }

  @Test
  void precisionIsDl4jsDataType() {
    Experiment experiment =
        Experiment.read(
                "f.yaml",
                AgreementFiles.text("layer-dense"),
                List.of("precision=float32"),
                new KnownData())
            .value()
            .orElseThrow();
    assertEquals(DataType.FLOAT, experiment.toDl4j().getConf(0).getDataType());
    assertEquals(DataType.FLOAT, Precision.FLOAT32.toDl4j());
    assertEquals(DataType.DOUBLE, Precision.FLOAT64.toDl4j());
  }

  /** No word is missing from the tables above. */
  @Test
  void tablesAreComplete() {
    assertEquals(ACTIVATIONS.keySet(), new HashSet<>(ActivationSpec.WORDS.words()));
    assertEquals(LOSSES.keySet(), new HashSet<>(LossSpec.WORDS.words()));
  }
}
