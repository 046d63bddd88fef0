package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Tampering.Side;
import gradtwin.compare.plant.Plant;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
  private static final String SIGMOID_MSE =
      "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}";
  private static final String SOFTMAX =
      "{type: output, units: 2, activation: softmax, loss: crossEntropy}";

  private static Experiment perceptron() {
    return ExperimentFixture.xor("float64", "{type: sgd, learningRate: 0.1}", SIGMOID_MSE);
  }

  /** Three layers with parameters, every one of more than one row and column. */
  private static Experiment deep(String precision) {
    return ExperimentFixture.xor(
        precision,
        "{type: adam, learningRate: 0.1, epsilon: 0.01}",
        "{type: dense, units: 5, activation: tanh, initialBias: 0.1}",
        "{type: dropout, rate: 0.2}",
        "{type: dense, units: 3, activation: sigmoid}",
        SOFTMAX);
  }

  private static Batch batchFor(Experiment experiment) {
    Batch xor = ExperimentFixture.xorBatch();
    if (experiment.labels().columns() == 1) {
      return xor;
    }
    return new Batch(
        xor.features(),
        Tensor.matrix(
            new double[] {1, 0}, new double[] {0, 1}, new double[] {0, 1}, new double[] {1, 0}));
  }

  private static Agreement compare(Experiment experiment, String plant) {
    return Comparison.run(
            experiment,
            ExperimentFixture.examples(batchFor(experiment)),
            Optional.ofNullable(plant).map(name -> planted(experiment, name)))
        .agreement();
  }

  private static Tampering planted(Experiment experiment, String plant) {
    return Plant.named(plant).orElseThrow().in(experiment, Side.TWIN).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"float64", "float32"})
  void rightNetworksAgreeInEverything(String precision) {
    Agreement agreement = compare(deep(precision), null);

    assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
    assertTrue(agreement.origin().isEmpty());
    assertEquals(4, agreement.activations().size());
    assertEquals(4, agreement.deltas().size());
    assertEquals(6, agreement.blocks().size());
    assertEquals(12, agreement.update().size()); // of each what adam remembers, and the step
    // 2*5+5 + 5*3+3 + 3*2+2
    assertEquals(41, agreement.coverage().gradientElements());
    assertEquals(41, agreement.coverage().parameters());
    assertTrue(agreement.witness().elements() > 30);
    for (Block block : agreement.blocks()) {
      assertTrue(block.blockRelative() <= agreement.bound(), block.toString());
      assertEquals(Role.GRADIENT, block.role());
    }
  }

  @ParameterizedTest
  @CsvSource({"float64,", "float32,", "float64, batch-mean-forgotten"})
  void elementsAreWhatTheGateJudged(String precision, String plant) {
    Experiment experiment = deep(precision);
    Comparison.Outcome outcome =
        Comparison.run(
            experiment,
            ExperimentFixture.examples(batchFor(experiment)),
            Optional.ofNullable(plant).map(name -> planted(experiment, name)));

    assertEquals(6, outcome.elements().size());
    for (Elements elements : outcome.elements()) {
      Block block =
          outcome.agreement().blocks().stream()
              .filter(b -> b.place().equals(elements.place()))
              .findFirst()
              .orElseThrow();
      double z = 0;
      double ulps = 0;
      for (int i = 0; i < elements.twin().size(); i++) {
        z = Math.max(z, elements.z(i));
        ulps = Math.max(ulps, Math.abs(elements.ulps(i)));
      }
      assertEquals(block.elements(), elements.twin().size());
      assertEquals(block.gate().z(), z);
      assertEquals(block.ulp().maximum(), ulps);
    }
  }

  @Test
  void theCurveKnowsTheResolutionOfTheComplexStep() {
    Agreement agreement = compare(deep("float32"), null);

    Agreement.StepCurve curve = agreement.witness().curve().orElseThrow();
    // right in float64, whatever DL4J's precision is: six standard deviations hold the twin
    assertTrue(Math.abs(curve.twin() - curve.complexStep()) <= 6 * 1.42 * curve.resolution());
    assertTrue(curve.resolution() < 1e-14 && curve.resolution() > 1e-19, curve.toString());
  }

  @Test
  void ofSeveralBatchesEveryElementIsCompared() {
    Experiment experiment =
        ExperimentFixture.read(
            """
            name: fixture
            precision: float64
            data: {source: xor, batchSize: 2}
            network:
              layers:
                - %s
            training: {optimizer: sgd}
            comparison: {batches: 3}
            """
                .formatted(SIGMOID_MSE));
    Agreement agreement = compare(experiment, null);

    assertEquals(2, agreement.batches()); // four rows make no more
    assertTrue(agreement.notes().get(0).contains("3 were asked for"), agreement.notes().get(0));
    assertEquals(4, agreement.examples());
    assertEquals(2, agreement.blocks().get(0).elements()); // W [2, 1]
    assertEquals(4, agreement.activations().get(0).elements()); // one output of four rows
    assertEquals(3, agreement.coverage().parameters());
    assertEquals(6, agreement.coverage().gradientElements());
  }

  @Test
  void theArticlesGradientIsTwiceTheTrueOneInEveryElement() {
    Agreement agreement = compare(perceptron(), "article-gradient");

    assertEquals(Verdict.TWIN_DEVIATES, agreement.verdict());
    assertEquals(Optional.of("article-gradient"), agreement.plant());
    assertEquals(0, agreement.origin().orElseThrow().layer());
    for (Block block : agreement.blocks()) {
      assertEquals(Verdict.TWIN_DEVIATES, block.verdict());
      assertEquals(2, block.scale(), 1e-14); // N nOut / 2 = 4 * 1 / 2
      assertEquals(
          "every element by the scale 2.000000, \"missing 2/(N·nOut)\"", block.explanation());
    }
    assertEquals(Verdict.AGREE, agreement.score().verdict()); // the loss it prints is right
  }

  @ParameterizedTest
  @CsvSource({
    "bias-gradient-not-summed, 0, GRADIENT, b",
    "derivative-at-output,     0, GRADIENT, W",
    "weights-not-transposed,   2, DELTA,    ''",
    "batch-mean-forgotten,     3, GRADIENT, W",
    "delta-left-out,           1, DELTA,    ''",
  })
  void everyPlantIsFoundAndItsPlaceNamed(String plant, int layer, Role role, String parameter) {
    for (String precision : new String[] {"float64", "float32"}) {
      Agreement agreement = compare(deep(precision), plant);

      assertEquals(Verdict.TWIN_DEVIATES, agreement.verdict(), agreement.sentence());
      Agreement.Place origin = agreement.origin().orElseThrow();
      assertEquals(layer, origin.layer(), agreement.sentence());
      assertEquals(role, origin.role());
      assertEquals(parameter, origin.parameter());
    }
  }

  @Test
  void aDeltaThatGoesNowhereIsWitnessedAtTheInput() {
    Agreement agreement = compare(perceptron(), "delta-left-out");
    assertEquals(Verdict.TWIN_DEVIATES, agreement.verdict(), agreement.sentence());
    assertEquals(Role.DELTA, agreement.origin().orElseThrow().role());
    agreement.blocks().forEach(block -> assertEquals(Verdict.AGREE, block.verdict()));
  }

  @Test
  void aWrongArgumentShowsInTheOutputActivationToo() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64", "sgd", "{type: dense, units: 3, activation: relu}", SOFTMAX);
    Agreement agreement = compare(experiment, "derivative-at-output");
    assertEquals(Verdict.TWIN_DEVIATES, agreement.verdict(), agreement.sentence());
    assertEquals(1, agreement.origin().orElseThrow().layer());
  }

  @Test
  void aBugThatPropagatesIsToldFromWhereItBegins() {
    Agreement agreement = compare(deep("float64"), "weights-not-transposed");
    for (Block block : agreement.blocks()) {
      boolean below = block.layer() < 2;
      assertEquals(below, !block.verdict().isAgreement(), block.toString());
      assertEquals(below, block.inherited());
    }
  }

  @Test
  void plantingLeavesTheHonestTwinAlone() {
    compare(deep("float64"), "delta-left-out");
    assertEquals(Verdict.AGREE, compare(deep("float64"), null).verdict());
  }

  @Test
  void unitsExactlyOnAKinkAreExcludedFromTheWitnessAndCounted() {
    // zero bias: for the row (0, 0) every pre-activation is exactly 0
    Experiment experiment =
        ExperimentFixture.xor(
            "float64", "sgd", "{type: dense, units: 3, activation: relu}", SIGMOID_MSE);
    Agreement agreement = compare(experiment, null);
    assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
    assertTrue(agreement.witness().excluded() > 0);
    assertTrue(agreement.coverage().ambiguousUnits() >= 3);
  }

  @Test
  void clippedPredictionsAreSaidToBeClipped() {
    // z = 20: sigmoid is within 1e-5 of 1, where DL4J clips
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "sgd",
            "{type: output, units: 1, initialBias: 20, initializer: zeros, activation: sigmoid,"
                + " loss: binaryCrossEntropy}");
    Agreement agreement = compare(experiment, null);
    assertEquals(Verdict.CLIPPED, agreement.verdict(), agreement.sentence());
    assertEquals(4, agreement.coverage().clippedPredictions());
    assertFalse(agreement.verdict().isAgreement());
  }

  @Test
  void aNetworkWithoutParametersIsNeverInAgreement() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64", "sgd", "{type: loss, activation: softmax, loss: crossEntropy}");
    Agreement agreement = compare(experiment, null);
    assertEquals(Verdict.INCONCLUSIVE, agreement.verdict());
    assertTrue(agreement.sentence().contains("nothing to compare"));
  }

  @Test
  void softLabelsThatDoNotSumToOneShowWhoIsRight() {
    // DL4J uses p - y where its own score needs p * sum(y) - y
    Experiment experiment = deep("float64");
    Batch batch =
        new Batch(
            batchFor(experiment).features(),
            Tensor.matrix(
                new double[] {2, 0},
                new double[] {0, 3},
                new double[] {1, 1},
                new double[] {0.5, 0}));
    Agreement agreement =
        Comparison.run(experiment, ExperimentFixture.examples(batch), Optional.empty()).agreement();
    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
    assertEquals(3, agreement.origin().orElseThrow().layer());
  }
}
