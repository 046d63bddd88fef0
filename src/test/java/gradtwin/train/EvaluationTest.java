package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.DataDescription;
import gradtwin.spec.Experiment;
import gradtwin.spec.Metric;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  /** Rounding of a few sums. */
  private static final double ROUNDING = 1e-15;

  private static final Experiment ONE_COLUMN =
      ExperimentFixture.xor(
          "float64",
          "sgd",
          "{type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}");

  private static Engine predicting(UnaryOperator<Tensor> predict) {
    return new ScriptedEngine(step -> 0, steps -> 2.5, predict);
  }

  /** Features and labels of so many examples: example i has the feature i and the label i % 2. */
  private static Examples counted(int size) {
    Tensor features = Tensor.zeros(Shape.of(size, 1));
    Tensor labels = Tensor.zeros(Shape.of(size, 1));
    for (int i = 0; i < size; i++) {
      features.values()[i] = i;
      labels.values()[i] = i % 2;
    }
    return ExperimentFixture.examples(new Batch(features, labels));
  }

  @Test
  void threeOfFourClassesRight() {
    // labels 0 1 1 0, outputs 0.9 0.8 0.7 0.1: only the first is wrong
    Engine engine =
        predicting(
            x ->
                Tensor.matrix(
                    new double[] {0.9},
                    new double[] {0.8},
                    new double[] {0.7},
                    new double[] {0.1}));

    Evaluation evaluation =
        Evaluation.of(engine, ExperimentFixture.examples(ExperimentFixture.xorBatch()), ONE_COLUMN);

    assertEquals(4, evaluation.metrics().examples());
    assertEquals(2.5, evaluation.metrics().loss(), ROUNDING);
    assertEquals(0.75, evaluation.metrics().of(Metric.ACCURACY), ROUNDING);
    assertEquals(Set.of(Metric.LOSS, Metric.ACCURACY), evaluation.metrics().values().keySet());
    ConfusionMatrix confusion = evaluation.confusion().orElseThrow();
    assertEquals(List.of(List.of(1, 1), List.of(0, 2)), confusion.rows());
    assertEquals(0.5, confusion.recall(0));
    assertEquals(2.0 / 3, confusion.precision(1), ROUNDING);
  }

  @Test
  void moreExamplesThanFitOneBatchAreAllCounted() {
    // the second class for every example: half of 2501, rounded down, are right
    Engine engine = predicting(x -> Tensor.of(x.shape(), ones(x.rows())));

    Evaluation evaluation = Evaluation.of(engine, counted(2501), ONE_COLUMN);

    assertEquals(2501, evaluation.metrics().examples());
    assertEquals(2.5, evaluation.metrics().loss(), ROUNDING);
    assertEquals(1250.0 / 2501, evaluation.metrics().of(Metric.ACCURACY), ROUNDING);
  }

  private static double[] ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void aNanIsNeverRight() {
    Engine engine = predicting(x -> Tensor.of(x.shape(), new double[] {Double.NaN, 0.1}));

    Evaluation evaluation = Evaluation.of(engine, counted(2), ONE_COLUMN);

    assertEquals(0, evaluation.metrics().of(Metric.ACCURACY));
    assertEquals(1, evaluation.confusion().orElseThrow().undecided());
  }

  @Test
  void theMetricThatEarlyStoppingWatchesIsMeasuredToo() {
    Experiment experiment =
        ExperimentFixture.read(
            """
            name: fixture
            data: {source: xor}
            network:
              layers:
                - {type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}
            training:
              optimizer: sgd
              earlyStopping: {metric: meanSquaredError}
            """);
    // labels 0 and 1, outputs 0.5 and 0.25: (0.25 + 0.5625) / 2
    Engine engine = predicting(x -> Tensor.of(x.shape(), new double[] {0.5, 0.25}));

    Metrics metrics = Evaluation.of(engine, counted(2), experiment).metrics();

    assertEquals(0.40625, metrics.of(Metric.MEAN_SQUARED_ERROR), ROUNDING);
    assertThrows(IllegalArgumentException.class, () -> metrics.of(Metric.MEAN_ABSOLUTE_ERROR));
  }

  @Test
  void numbersHaveErrorsAndNoAccuracy() {
    Experiment experiment =
        Experiment.read(
                "fixture.yaml",
                """
                name: fixture
                data: {source: xor}
                network:
                  layers:
                    - {type: output, units: 1, activation: identity, loss: meanSquaredError}
                training: {optimizer: sgd}
                """,
                List.of(),
                source ->
                    new DataDescription(Shape.of(1), Target.LABEL, Task.REGRESSION, List.of(), 3))
            .value()
            .orElseThrow();
    // labels 0, 1, 0; outputs 1, 1, -3: absolute 1, 0, 3; squared 1, 0, 9
    Engine engine = predicting(x -> Tensor.of(x.shape(), new double[] {1, 1, -3}));

    Evaluation evaluation = Evaluation.of(engine, counted(3), experiment);

    assertEquals(4.0 / 3, evaluation.metrics().of(Metric.MEAN_ABSOLUTE_ERROR), ROUNDING);
    assertEquals(10.0 / 3, evaluation.metrics().of(Metric.MEAN_SQUARED_ERROR), ROUNDING);
    assertThrows(IllegalArgumentException.class, () -> evaluation.metrics().of(Metric.ACCURACY));
    assertTrue(evaluation.confusion().isEmpty());
  }

  private static final String AT_EACH_STEP =
      "{type: rnnOutput, units: 2, activation: softmax, loss: crossEntropy}";

  private static DataDescription steps(Target target, Task task, List<String> classes) {
    return new DataDescription(Shape.of(1, 3), target, task, classes, 2);
  }

  /** Labels [2, K, 3] of two sequences, the second of which has but one step. */
  private static Examples masked(Tensor labels) {
    Tensor mask = Tensor.matrix(new double[] {1, 1, 1}, new double[] {1, 0, 0});
    return ExperimentFixture.examples(
        new Batch(Tensor.zeros(Shape.of(2, 1, 3)), labels, Optional.of(mask), Optional.of(mask)));
  }

  /** Classes 0 1 1 and 0; taken for 0 0 1 and 1; what is not there is wrong, and not counted. */
  @Test
  void eachStepThatIsThereCountsOnce() {
    Experiment experiment =
        ExperimentFixture.read(
            steps(Target.STEPS, Task.CLASSIFICATION, List.of("a", "b")), AT_EACH_STEP);
    Shape shape = Shape.of(2, 2, 3);
    Tensor labels = Tensor.of(shape, new double[] {1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0});
    Tensor outputs =
        Tensor.of(shape, new double[] {0.9, 0.8, 0.4, 0.1, 0.2, 0.6, 0.3, 0.9, 0.9, 0.7, 0.1, 0.1});

    Evaluation evaluation = Evaluation.of(predicting(x -> outputs), masked(labels), experiment);

    assertEquals(2, evaluation.metrics().examples());
    assertEquals(Optional.of(4), evaluation.steps());
    assertEquals(2.5, evaluation.metrics().loss(), ROUNDING);
    assertEquals(0.5, evaluation.metrics().of(Metric.ACCURACY), ROUNDING);
    assertEquals(
        List.of(List.of(1, 1), List.of(1, 1)), evaluation.confusion().orElseThrow().rows());
  }

  /** Errors 1, 2, 0 and -3 of the four steps that are there; 100 and -100 of the others. */
  @Test
  void errorsAreOfTheStepsThatAreThere() {
    Experiment experiment =
        ExperimentFixture.read(
            steps(Target.STEPS, Task.REGRESSION, List.of()),
            "{type: rnnOutput, units: 1, activation: identity, loss: meanSquaredError}");
    Tensor labels = Tensor.of(Shape.of(2, 1, 3), new double[] {1, 1, 1, 1, 0, 0});
    Tensor outputs = Tensor.of(Shape.of(2, 1, 3), new double[] {2, 3, 1, -2, 100, -100});

    Metrics metrics = Evaluation.of(predicting(x -> outputs), masked(labels), experiment).metrics();

    assertEquals(6.0 / 4, metrics.of(Metric.MEAN_ABSOLUTE_ERROR), ROUNDING);
    assertEquals(14.0 / 4, metrics.of(Metric.MEAN_SQUARED_ERROR), ROUNDING);
  }

  /** A reproduction in one row has a mask for each output. */
  @Test
  void errorsOfAReproductionAreOfWhatIsThere() {
    Experiment experiment =
        ExperimentFixture.read(
            new DataDescription(Shape.of(3), Target.FEATURES, Task.REGRESSION, List.of(), 2),
            "{type: output, units: 3, activation: identity, loss: meanSquaredError}");
    Tensor features = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 0, 0});
    Tensor mask = Tensor.matrix(new double[] {1, 1, 1}, new double[] {1, 0, 0});
    Examples examples =
        ExperimentFixture.examples(
            new Batch(features, features, Optional.empty(), Optional.of(mask)));
    Tensor outputs = Tensor.matrix(new double[] {1, 2, 5}, new double[] {4, 9, 9});

    Evaluation evaluation = Evaluation.of(predicting(x -> outputs), examples, experiment);

    assertEquals(1, evaluation.metrics().of(Metric.MEAN_SQUARED_ERROR), ROUNDING);
    assertEquals(0.5, evaluation.metrics().of(Metric.MEAN_ABSOLUTE_ERROR), ROUNDING);
    assertTrue(evaluation.confusion().isEmpty());
    assertTrue(evaluation.steps().isEmpty());
  }

  /** The weight of an example is in its loss and nowhere else. */
  @Test
  void weightsDoNotChangeTheAccuracy() {
    Tensor weights = Tensor.matrix(new double[] {0}, new double[] {7});
    Examples examples =
        ExperimentFixture.examples(
            new Batch(
                Tensor.zeros(Shape.of(2, 2)),
                Tensor.matrix(new double[] {0}, new double[] {1}),
                Optional.empty(),
                Optional.of(weights)));
    Engine engine = predicting(x -> Tensor.matrix(new double[] {0.1}, new double[] {0.2}));

    Metrics metrics = Evaluation.of(engine, examples, ONE_COLUMN).metrics();

    assertEquals(0.5, metrics.of(Metric.ACCURACY), ROUNDING);
  }

  /** 28 x 28 pixels and 20000 hidden units: 50 examples fill a million values. */
  @Test
  void theLargestLayerHasRoom() {
    Experiment experiment =
        ExperimentFixture.read(
            new DataDescription(
                Shape.of(784), Target.LABEL, Task.CLASSIFICATION, List.of("0", "1"), 60_000),
            "{type: dense, units: 20000, activation: relu}",
            "{type: output, units: 2, activation: softmax, loss: crossEntropy}");

    assertEquals(50, Evaluation.examplesAtOnce(experiment));
    assertEquals(1000, Evaluation.examplesAtOnce(ONE_COLUMN));
  }

  @Test
  void nothingCannotBeMeasured() {
    Engine engine = predicting(x -> x);

    assertThrows(
        IllegalArgumentException.class, () -> Evaluation.of(engine, counted(0), ONE_COLUMN));
  }

  /** Outputs (a1 a2 s1 s2 m1 m2) whose weights are 1/2: 4 and 8 stand for 6, not for the first. */
  @Test
  void ofAMixtureTheMeanIsMeasured() {
    Experiment mixture = AgreementFiles.experiment("loss-mixtureDensity");
    UnaryOperator<Tensor> predict =
        x -> Tensor.matrix(new double[] {9, 9, 0, 1, 4, 8}, new double[] {0, 0, 0, 1, 1, 3});
    Evaluation evaluation = Evaluation.of(predicting(predict), counted(2), mixture);
    // labels 0 and 1, means 6 and 2
    assertEquals(3.5, evaluation.metrics().of(Metric.MEAN_ABSOLUTE_ERROR), 8 * ROUNDING);
    assertEquals(18.5, evaluation.metrics().of(Metric.MEAN_SQUARED_ERROR), 32 * ROUNDING);
    Forecast forecast = Forecast.of(predicting(predict), counted(2), mixture, List.of());
    assertEquals(6, forecast.rows().get(0).values().get(0), 8 * ROUNDING);
    assertEquals(1, forecast.rows().get(0).values().size());
  }
}
