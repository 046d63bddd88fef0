package gradtwin.report;

import gradtwin.spec.Metric;
import gradtwin.train.Metrics;
import gradtwin.train.Part;
import gradtwin.train.RunRecord;
import gradtwin.train.Stop;
import gradtwin.train.Training;
import gradtwin.train.XorFloor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a training came to, for people and for programs.
 *
 * @param run its folder as the user would write it
 * @param record of the run at its end
 * @param xorFloor whether the network is one that cannot learn XOR, see {@link XorFloor}
 */
public record TrainingReport(String run, RunRecord record, Training training, boolean xorFloor) {
  /** For people: what was trained, why it ended, and what it gives on each part. */
  public String text() {
    RunRecord.Data data = record.data();
    TextTable head =
        new TextTable(0, 1)
            .row("run", run)
            .row("engine", record.engine() + ", " + record.precision())
            .row("data", data.origin())
            .row("stopped", stopped());
    StringBuilder text = new StringBuilder(head.toString());
    training.scores().ifPresent(scores -> text.append('\n').append(table(scores)));
    if (!training.epochs().isEmpty()) {
      text.append('\n').append(speed());
    }
    if (xorFloor) {
      text.append('\n').append(floor());
    }
    return text.toString();
  }

  private String stopped() {
    Stop stop = training.stop();
    int last = training.epochs().size();
    if (training.bestEpoch() == 0) {
      return stop.explanation();
    }
    return stop.explanation()
        + "; the model is that of epoch "
        + training.bestEpoch()
        + " of "
        + last
        + " (best "
        + training.watched().word()
        + ")";
  }

  private String table(Training.Scores scores) {
    List<Metric> metrics = List.copyOf(scores.training().values().keySet());
    TextTable table = new TextTable(0);
    List<String> head = new ArrayList<>(List.of("", "examples"));
    metrics.forEach(metric -> head.add(metric.word()));
    table.row(head);
    for (Part part : Part.values()) {
      scores.of(part).ifPresent(values -> table.row(row(part, values, metrics)));
    }
    return table
        + (record.data().testIsTraining() ? "The test is the training examples once more.\n" : "");
  }

  private static List<String> row(Part part, Metrics values, List<Metric> metrics) {
    List<String> row = new ArrayList<>(List.of(part.word(), Figures.count(values.examples())));
    metrics.forEach(metric -> row.add(Figures.of(metric, values.of(metric))));
    return row;
  }

  private String speed() {
    double seconds = training.secondsPerEpoch();
    return String.format(
        Locale.ROOT,
        "%s, %s; %s per epoch, %s examples per second\n",
        Figures.count(training.epochs().size(), "epoch"),
        Figures.count(training.steps(), "step"),
        Figures.seconds(seconds),
        Figures.count(Math.round(record.data().trainingExamples() / seconds)));
  }

  private static String floor() {
    return Figures.wrapped(
        String.format(
            Locale.ROOT,
            "Why the loss cannot fall below %.2f: a single layer cannot learn XOR. The infimum of"
                + " its mean squared error is exactly %.2f, reached where all weights and biases are 0 and"
                + " every output is 0.5. One hidden layer with a non-linear activation mends it"
                + " (configs/xor-mlp.yaml); more steps do not. There the accuracy is decided by"
                + " rounding and says nothing: do not compare it.",
            XorFloor.LOSS,
            XorFloor.LOSS));
  }

  /** For programs. */
  public Object json() {
    return new Document(
        run,
        record.name(),
        record.engine(),
        record.precision(),
        record.seed(),
        record.data(),
        training.epochs().size(),
        training.steps(),
        training.secondsPerEpoch(),
        training.seconds(),
        training.bestEpoch(),
        training.watched().word(),
        training.stop().reason().word(),
        training.stop().explanation(),
        scores(Part.TRAINING),
        scores(Part.VALIDATION),
        scores(Part.TEST));
  }

  private Optional<Map<String, Double>> scores(Part part) {
    return training.scores().flatMap(scores -> scores.of(part)).map(Metrics::byName);
  }

  private record Document(
      String run,
      String name,
      String engine,
      String precision,
      long seed,
      RunRecord.Data data,
      int epochs,
      long steps,
      double secondsPerEpoch,
      double seconds,
      int bestEpoch,
      String bestBy,
      String stoppedBecause,
      String explanation,
      Optional<Map<String, Double>> train,
      Optional<Map<String, Double>> validation,
      Optional<Map<String, Double>> test) {}
}
