package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.data.Dataset;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Tensor;
import gradtwin.train.Stop.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
  private static Experiment experiment(int epochs, int batchSize, String early) {
    return DatasetFixture.read(
        String.format(
            Locale.ROOT,
            """
            name: fixture
            data: {source: xor, batchSize: %d}
            network:
              layers:
                - {type: output, units: 1, activation: sigmoid, loss: binaryCrossEntropy}
            training:
              epochs: %d
              optimizer: sgd
            %s
            """,
            batchSize,
            epochs,
            early));
  }

  private static ScriptedEngine engine(IntToDoubleFunction measuredLoss) {
    return new ScriptedEngine(step -> step, measuredLoss, Tensor::copy);
  }

  private static Training train(Experiment experiment, Dataset data, Engine engine)
      throws IOException {
    return new Trainer(
            experiment, data, engine, Journal.none(), TrainingObserver.none(), () -> false)
        .run();
  }

  /** Losses after epoch 1, 2, ... of an engine that takes one step for an epoch. */
  private static IntToDoubleFunction losses(double... losses) {
    return step -> losses[step - 1];
  }

  @Test
  void everyExampleIsTrainedOnOnceAnEpochAndTheLastBatchIsSmaller() throws IOException {
    ScriptedEngine engine = engine(step -> 1);
    Experiment experiment = experiment(2, 3, "");

    Training training = train(experiment, DatasetFixture.counted(experiment, 7, 0), engine);

    assertEquals(
        List.of(3, 3, 1, 3, 3, 1), engine.batches().stream().map(batch -> batch.size()).toList());
    for (int epoch = 0; epoch < 2; epoch++) {
      double[] seen =
          engine.batches().subList(3 * epoch, 3 * epoch + 3).stream()
              .flatMapToDouble(batch -> Arrays.stream(batch.features().values()))
              .sorted()
              .toArray();
      assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6}, seen);
    }
    assertEquals(2, engine.epochs());
    assertEquals(6, training.steps());
    assertEquals(Reason.LAST_EPOCH, training.stop().reason());
  }

  @Test
  void theLossOfAnEpochIsThatOfItsExamplesNotOfItsBatches() throws IOException {
    ScriptedEngine engine = engine(step -> 1);
    Experiment experiment = experiment(1, 3, "");

    Training training = train(experiment, DatasetFixture.counted(experiment, 7, 0), engine);

    // the losses are 1, 2 and 3 on batches of 3, 3 and 1
    assertEquals((3 * 1 + 3 * 2 + 1 * 3) / 7.0, training.epochs().get(0).loss());
  }

  @Test
  void earlyStoppingEndsWithTheBestParameters() throws IOException {
    ScriptedEngine engine = engine(losses(0.9, 0.5, 0.6, 0.55, 0.1));
    Experiment experiment = experiment(100, 4, "  earlyStopping: {patience: 2}");

    Training training = train(experiment, DatasetFixture.counted(experiment, 4, 0), engine);

    assertEquals(Reason.EARLY_STOPPING, training.stop().reason());
    assertEquals(
        "the loss of the training part has not improved for 2 epochs since epoch 2 (0.500000)",
        training.stop().explanation());
    assertEquals(4, training.epochs().size());
    assertEquals(2, training.bestEpoch());
    assertEquals(2, engine.steps());
    assertEquals(0.5, training.scores().orElseThrow().training().loss());
    assertEquals(
        List.of(true, true, false, false), training.epochs().stream().map(Epoch::best).toList());
  }

  @Test
  void withoutEarlyStoppingTheBestParametersAreKeptAfterTheLastEpoch() throws IOException {
    ScriptedEngine engine = engine(losses(0.9, 0.5, 0.6));
    Experiment experiment = experiment(3, 4, "");

    Training training = train(experiment, DatasetFixture.counted(experiment, 4, 0), engine);

    assertEquals(Reason.LAST_EPOCH, training.stop().reason());
    assertEquals(3, training.epochs().size());
    assertEquals(2, training.bestEpoch());
    assertEquals(2, engine.steps());
  }

  @Test
  void theValidationPartDecidesIfThereIsOne() throws IOException {
    ScriptedEngine engine = engine(losses(0.9, 0.5));
    Experiment experiment = experiment(2, 4, "");

    Training training = train(experiment, DatasetFixture.counted(experiment, 4, 3), engine);

    Epoch last = training.epochs().get(1);
    assertEquals(Part.VALIDATION, last.measuredOn());
    assertEquals(3, last.measured().examples());
    Training.Scores scores = training.scores().orElseThrow();
    assertEquals(3, scores.validation().orElseThrow().examples());
    assertEquals(4, scores.training().examples());
    assertTrue(engine.batches().stream().allMatch(b -> b.features().values()[0] < 4));
  }

  @Test
  void aLossThatIsNoNumberEndsTheTraining() throws IOException {
    ScriptedEngine engine =
        new ScriptedEngine(step -> step == 5 ? Double.NaN : 1, step -> 1, Tensor::copy);
    Experiment experiment = experiment(10, 2, "");

    Training training = train(experiment, DatasetFixture.counted(experiment, 4, 0), engine);

    assertEquals(Reason.DIVERGED, training.stop().reason());
    assertEquals("the loss became NaN in epoch 3 at step 5", training.stop().explanation());
    assertTrue(training.scores().isEmpty());
    assertEquals(2, training.epochs().size());
    // back to the end of the first epoch, the best of two equal ones
    assertEquals(2, engine.steps());
  }

  @Test
  void aMeasuredLossThatIsNoNumberEndsTheTrainingToo() throws IOException {
    ScriptedEngine engine = engine(losses(Double.POSITIVE_INFINITY));
    Experiment experiment = experiment(10, 4, "");

    Training training = train(experiment, DatasetFixture.counted(experiment, 4, 0), engine);

    assertEquals("the loss became Infinity in epoch 1 at step 1", training.stop().explanation());
    assertEquals(0, training.bestEpoch());
    assertTrue(Double.isNaN(training.secondsPerEpoch()));
  }

  @Test
  void askedToStopItFinishesTheStepAndSavesBoth() throws IOException {
    ScriptedEngine engine = engine(step -> 1);
    Experiment experiment = experiment(10, 2, "");
    RecordingJournal journal = new RecordingJournal();

    Training training =
        new Trainer(
                experiment,
                DatasetFixture.counted(experiment, 6, 0),
                engine,
                journal,
                TrainingObserver.none(),
                () -> engine.steps() == 5)
            .run();

    assertEquals(Reason.INTERRUPTED, training.stop().reason());
    assertEquals("interrupted in epoch 2 after step 5", training.stop().explanation());
    assertEquals(1, training.epochs().size());
    assertEquals(List.of("last 3", "best 3", "last 5", "best 3"), journal.events);
  }

  @Test
  void theObserverSeesTheMeanLossSoFar() throws IOException {
    List<String> seen = new ArrayList<>();
    ScriptedEngine engine = engine(step -> 1);
    Experiment experiment = experiment(1, 2, "");
    TrainingObserver observer =
        new TrainingObserver() {
          @Override
          public void step(int epoch, int examples, double loss) {
            seen.add(epoch + " " + examples + " " + loss);
          }

          @Override
          public void epoch(Epoch epoch) {
            seen.add("epoch " + epoch.number());
          }
        };

    new Trainer(
            experiment,
            DatasetFixture.counted(experiment, 4, 0),
            engine,
            Journal.none(),
            observer,
            () -> false)
        .run();

    assertEquals(List.of("1 2 1.0", "1 4 1.5", "epoch 1"), seen);
  }

  /** What was saved, with the engine's step at that moment. */
  private static final class RecordingJournal implements Journal {
    final List<String> events = new ArrayList<>();

    @Override
    public void epoch(Epoch epoch) {}

    @Override
    public void best(Engine engine) {
      events.add("best " + engine.iteration());
    }

    @Override
    public void last(Engine engine) {
      events.add("last " + engine.iteration());
    }
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void equalExperimentsGiveEqualBits(EngineKind kind) throws IOException {
    Experiment experiment = digits(42);
    List<Map<String, Tensor>> first = trained(kind, experiment);

    assertSameBits(first, trained(kind, experiment));
    assertFalse(
        Arrays.equals(
            first.get(0).get("W").values(), trained(kind, digits(43)).get(0).get("W").values()));
  }

  private static Experiment digits(int seed) {
    return DatasetFixture.read(
        String.format(
            Locale.ROOT,
            """
            name: fixture
            seed: %d
            data: {source: digits, examples: 150, testExamples: 20, validationFraction: 0.2}
            network:
              layers:
                - {type: dense, units: 12, activation: relu}
                - {type: dropout, rate: 0.25}
                - {type: output, units: 10, activation: softmax, loss: crossEntropy}
            training:
              epochs: 3
              optimizer: adam
            """,
            seed));
  }

  private static List<Map<String, Tensor>> trained(EngineKind kind, Experiment experiment)
      throws IOException {
    Engine engine = kind.create(experiment);
    train(experiment, DatasetFixture.load(experiment), engine);
    return engine.parameters();
  }

  private static void assertSameBits(
      List<Map<String, Tensor>> expected, List<Map<String, Tensor>> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      Map<String, Tensor> layer = actual.get(i);
      assertEquals(expected.get(i).keySet(), layer.keySet());
      expected
          .get(i)
          .forEach((key, value) -> assertArrayEquals(value.values(), layer.get(key).values()));
    }
  }
}
