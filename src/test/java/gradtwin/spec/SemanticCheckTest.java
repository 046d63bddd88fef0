package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import gradtwin.yaml.Diagnostic;
import gradtwin.yaml.Diagnostic.Severity;
import gradtwin.yaml.Document;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a legal file hardly means is told at its line, and what it may well mean is not. */
class SemanticCheckTest {
  private static final String SENSIBLE =
      """
      name: sensible
      precision: float64
      data: {source: xor, batchSize: 4}
      network:
        layers:
          - {type: dense, units: 8, activation: relu, initializer: heNormal}
          - {type: dense, units: 2}
          - {type: loss, activation: softmax, loss: crossEntropy}
      training:
        optimizer: {type: adam, learningRate: 0.05}
      """;

  private static List<Diagnostic> warnings(String... overrides) {
    return warnings(new KnownData(), overrides);
  }

  private static List<Diagnostic> warnings(DataInspector data, String... overrides) {
    Document<Experiment> document = Experiment.read("f.yaml", SENSIBLE, List.of(overrides), data);
    assertTrue(document.value().isPresent(), document.diagnostics().toString());
    return document.diagnostics();
  }

  @Test
  void aSensibleFileIsLeftAlone() {
    assertEquals(List.of(), warnings());
  }

  @Test
  void weightsThatDl4jUsesTwiceAreTold() {
    List<Diagnostic> warnings =
        warnings(
            "data={source: csv, path: house-prices.csv, label: price, task: regression, weight:"
                + " rooms, batchSize: 8}",
            "network.layers[1].units=1",
            "network.layers[2]={type: loss, activation: identity, loss: meanSquaredError}");
    assertEquals(1, warnings.size(), warnings.toString());
    assertEquals("data.weight", warnings.get(0).path());
    assertEquals(
        Suspicion.WEIGHTS_THAT_DL4J_USES_TWICE.explanation(), warnings.get(0).explanation());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SQUARED_ERROR_AFTER_SOFTMAX | network.layers[2].loss | network.layers[2].loss=meanSquaredError",
        "RELU_BEFORE_SOFTMAX | network.layers[1].activation | network.layers[1].activation=relu",
        "ONE_HOT_SIGMOID | network.layers[2].activation | network.layers[2]={type: loss, activation:"
            + " sigmoid, loss: binaryCrossEntropy}",
        "SLOPE_THAT_DL4J_ROUNDS | network.layers[1].activation |"
            + " network.layers[1].activation=leakyRelu",
        "SLOPE_THAT_DL4J_ROUNDS | network.layers[0].layer.activation |"
            + " network.layers[0]={type: frozen, layer: {type: dense, units: 3, activation: {type:"
            + " leakyRelu, alpha: 0.3}}}",
        "BATCH_LARGER_THAN_DATA | data.batchSize | data.batchSize=5",
        "ADAPTIVE_STEP_TOO_LONG | training.optimizer.learningRate |"
            + " training.optimizer.learningRate=0.1",
        "EQUAL_UNITS | network.layers[0].initializer | network.layers=[{type: dense, units: 8,"
            + " activation: tanh, initializer: zeros}, {type: dense, units: 2, initializer: ones},"
            + " {type: loss, activation: softmax, loss: crossEntropy}]",
        "EQUAL_UNITS | network.layers[0].initializer | network.layers=[{type: dense, units: 8,"
            + " initializer: {type: constant, value: 0.1}}, {type: activation, activation: relu},"
            + " {type: output, units: 2, initializer: zeros, activation: softmax, loss:"
            + " crossEntropy}]",
        "DEAD_UNITS | network.layers[0].initializer | network.layers[0].initializer=zeros",
        "BIAS_BEFORE_BATCH_NORMALIZATION | network.layers[0].type |"
            + " network.layers=[{type: dense, units: 2}, {type: batchNormalization}, {type: loss,"
            + " activation: softmax, loss: crossEntropy}]",
      })
  void whatIsHardlyMeantIsTold(Suspicion suspicion, String path, String override) {
    List<Diagnostic> warnings = warnings(override);
    assertEquals(1, warnings.size(), warnings.toString());
    assertEquals(path, warnings.get(0).path());
    assertEquals(Severity.WARNING, warnings.get(0).severity());
    assertEquals(suspicion.explanation(), warnings.get(0).explanation());
  }

  /**
   * No bias, or an activation between, is as it should be; so is a weight of 1 per feature. Units
   * that start equal get different gradients from different labels, from weights that were drawn,
   * and through a dropout.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: dense, units: 2, bias: false}, {type: batchNormalization}",
        "{type: dense, units: 2, activation: tanh}, {type: batchNormalization}",
        "{type: elementWiseMultiplication, initializer: {type: constant, value: 1}}",
        "{type: dense, units: 2, initializer: zeros}",
        "{type: dense, units: 8, activation: tanh, initializer: ones}, {type: dense, units: 2}",
        "{type: dense, units: 8, initializer: ones}, dropout, {type: dense, units: 2, initializer:"
            + " ones}",
      })
  void whatIsMeantIsNotTold(String layers) {
    String loss = "{type: loss, activation: softmax, loss: crossEntropy}";
    assertEquals(List.of(), warnings("network.layers=[" + layers + ", " + loss + "]"));
  }

  /** The training's way with gradients reaches the statistics, unless the layer has its own. */
  @Test
  void clippedStatisticsOfABatchNormalizationAreTold() {
    String loss = "{type: output, units: 2, activation: softmax, loss: crossEntropy}";
    String clipped = "training.gradientNormalization=clipNorm";
    List<Diagnostic> warnings =
        warnings(clipped, "network.layers=[batchNormalization, " + loss + "]");
    assertEquals(1, warnings.size(), warnings.toString());
    assertEquals("network.layers[0].gradientNormalization", warnings.get(0).path());
    assertEquals(Suspicion.CLIPPED_STATISTICS.explanation(), warnings.get(0).explanation());
    String left = "{type: batchNormalization, gradientNormalization: none}";
    assertEquals(List.of(), warnings(clipped, "network.layers=[" + left + ", " + loss + "]"));
  }

  /** Batches of 3 leave one of the four rows of exclusive or. */
  @Test
  void aBatchNormalizationOfOneRowIsTold() {
    String loss = "{type: output, units: 2, activation: softmax, loss: crossEntropy}";
    String layers = "network.layers=[batchNormalization, " + loss + "]";
    for (int size : List.of(1, 3)) {
      List<Diagnostic> warnings = warnings(layers, "data.batchSize=" + size);
      assertEquals(1, warnings.size(), size + " " + warnings);
      assertEquals("data.batchSize", warnings.get(0).path());
      assertEquals(Suspicion.LONE_BATCH_NORMALIZATION.explanation(), warnings.get(0).explanation());
      assertTrue(warnings.get(0).deviation());
    }
    assertEquals(List.of(), warnings(layers, "data.batchSize=2"));
  }

  /** A weight of each of the two channels is one too many, and so is a second kernel. */
  @ParameterizedTest
  @CsvSource({"1, 2, 1, 1, 1", "2, 1, 1, 1, 0", "1, 2, 2, 1, 0", "1, 2, 1, 2, 1", "1, 2, 2, 2, 0"})
  void aDepthwiseConvolutionOfVectorsIsTold(
      int channels, int width, int multiplier, int kernel, int expected) {
    List<Diagnostic> warnings =
        warnings(
            "data={source: xor, batchSize: "
                + (kernel == 2 ? 1 : 4)
                + ", view: {type: image, height: 1, channels: "
                + channels
                + ", width: "
                + width
                + "}}",
            "network.layers=[{type: depthwiseConvolution2d, depthMultiplier: "
                + multiplier
                + ", kernel: [1, "
                + kernel
                + "]}, {type: output, units: 2, activation: softmax, loss: crossEntropy}]");
    assertEquals(expected, warnings.size(), warnings.toString());
    for (Diagnostic warning : warnings) {
      assertEquals(Suspicion.DEPTHWISE_PRODUCT_OF_VECTORS.explanation(), warning.explanation());
    }
  }

  /** A kernel of two weights; two columns give one window, three columns two. */
  @ParameterizedTest
  @CsvSource({"0, 1, 1", "0, 2, 1", "0, 4, 0", "1, 1, 1", "1, 2, 0", "2, 1, 0"})
  void asManyWindowsAsWeightsAreTold(int padding, int batchSize, int expected) {
    List<Diagnostic> warnings =
        warnings(
            "data={source: xor, batchSize: "
                + batchSize
                + ", view: {type: image, channels: 1, height: 1, width: 2}}",
            "network.layers=[{type: zeroPadding2d, right: "
                + padding
                + "}, {type: depthwiseConvolution2d, kernel: [1, 2]},"
                + " {type: output, units: 2, activation: softmax, loss: crossEntropy}]");
    assertEquals(expected, warnings.size(), warnings.toString());
  }

  @Test
  void aSeparableConvolutionOverOneChannelIsTold() {
    String loss = "{type: output, units: 2, activation: softmax, loss: crossEntropy}";
    String layer = "{type: separableConvolution2d, filters: 2, kernel: 1, depthMultiplier: 2}";
    String one = "data={source: xor, view: {type: image, channels: 1, height: 1, width: 2}}";
    String two = "data={source: xor, view: {type: image, channels: 2, height: 1, width: 1}}";
    List<Diagnostic> warnings = warnings(one, "network.layers=[" + layer + ", " + loss + "]");
    assertEquals(1, warnings.size(), warnings.toString());
    assertEquals("network.layers[0].type", warnings.get(0).path());
    assertEquals(Suspicion.SEPARABLE_OVER_ONE_CHANNEL.explanation(), warnings.get(0).explanation());
    assertTrue(warnings.get(0).deviation());
    assertEquals(List.of(), warnings(two, "network.layers=[" + layer + ", " + loss + "]"));
  }

  @Test
  void theCentresOfAClippedCenterLossAreTold() {
    String clipped = "training.gradientNormalization=clipNorm";
    String layer = "{type: centerLossOutput, units: 2, activation: softmax, loss: crossEntropy";
    List<String> paths =
        warnings(clipped, "network.layers=[" + layer + "}]").stream()
            .map(Diagnostic::path)
            .toList();
    assertTrue(paths.contains("network.layers[0].gradientNormalization"), paths.toString());
    paths =
        warnings(clipped, "network.layers=[" + layer + ", gradientNormalization: none}]").stream()
            .map(Diagnostic::path)
            .toList();
    assertTrue(!paths.contains("network.layers[0].gradientNormalization"), paths.toString());
  }

  @Test
  void theDepthwisePartOfASeparableConvolutionIsToldToo() {
    String data =
        "data={source: xor, batchSize: 1, view: {type: image, channels: 2, height: 1, width: 1}}";
    String loss = "{type: output, units: 2, activation: softmax, loss: crossEntropy}";
    String one = "{type: separableConvolution2d, filters: 2, kernel: 1}";
    String two = "{type: separableConvolution2d, filters: 2, kernel: 1, depthMultiplier: 2}";
    assertEquals(1, warnings(data, "network.layers=[" + one + ", " + loss + "]").size());
    assertEquals(0, warnings(data, "network.layers=[" + two + ", " + loss + "]").size());
  }

  @ParameterizedTest
  @CsvSource({
    "bidirectional, 1, 1, 1",
    "bidirectional, 1, 4, 0",
    "bidirectional, 2, 1, 0",
    "frozen, 1, 1, 0"
  })
  void paddingOfOneStepIsTold(String around, int steps, int batchSize, int expected) {
    List<Diagnostic> warnings =
        warnings(
            "data={source: xor, batchSize: " + batchSize + "}",
            "network.layers=[{type: repeatVector, steps: "
                + steps
                + "}, {type: "
                + around
                + ", layer: {type: lstm, units: 1}}, {type: zeroPadding1d, after: 1},"
                + " {type: globalPooling, pooling: max},"
                + " {type: output, units: 2, activation: softmax, loss: crossEntropy}]");
    assertEquals(expected, warnings.size(), warnings.toString());
    for (Diagnostic warning : warnings) {
      assertEquals("network.layers[2].type", warning.path());
      assertTrue(warning.deviation());
    }
  }

  @Test
  void percentagesOfMissingStepsAreTold() {
    List<Diagnostic> warnings =
        warnings(
            "data={source: csvSequence, path: walks.csv, sequence: x, label: kind, target: features}",
            "network.layers=[{type: rnnOutput, units: 3, activation: tanh, loss:"
                + " meanAbsolutePercentageError}]");
    assertEquals(1, warnings.size(), warnings.toString());
    assertEquals("network.layers[0].loss", warnings.get(0).path());
    assertTrue(warnings.get(0).deviation());
  }

  @Test
  void paddedSequencesInABatchNormalizationAreTold() {
    List<Diagnostic> warnings =
        warnings(
            "data={source: csvSequence, path: walks.csv, sequence: x, label: kind, labelPer: step}",
            "network.layers=[{type: batchNormalization}, {type: rnnOutput, units: 2,"
                + " activation: softmax, loss: crossEntropy}]");
    assertEquals(1, warnings.size(), warnings.toString());
    assertEquals("network.layers[0].type", warnings.get(0).path());
    assertEquals(Suspicion.PADDED_BATCH_NORMALIZATION.explanation(), warnings.get(0).explanation());
  }

  /** Warnings of the sensible file over features that are as large as 200. */
  private static List<Diagnostic> warningsOfLargeFeatures(String... overrides) {
    return warnings(
        source ->
            new DataDescription(
                Shape.of(2), Target.LABEL, Task.CLASSIFICATION, List.of("0", "1"), 4, false, 200),
        overrides);
  }

  /** The bound of 100 lies at a learning rate of 100 / 200^2 = 0.0025. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: sgd, learningRate: 0.0026} | steps of 0.00260 times the gradient overshoot: rate x"
            + " feature^2 is 104,",
        "{type: nesterovs, learningRate: 0.00026, momentum: 0.9} | steps of 0.00260 times",
        "{type: sgd, learningRate: {type: exponential, initial: 0.1, decay: 0.9, by: epoch}} |"
            + " steps of 0.100 times",
      })
  void stepsThatAreTooLongForTheFeaturesAreTold(String optimizer, String message) {
    List<Diagnostic> warnings = warningsOfLargeFeatures("training.optimizer=" + optimizer);
    assertEquals(1, warnings.size(), warnings.toString());
    assertEquals("training.optimizer.learningRate", warnings.get(0).path());
    assertEquals(Suspicion.STEP_TOO_LONG.explanation(), warnings.get(0).explanation());
    assertTrue(warnings.get(0).message().contains(message), warnings.get(0).message());
  }

  /** Shorter steps, steps whose length is not the gradient's, and inputs that are scaled first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: sgd, learningRate: 0.0024} | seed=1",
        "{type: nesterovs, learningRate: 0.00024, momentum: 0.9} | seed=1",
        "{type: adam, learningRate: 0.05} | seed=1",
        "{type: sgd, learningRate: 0.1} | training.gradientNormalization=clipNorm",
        "{type: sgd, learningRate: 0.1} | network.layers[0].optimizer={type: sgd, learningRate:"
            + " 1e-5}",
        "{type: sgd, learningRate: 0.1} | network.layers[0]=batchNormalization",
        "{type: sgd, learningRate: 0.1} | network.layers=[{type: embeddingSequence,"
            + " vocabularySize: 201, units: 3}, {type: globalPooling, pooling: max}, {type: output,"
            + " units: 2, activation: softmax, loss: crossEntropy}]",
      })
  void stepsThatSuitTheFeaturesAreNotTold(String optimizer, String override) {
    assertEquals(List.of(), warningsOfLargeFeatures("training.optimizer=" + optimizer, override));
  }

  /** A bias above 0 lets relu units live. */
  @Test
  void unitsWithAPositiveBiasAreEqualButNotDead() {
    String zeros = "network.layers[0].initializer=zeros";
    String bias = "network.layers[0].initialBias=0.1";
    assertEquals(List.of(), warnings(zeros, bias));
    List<Diagnostic> warnings = warnings(zeros, bias, "network.layers[1].initializer=ones");
    assertEquals(1, warnings.size(), warnings.toString());
    assertEquals(Suspicion.EQUAL_UNITS.explanation(), warnings.get(0).explanation());
  }

  /** Nobody wrote the default batch size. */
  @Test
  void aBatchSizeThatNobodyWroteIsNoMistake() {
    assertEquals(List.of(), warnings("data={source: xor}"));
  }

  @ParameterizedTest
  @EnumSource(Suspicion.class)
  void explanationsAreLinesOfText(Suspicion suspicion) {
    for (String line : suspicion.explanation().split("\n", -1)) {
      assertTrue(!line.isBlank() && line.length() <= 100, line);
    }
  }
}
