package gradtwin.train;

import gradtwin.data.Dataset;
import gradtwin.spec.Experiment;
import gradtwin.spec.Metric;
import gradtwin.spec.TrainingSpec.EarlyStopping;
import gradtwin.tensor.Examples;
import gradtwin.train.Stop.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The training loop, the same for every engine.
 *
 * <p>After each epoch the validation part is measured, or the training part if there is none; the
 * epoch with the best value of the watched metric (that of early stopping, else the loss) gives the
 * parameters that are kept. Equal experiments give equal bits.
 */
public final class Trainer {
  /** So that a long training can lose little, and a short epoch need not wait for the disk. */
  private static final double SECONDS_BETWEEN_CHECKPOINTS = 10;

  private final Experiment experiment;
  private final Dataset data;
  private final Engine engine;
  private final Journal journal;
  private final TrainingObserver observer;
  private final BooleanSupplier stopRequested;

  private final Part measuredPart;
  private final Examples measuredExamples;
  private final Engine.Steps training;
  private final Order order;
  private final BestSoFar best;
  private final List<Epoch> epochs = new ArrayList<>();
  private Optional<Engine.Snapshot> bestState = Optional.empty();
  private boolean bestIsSaved = true;
  private long lastCheckpoint;
  private long steps;

  /**
   * @param engine fresh; it is left with the parameters that are kept
   * @param stopRequested asked before every step
   */
  public Trainer(
      Experiment experiment,
      Dataset data,
      Engine engine,
      Journal journal,
      TrainingObserver observer,
      BooleanSupplier stopRequested) {
    this.experiment = experiment;
    this.data = data;
    this.engine = engine;
    this.journal = journal;
    this.observer = observer;
    this.stopRequested = stopRequested;
    this.measuredPart = data.validation().size() > 0 ? Part.VALIDATION : Part.TRAINING;
    this.measuredExamples = measuredPart == Part.VALIDATION ? data.validation() : data.training();
    this.training = engine.over(data.training(), experiment.data().batchSize());
    this.order = new Order(experiment.seed(), experiment.training().shuffle());
    Optional<EarlyStopping> early = experiment.training().earlyStopping();
    this.best =
        new BestSoFar(
            early.map(EarlyStopping::metric).orElse(Metric.LOSS),
            early.map(EarlyStopping::minimumImprovement).orElse(0.0));
  }

  /**
   * Trains until the last epoch, until early stopping, until the loss is no number, or until asked
   * to stop.
   *
   * @throws IOException if the journal cannot be written
   */
  public Training run() throws IOException {
    long start = System.nanoTime();
    Optional<Stop> stop = Optional.empty();
    for (int number = 1; stop.isEmpty(); number++) {
      stop = epoch(number);
    }
    journal.last(engine);
    saveBest();
    boolean finished =
        stop.get().reason() == Reason.LAST_EPOCH || stop.get().reason() == Reason.EARLY_STOPPING;
    Optional<Training.Scores> scores = finished ? Optional.of(scores()) : Optional.empty();
    return new Training(
        epochs, steps, stop.get(), best.epoch(), best.metric(), scores, secondsSince(start));
  }

  private Optional<Stop> epoch(int number) throws IOException {
    int[] rows = order.ofEpoch(number, data.training().size());
    int batchSize = experiment.data().batchSize();
    long start = System.nanoTime();
    double sum = 0;
    for (int from = 0; from < rows.length; from += batchSize) {
      if (stopRequested.getAsBoolean()) {
        return Optional.of(interrupted(number));
      }
      int to = Math.min(rows.length, from + batchSize);
      double loss = training.train(rows, from, to);
      steps++;
      if (!Double.isFinite(loss)) {
        return Optional.of(diverged(number, loss));
      }
      sum += loss * (to - from);
      observer.step(number, to, sum / to);
    }
    engine.endEpoch();
    return measure(number, sum / rows.length, secondsSince(start));
  }

  /**
   * Measures the network after an epoch, and remembers the best one.
   *
   * @param loss the mean over the epoch's steps
   * @param seconds that the steps took
   */
  private Optional<Stop> measure(int number, double loss, double seconds) throws IOException {
    long start = System.nanoTime();
    Metrics measured = measure(measuredExamples);
    if (!Double.isFinite(measured.loss())) {
      return Optional.of(diverged(number, measured.loss()));
    }
    boolean isBest = best.offer(number, measured.of(best.metric()));
    Epoch epoch =
        new Epoch(
            number, steps, loss, measuredPart, measured, isBest, seconds, secondsSince(start));
    epochs.add(epoch);
    if (isBest) {
      bestState = Optional.of(engine.snapshot());
      bestIsSaved = false;
    }
    journal.epoch(epoch);
    observer.epoch(epoch);
    checkpoint(number);
    return end(number);
  }

  private Optional<Stop> end(int number) {
    int patience =
        experiment
            .training()
            .earlyStopping()
            .map(EarlyStopping::patience)
            .orElse(Integer.MAX_VALUE);
    if (number - best.epoch() >= patience) {
      return Optional.of(
          new Stop(
              Reason.EARLY_STOPPING,
              String.format(
                  Locale.ROOT,
                  "the %s of the %s part has not improved for %d %s since epoch %d (%.6g)",
                  best.metric().word(),
                  measuredPart == Part.VALIDATION ? "validation" : "training",
                  patience,
                  patience == 1 ? "epoch" : "epochs",
                  best.epoch(),
                  best.value())));
    }
    return number == experiment.training().epochs()
        ? Optional.of(new Stop(Reason.LAST_EPOCH, "after the last epoch"))
        : Optional.empty();
  }

  private Stop interrupted(int number) {
    return new Stop(Reason.INTERRUPTED, "interrupted in epoch " + number + " after step " + steps);
  }

  private Stop diverged(int number, double loss) {
    return new Stop(
        Reason.DIVERGED, "the loss became " + loss + " in epoch " + number + " at step " + steps);
  }

  /** Saves what there is, if the last time is long enough ago. */
  private void checkpoint(int number) throws IOException {
    if (number > 1 && secondsSince(lastCheckpoint) < SECONDS_BETWEEN_CHECKPOINTS) {
      return;
    }
    journal.last(engine);
    if (!bestIsSaved) {
      Engine.Snapshot latest = engine.snapshot();
      saveBest();
      latest.restore();
    }
    lastCheckpoint = System.nanoTime();
  }

  /** Leaves the engine in its best state. */
  private void saveBest() throws IOException {
    if (bestState.isPresent()) {
      bestState.get().restore();
      journal.best(engine);
      bestIsSaved = true;
    }
  }

  private Training.Scores scores() {
    Metrics bestMeasured = epochs.get(best.epoch() - 1).measured();
    boolean validated = measuredPart == Part.VALIDATION;
    Metrics training = validated ? measure(data.training()) : bestMeasured;
    return new Training.Scores(
        training,
        validated ? Optional.of(bestMeasured) : Optional.empty(),
        data.testIsTraining() ? training : measure(data.test()));
  }

  private Metrics measure(Examples examples) {
    return Evaluation.of(engine, examples, experiment).metrics();
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
