package gradtwin.report;

import gradtwin.bench.BenchResult;
import gradtwin.bench.BenchResult.GrowthPoint;
import gradtwin.bench.BenchResult.KernelResult;
import gradtwin.bench.BenchResult.Missing;
import gradtwin.bench.BenchResult.Ratio;
import gradtwin.bench.BenchResult.Row;
import gradtwin.bench.BenchResult.SameSteps;
import gradtwin.bench.Spread;
import gradtwin.bench.Subject;
import gradtwin.train.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a benchmark found, for people and for programs. */
public record BenchReport(BenchResult result, Provenance provenance, Host host) {
  /**
   * For programs.
   *
   * @param schema the version of this structure
   */
  public record Document(
      int schema,
      Provenance provenance,
      Host host,
      BenchResult.Settings settings,
      String images,
      List<Row> rows,
      List<Ratio> ratios,
      List<SameSteps> sameSteps,
      List<GrowthPoint> growth,
      List<KernelResult> kernels,
      List<Missing> missing,
      boolean interrupted) {}

  /** For programs. */
  public Document json() {
    return new Document(
        1,
        provenance,
        host,
        result.settings(),
        result.images(),
        result.rows(),
        result.ratios(),
        result.sameSteps(),
        result.growth(),
        result.kernels(),
        result.missing(),
        result.interrupted());
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (result.interrupted()) {
      text.append("Interrupted: this is what was measured until then.\n\n");
    }
    for (Map.Entry<String, String> fact : facts().entrySet()) {
      text.append(Figures.wrapped(fact.getKey() + ": " + fact.getValue()));
    }
    text.append('\n');
    if (!result.rows().isEmpty()) {
      text.append("microseconds per training step: median, least and most of the rounds\n");
      text.append(rows()).append('\n');
    }
    if (!result.ratios().isEmpty()) {
      text.append("times as fast: median, least and most of each round's own ratio\n");
      text.append(ratios()).append('\n');
    }
    if (!result.sameSteps().isEmpty()) {
      text.append(
          "same seed, same batches: how far the losses of two subjects are apart, relative\n");
      text.append(sameSteps()).append('\n');
    }
    if (!result.growth().isEmpty()) {
      text.append("microseconds per step as the work grows: 784-128-10 at batch 32 otherwise\n");
      text.append(growth()).append('\n');
    }
    if (!result.kernels().isEmpty()) {
      text.append("kernels of the twin, in float64 on one thread\n").append(kernels()).append('\n');
    }
    missing().forEach(line -> text.append(Figures.wrapped(line)));
    return text.toString();
  }

