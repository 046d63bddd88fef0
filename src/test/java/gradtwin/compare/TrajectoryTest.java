package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Trajectory.Growth.Kind;
import gradtwin.compare.Trajectory.Point;
import gradtwin.compare.plant.TwinMade;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerPlaces;
import gradtwin.twin.optimizer.Sgd;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrajectoryTest {
  private static final String OUTPUT =
      "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}";

  private static Experiment xor(String precision, String optimizer) {
    return ExperimentFixture.xor(
        precision, optimizer, "{type: dense, units: 4, activation: tanh}", OUTPUT);
  }

  private static Agreement train(Experiment experiment, int steps, Tampering... made) {
    return Comparison.run(
            experiment,
            ExperimentFixture.examples(ExperimentFixture.xorBatch()),
            Optional.ofNullable(made.length == 0 ? null : made[0]),
            steps,
            LayerPlaces.UNKNOWN)
        .agreement();
  }

  private static Trajectory of(Agreement agreement) {
    return agreement.trajectory().orElseThrow();
  }

  /** The defects are those that two hand-written programs showed, and no more. */
  @ParameterizedTest
  @CsvSource({"float64, 1e-15", "float32, 6e-7"})
  void rightStepsAgree(String precision, double measured) {
    Agreement agreement = train(xor(precision, "{type: adam, learningRate: 0.05}"), 60);
    Trajectory trajectory = of(agreement);

    assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
    assertEquals(Verdict.AGREE, trajectory.verdict(), trajectory.sentence());
    assertEquals(60, trajectory.steps());
    assertEquals(60, trajectory.points().size());
    assertEquals(60, trajectory.freeRun().judged());
    assertTrue(trajectory.defect().largest() < measured, trajectory.sentence());
    assertTrue(trajectory.freeRun().medianRatio() < 10, trajectory.sentence());
    for (Point point : trajectory.points()) {
      assertTrue(point.envelopeMinimum() <= point.envelopeMaximum(), point.toString());
      assertTrue(Double.isFinite(point.loss()), point.toString());
    }
    assertTrue(
        trajectory.points().get(59).loss() < 0.5 * trajectory.points().get(0).loss(), "it trains");
  }

  @Test
  void noneAreTakenUnlessAskedFor() {
    assertTrue(train(xor("float64", "sgd"), 0).trajectory().isEmpty());
  }

  /** One part in a million, which no figure of the training would show. */
  private static final Tampering SCALED = TwinMade.scaled(1 + 1e-6);

  @Test
  void aScaledGradientIsAFaultThatAddsUp() {
    Agreement agreement = train(xor("float64", "{type: sgd, learningRate: 0.01}"), 60, SCALED);
    Trajectory trajectory = of(agreement);

    assertEquals(Verdict.TWIN_DEVIATES, trajectory.verdict(), trajectory.sentence());
    assertEquals(60, trajectory.defect().defective());
    assertEquals(1, trajectory.defect().first().orElseThrow().step());
    assertEquals(Role.UPDATE, trajectory.defect().first().orElseThrow().place().role());
    assertTrue(trajectory.freeRun().medianRatio() > 1e5, trajectory.sentence());
    assertEquals(Kind.POWER, trajectory.freeRun().growth().kind());
    assertEquals(1, trajectory.freeRun().growth().exponent(), 0.1);
    assertTrue(trajectory.sentence().contains("a fault in the steps, not chaos"));
  }

  /** Adam divides a factor of the gradient out again: its memory tells. */
  @Test
  void adamHidesAFactorFromTheStepButNotFromItsMemory() {
    Trajectory trajectory =
        of(train(xor("float64", "{type: adam, learningRate: 0.05}"), 20, SCALED));
    assertEquals(20, trajectory.defect().defective(), trajectory.sentence());
    assertEquals(Role.MEMORY, trajectory.defect().first().orElseThrow().place().role());
    assertEquals(1e-6, trajectory.points().get(0).memory(), 2e-6);
  }

  /**
   * The same fault on the other side: the file asks for a part in a million more than DL4J does.
   */
  @Test
  void aStepOfDl4jThatIsTooShortIsAFaultOfDl4j() {
    Experiment experiment =
        UpdateComparisonTest.with(
            new Sgd(0.1 * (1 + 1e-6)), () -> new org.nd4j.linalg.learning.config.Sgd(0.1));
    Trajectory trajectory = of(train(experiment, 60));

    assertEquals(Verdict.DL4J_DEVIATES, trajectory.verdict(), trajectory.sentence());
    assertEquals(60, trajectory.defect().defective());
    assertEquals(1, trajectory.freeRun().growth().exponent(), 0.1);
    assertTrue(trajectory.freeRun().medianRatio() > 1e5, trajectory.sentence());
  }

  /** With a rate of 20 every rounding is blown up, on both sides alike. */
  @Test
  void chaosIsNobodysFault() {
    Experiment chaotic =
        ExperimentFixture.read(
            """
            name: chaotic
            seed: 42
            precision: float64
            data: {source: xor, batchSize: 4}
            network:
              layers:
                - {type: dense, units: 4, activation: tanh}
                - %s
            training: {optimizer: {type: sgd, learningRate: 20}}
            """
                .formatted(OUTPUT));
    Trajectory trajectory = of(train(chaotic, 120));

    assertEquals(Verdict.AGREE, trajectory.verdict(), trajectory.sentence());
    assertTrue(trajectory.freeRun().judged() < 120, trajectory.sentence());
    assertEquals(Kind.EXPONENTIAL, trajectory.freeRun().growth().kind(), trajectory.sentence());
    assertTrue(trajectory.sentence().contains("chaos, and nobody's fault"), trajectory.sentence());
  }

  /** A fault is seen through chaos too, since each step starts from where DL4J stands. */
  @Test
  void aFaultInChaosIsAFault() {
    Trajectory trajectory = of(train(xor("float64", "{type: sgd, learningRate: 20}"), 40, SCALED));
    assertEquals(Verdict.TWIN_DEVIATES, trajectory.verdict(), trajectory.sentence());
  }

  /** A linear network that overshoots by a factor of 1e100 in each step. */
  @Test
  void whereBothLeaveTheNumbersTheTrainingEnds() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "{type: sgd, learningRate: 1e100}",
            "{type: output, units: 1, activation: identity, loss: meanSquaredError}");
    Trajectory trajectory = of(train(experiment, 60));

    assertEquals(Verdict.AGREE, trajectory.verdict(), trajectory.sentence());
    assertTrue(trajectory.steps() < 5, trajectory.sentence());
    assertTrue(trajectory.sentence().endsWith("both leave the finite numbers."));
  }
}
