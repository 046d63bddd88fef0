package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.spec.DataDescription;
import gradtwin.spec.Experiment;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static Forecast forecast(
      Experiment experiment, List<String> classes, Batch batch, double... outputs) {
    Engine engine =
        new ScriptedEngine(
            step -> 0,
            steps -> 0,
            x -> Tensor.of(experiment.labels().shape().batchOf(batch.size()), outputs));
    Examples examples = ExperimentFixture.examples(batch);
    return Forecast.of(engine, examples, experiment, classes);
  }

  /** New examples: no labels. */
  private static Batch batch(Tensor features, Optional<Tensor> mask) {
    return new Batch(features, Tensor.zeros(Shape.of(features.rows(), 0)), mask, Optional.empty());
  }

  @Test
  void onePredictionForEachExample() {
    Experiment experiment =
        ExperimentFixture.xor(
            "float64", "sgd", "{type: output, units: 2, activation: softmax, loss: crossEntropy}");

    Forecast forecast =
        forecast(
            experiment,
            List.of("no", "yes"),
            batch(Tensor.zeros(Shape.of(2, 2)), Optional.empty()),
            0.1,
            0.9,
            Double.NaN,
            0);

    assertEquals(List.of("no", "yes"), forecast.outputs());
    assertEquals(2, forecast.rows().size());
    Forecast.Row first = forecast.rows().get(0);
    assertEquals(Optional.of("yes"), first.predicted());
    assertEquals(List.of(0.1, 0.9), first.values());
    assertTrue(first.step().isEmpty());
    assertTrue(first.name().isEmpty());
    assertTrue(forecast.rows().get(1).predicted().isEmpty(), "NaN");
  }

  /** Two sequences that end together: of three steps and of one. */
  @Test
  void onePredictionForEachStepThatIsThere() {
    Experiment experiment =
        ExperimentFixture.read(
            new DataDescription(
                Shape.of(1, 3), Target.STEPS, Task.CLASSIFICATION, List.of("a", "b"), 2),
            "{type: rnnOutput, units: 1, activation: sigmoid, loss: binaryCrossEntropy}");
    Tensor mask = Tensor.matrix(new double[] {1, 1, 1}, new double[] {0, 0, 1});

    Forecast forecast =
        forecast(
            experiment,
            List.of("a", "b"),
            batch(Tensor.zeros(Shape.of(2, 1, 3)), Optional.of(mask)),
            0.9,
            0.1,
            0.8,
            0.5,
            0.5,
            0.7);

    assertEquals(List.of("b"), forecast.outputs());
    assertEquals(
        List.of("1 1 b [0.9]", "1 2 a [0.1]", "1 3 b [0.8]", "2 1 b [0.7]"),
        forecast.rows().stream()
            .map(
                row ->
                    row.number()
                        + " "
                        + row.step().orElseThrow()
                        + " "
                        + row.predicted().orElseThrow()
                        + " "
                        + row.values())
            .toList());
  }

  /** Errors 0, 1 and 2 of the first; 3 of the one step that is there of the second. */
  @Test
  void aReproductionHasAnError() {
    Experiment experiment =
        ExperimentFixture.read(
            new DataDescription(Shape.of(1, 3), Target.FEATURES, Task.REGRESSION, List.of(), 2),
            "{type: rnnOutput, units: 1, activation: identity, loss: meanSquaredError}");
    Tensor features = Tensor.of(Shape.of(2, 1, 3), new double[] {1, 2, 3, 4, 0, 0});
    Tensor mask = Tensor.matrix(new double[] {1, 1, 1}, new double[] {1, 0, 0});

    Forecast forecast =
        forecast(experiment, List.of(), batch(features, Optional.of(mask)), 1, 3, 5, 7, 50, 50);

    assertEquals(List.of(), forecast.outputs());
    assertEquals(Optional.of(List.of(1, 3)), forecast.shape());
    assertEquals(List.of(7.0, 50.0, 50.0), forecast.rows().get(1).values());
    assertEquals(5.0 / 3, forecast.rows().get(0).meanSquaredError().orElseThrow(), 1e-15);
    assertEquals(9.0, forecast.rows().get(1).meanSquaredError().orElseThrow(), 1e-15);
  }
}