  /** What the numbers depend on. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("machine", host.cpu() + ", " + Figures.count(host.processors(), "processor"));
    facts.put("system", host.operatingSystem() + ", " + host.jvm());
    facts.put("images", result.images());
    facts.put(
        "measured",
        Figures.count(result.settings().rounds(), "round")
            + " of "
            + Figures.seconds(result.settings().seconds())
            + " for each subject, in turn");
    subjects().forEach((subject, runtime) -> facts.put(subject.toString(), runtime));
    return facts;
  }

  /** What each subject says of its runtime; values that differ between networks side by side. */
  private Map<Subject, String> subjects() {
    Map<Subject, Map<String, List<String>>> values = new LinkedHashMap<>();
    for (Row row : result.rows()) {
      Map<String, List<String>> ofSubject =
          values.computeIfAbsent(row.subject(), subject -> new LinkedHashMap<>());
      row.runtime()
          .forEach((key, value) -> ofSubject.merge(key, List.of(value), BenchReport::union));
    }
    Map<Subject, String> words = new LinkedHashMap<>();
    values.forEach(
        (subject, runtime) ->
            words.put(
                subject,
                runtime.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + String.join(" or ", entry.getValue()))
                    .collect(Collectors.joining(", "))));
    return words;
  }

  private static List<String> union(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  private TextTable rows() {
    TextTable table =
        new TextTable(0, 2)
            .row("network", "batch", "subject", "median", "least", "most", "steps/s", "loss");
    for (Row row : result.rows()) {
      table.row(
          row.network().toString(),
          Figures.count(row.batch()),
          row.subject().toString(),
          microseconds(row.microsecondsPerStep().median()),
          microseconds(row.microsecondsPerStep().minimum()),
          microseconds(row.microsecondsPerStep().maximum()),
          microseconds(row.stepsPerSecond()),
          losses(row));
    }
    return table;
  }

  static String losses(Row row) {
    String fell = row.losses().fell() ? "" : " (did not fall)";
    return loss(row.losses().first()) + " to " + loss(row.losses().last()) + fell;
  }

  private static String loss(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private TextTable ratios() {
    TextTable table =
        new TextTable(0, 2, 3).row("network", "batch", "subject", "as", "median", "least", "most");
    for (Ratio ratio : result.ratios()) {
      table.row(
          ratio.network().toString(),
          Figures.count(ratio.batch()),
          ratio.subject().toString(),
          ratio.reference().toString(),
          times(ratio.speed().median()),
          times(ratio.speed().minimum()),
          times(ratio.speed().maximum()));
    }
    return table;
  }

  private TextTable sameSteps() {
    TextTable table =
        new TextTable(0, 2, 3)
            .row("network", "batch", "subject", "as", "steps", "equal bits", "largest difference");
    for (SameSteps same : result.sameSteps()) {
      table.row(
          same.network().toString(),
          Figures.count(same.batch()),
          same.subject().toString(),
          same.reference().toString(),
          Figures.count(same.steps()),
          "first " + same.equalSteps(),
          difference(same.largestRelativeDifference()));
    }
    return table;
  }

  private static String difference(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
  }

  private TextTable growth() {
    TextTable table =
        new TextTable(0, 2).row("axis", "value", "subject", "median", "least", "most");
    for (GrowthPoint point : result.growth()) {
      table.row(
          point.axis().toString(),
          Figures.count(point.value()),
          point.subject().toString(),
          microseconds(point.microsecondsPerStep().median()),
          microseconds(point.microsecondsPerStep().minimum()),
          microseconds(point.microsecondsPerStep().maximum()));
    }
    return table;
  }

  private TextTable kernels() {
    TextTable table =
        new TextTable(0, 1).row("kernel", "operands", "µs", "least", "most", "GFLOP/s", "bytes");
    for (KernelResult kernel : result.kernels()) {
      table.row(
          kernel.kernel(),
          kernel.shape(),
          microseconds(kernel.microseconds().median()),
          microseconds(kernel.microseconds().minimum()),
          microseconds(kernel.microseconds().maximum()),
          kernel.gigaflops().map(BenchReport::rate).orElse(""),
          Figures.count(Math.round(kernel.bytesAllocated())));
    }
    return table;
  }

  static String rate(double gigaflops) {
    return String.format(Locale.ROOT, "%.1f", gigaflops);
  }

  /** What could not be measured, a sentence for each reason. */
  List<String> missing() {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (Missing missing : result.missing()) {
      String reason = missing.subject().map(Subject::toString).orElse("kernel") + ": ";
      byReason.merge(reason + missing.reason(), List.of(missing.what()), BenchReport::union);
    }
    return byReason.entrySet().stream()
        .map(
            entry ->
                "not measured: " + String.join(", ", entry.getValue()) + " of " + entry.getKey())
        .toList();
  }

  /** One line on what was measured. */
  public static String line(List<Row> rows) {
    return rows.get(0).network()
        + " at batch "
        + Figures.count(rows.get(0).batch())
        + ": "
        + rows.stream()
            .map(row -> row.subject() + " " + microseconds(row.microsecondsPerStep().median()))
            .collect(Collectors.joining(", "))
        + " µs per step";
  }

  /** One line on what was measured. */
  public static String line(KernelResult kernel) {
    return kernel.kernel()
        + ", "
        + kernel.shape()
        + ": "
        + microseconds(kernel.microseconds().median())
        + " µs"
        + kernel.gigaflops().map(rate -> ", " + rate(rate) + " GFLOP/s").orElse("");
  }

  /** One line on what was not. */
  public static String line(Missing missing) {
    return "not measured: "
        + missing.what()
        + missing.subject().map(subject -> ", " + subject).orElse("")
        + ": "
        + missing.reason();
  }

  /** A time with three digits, or all before the point. */
  static String microseconds(double value) {
    if (value >= 100) {
      return Figures.count(Math.round(value));
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }

  /** How many times as fast. */
  static String times(double speed) {
    if (speed >= 100) {
      return Figures.count(Math.round(speed));
    }
    return String.format(Locale.ROOT, speed >= 10 ? "%.1f" : "%.2f", speed);
  }

  /** A spread on one line. */
  static String spread(Spread spread) {
    return microseconds(spread.minimum()) + " to " + microseconds(spread.maximum());
  }
}
