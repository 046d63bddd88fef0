package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Role;
import gradtwin.spec.Experiment;
import gradtwin.spec.OptimizerSpec;
import gradtwin.spec.TrainingSpec;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import gradtwin.twin.optimizer.Adam;
import gradtwin.twin.optimizer.ClosedForm;
import gradtwin.twin.optimizer.Nesterovs;
import gradtwin.twin.optimizer.Optimizer;
import gradtwin.twin.optimizer.OptimizerSchedule;
import gradtwin.twin.optimizer.Sgd;
import gradtwin.twin.schedule.Clock;
import gradtwin.twin.schedule.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class UpdateComparisonTest {
  /** An experiment whose two sides are told to step as given, whether or not that is the same. */
  static Experiment with(OptimizerSchedule twin, Supplier<IUpdater> dl4j) {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "sgd",
            "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}");
    TrainingSpec training = experiment.training();
    return new Experiment(
        experiment.name(),
        experiment.seed(),
        experiment.precision(),
        experiment.data(),
        experiment.network(),
        new TrainingSpec(
            training.epochs(),
            training.shuffle(),
            new OptimizerSpec("optimizer", twin, dl4j),
            training.gradientNormalization(),
            training.earlyStopping(),
            training.accelerate()),
        experiment.comparison(),
        experiment.description());
  }

  private static Agreement compare(OptimizerSchedule twin, Supplier<IUpdater> dl4j) {
    return Comparison.run(
            with(twin, dl4j),
            ExperimentFixture.examples(ExperimentFixture.xorBatch()),
            Optional.empty())
        .agreement();
  }

  @Test
  void equalOptimizersAgree() {
    Agreement agreement = compare(new Sgd(0.1), () -> new org.nd4j.linalg.learning.config.Sgd(0.1));
    assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
  }

  /** What the file says defines the step, and the twin's is its formula's. */
  @Test
  void aStepOfDl4jThatIsOnePartInAMillionTooShortIsFound() {
    Agreement agreement =
        compare(new Sgd(0.1 * (1 + 1e-6)), () -> new org.nd4j.linalg.learning.config.Sgd(0.1));

    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
    assertEquals(Role.UPDATE, agreement.origin().orElseThrow().role());
    for (Block block : agreement.update()) {
      assertEquals(Verdict.DL4J_DEVIATES, block.verdict());
      String start = "the optimizers take different steps from equal gradients; step 1 at [";
      assertTrue(block.explanation().startsWith(start), block.explanation());
    }
    agreement.blocks().forEach(block -> assertEquals(Verdict.AGREE, block.verdict()));
  }

  /** Does what one optimizer does and says what another should. */
  private record Planted(Optimizer doing, Optimizer saying) implements Optimizer {
    @Override
    public double learningRate() {
      return doing.learningRate();
    }

    @Override
    public Optimizer roundedToFloat32() {
      OptimizerSchedule rounded = doing.roundedToFloat32();
      return new Planted(rounded.at(Moment.START), saying.roundedToFloat32().at(Moment.START));
    }

    @Override
    public List<String> memory() {
      return saying.memory();
    }

    @Override
    public List<Tensor> initialState(Shape shape) {
      return doing.initialState(shape);
    }

    @Override
    public void step(Tensor gradient, List<Tensor> state, long iteration) {
      doing.step(gradient, state, iteration);
    }

    @Override
    public ClosedForm.Value exactly(ClosedForm.History past) {
      return saying.exactly(past);
    }
  }

  private static Adam adam(double epsilon) {
    return new Adam(0.1, 0.9, 0.999, epsilon);
  }

  private static Supplier<IUpdater> adamOfDl4j(double epsilon) {
    return () -> new org.nd4j.linalg.learning.config.Adam(0.1, 0.9, 0.999, epsilon);
  }

  /**
   * The other common form has epsilon inside the bias correction: that is sqrt(1 - beta2) of it.
   */
  private static final double INSIDE = 0.01 * Math.sqrt(1 - 0.999);

  @Test
  void epsilonInTheWrongPlaceOnDl4jsSideIsDl4jsFault() {
    Agreement agreement = compare(adam(0.01), adamOfDl4j(INSIDE));
    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
    assertTrue(agreement.sentence().contains("update of W"), agreement.sentence());
  }

  @Test
  void epsilonInTheWrongPlaceOnTheTwinsSideIsTheTwinsFault() {
    Agreement agreement = compare(new Planted(adam(INSIDE), adam(0.01)), adamOfDl4j(0.01));
    assertEquals(Verdict.TWIN_DEVIATES, agreement.verdict(), agreement.sentence());
    assertTrue(agreement.sentence().contains("update of W"), agreement.sentence());
  }

  @Test
  void epsilonInTheWrongPlaceOnBothSidesIsCommonMode() {
    Agreement agreement = compare(new Planted(adam(INSIDE), adam(0.01)), adamOfDl4j(INSIDE));
    assertEquals(Verdict.COMMON_MODE, agreement.verdict(), agreement.sentence());
  }

  @Test
  void threeAnswersAccuseNobody() {
    Agreement agreement = compare(new Planted(adam(INSIDE), adam(0.01)), adamOfDl4j(1));
    assertEquals(Verdict.INCONCLUSIVE, agreement.verdict(), agreement.sentence());
  }

  /** Weights below 0 become 0, whose norm cannot be made 1. */
  @Test
  void aParameterThatIsNoNumberAnyMoreIsTold() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "adaDelta",
            "{type: output, units: 1, activation: identity, loss: meanSquaredError,"
                + " initializer: {type: constant, value: -1},"
                + " constraints: [nonNegative, unitNorm]}");
    Agreement agreement =
        Comparison.run(
                experiment,
                ExperimentFixture.examples(ExperimentFixture.xorBatch()),
                Optional.empty())
            .agreement();
    assertEquals(Verdict.NOT_FINITE, agreement.verdict(), agreement.sentence());
  }

  /** A decay that is off by a part in 10^9 shows in the memory long before it shows in the step. */
  @Test
  void aMemoryThatIsWrongIsNamed() {
    Adam off = new Adam(0.1, 0.9, 0.999 + 1e-9, 0.01);
    Agreement ofDl4j =
        compare(
            adam(0.01),
            () -> new org.nd4j.linalg.learning.config.Adam(0.1, 0.9, 0.999 + 1e-9, 0.01));
    Agreement ofTwin = compare(new Planted(off, adam(0.01)), adamOfDl4j(0.01));

    assertEquals(Verdict.DL4J_DEVIATES, ofDl4j.verdict(), ofDl4j.sentence());
    assertEquals(Verdict.TWIN_DEVIATES, ofTwin.verdict(), ofTwin.sentence());
    for (Agreement agreement : List.of(ofDl4j, ofTwin)) {
      assertEquals(Role.MEMORY, agreement.origin().orElseThrow().role());
      assertTrue(
          agreement.sentence().contains("the optimizer's memory of W: the optimizers remember"),
          agreement.sentence());
      assertTrue(agreement.sentence().contains("; v after step 6"), agreement.sentence());
    }
  }

  private static final ISchedule HALVES = new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 2);

  @Test
  void schedulesAreFollowedOverSeveralSteps() {
    Agreement agreement =
        compare(
            new OptimizerSchedule.ScheduledRate(
                new Sgd(0.1), new Step(0.1, 0.5, 2, Clock.ITERATION)),
            () -> new org.nd4j.linalg.learning.config.Sgd(HALVES));
    assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
  }

  /** The first two steps are the same. */
  @Test
  void aScheduleThatIsForgottenIsFound() {
    Agreement agreement =
        compare(new Sgd(0.1), () -> new org.nd4j.linalg.learning.config.Sgd(HALVES));
    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
  }

  @Test
  void aScheduleByTheWrongClockIsFound() {
    Agreement agreement =
        compare(
            new OptimizerSchedule.ScheduledRate(new Sgd(0.1), new Step(0.1, 0.5, 1, Clock.EPOCH)),
            () ->
                new org.nd4j.linalg.learning.config.Sgd(
                    new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 1)));
    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
  }

  /** At iterations 0 to 4 nothing has happened yet; the last step of the training shows it. */
  @Test
  void aScheduleThatStartsLateIsFound() {
    Agreement agreement =
        compare(
            new Sgd(0.1),
            () ->
                new org.nd4j.linalg.learning.config.Sgd(
                    new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.1, 9, 0.01))));
    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
  }

  /** Memory shows from the second step on. */
  @Test
  void aMomentumThatIsForgottenIsFound() {
    Agreement agreement =
        compare(
            new Nesterovs(0.1, 0.5),
            () ->
                new org.nd4j.linalg.learning.config.Nesterovs(
                    new FixedSchedule(0.1),
                    new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.5, 1, 0.6))));
    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
  }

  /** DL4J's minMaxNorm with a rate is not what its name says: its parameters tell, not its step. */
  @Test
  void aConstraintThatIsNotKeptIsFound() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64",
            "sgd",
            "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError, constraints:"
                + " [{type: minMaxNorm, minimum: 2, maximum: 3, rate: 0.9}]}");
    Agreement agreement =
        Comparison.run(
                experiment,
                ExperimentFixture.examples(ExperimentFixture.xorBatch()),
                Optional.empty())
            .agreement();
    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
    assertTrue(
        agreement.sentence().contains("not where its own step and the constraint puts them"),
        agreement.sentence());
  }

  /** DL4J clips the steps of the running statistics with the gradients; the twin does not. */
  @Test
  void aStatisticThatIsScaledIsDl4jsFault() {
    Agreement agreement = normalized("{type: clipNorm, threshold: 0.01}");

    assertEquals(Verdict.DL4J_DEVIATES, agreement.verdict(), agreement.sentence());
    for (String key : List.of("mean", "var")) {
      Block block =
          agreement.update().stream()
              .filter(b -> b.parameter().equals(key))
              .findFirst()
              .orElseThrow();
      assertEquals(Verdict.DL4J_DEVIATES, block.verdict(), block.toString());
      assertEquals(
          "DL4J moves a statistic by a multiple of the step that defines it", block.explanation());
    }
  }

  /** Clipping each element is no multiple: that no side is named without a reason. */
  @Test
  void aStatisticThatIsBentIsNobodysFaultYet() {
    Agreement agreement = normalized("{type: clipValue, threshold: 0.01}");
    assertEquals(Verdict.INCONCLUSIVE, agreement.verdict(), agreement.sentence());
  }

  @Test
  void statisticsThatAreLeftAloneAgree() {
    Agreement agreement = normalized("none");
    assertEquals(Verdict.AGREE, agreement.verdict(), agreement.sentence());
  }

  private static Agreement normalized(String gradientNormalization) {
    return Comparison.run(
            ExperimentFixture.xor(
                "float64",
                "{type: sgd, learningRate: 0.1}",
                "{type: dense, units: 3, bias: false}",
                "{type: batchNormalization, gradientNormalization: " + gradientNormalization + "}",
                "{type: activation, activation: tanh}",
                "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}"),
            ExperimentFixture.examples(ExperimentFixture.xorBatch()),
            Optional.empty())
        .agreement();
  }
}
