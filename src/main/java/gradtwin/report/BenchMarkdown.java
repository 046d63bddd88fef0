package gradtwin.report;

import gradtwin.bench.BenchResult;
import gradtwin.bench.BenchResult.KernelResult;
import gradtwin.bench.BenchResult.Ratio;
import gradtwin.bench.BenchResult.Row;
import gradtwin.bench.BenchmarkNetwork;
import gradtwin.bench.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a benchmark found as tables in Markdown, for a README. */
public final class BenchMarkdown {
  private BenchMarkdown() {}

  /** A row of the tables. */
  private record Key(BenchmarkNetwork network, int batch) {
    String cells() {
      return "| " + network + " | " + batch;
    }
  }

  /** Two subjects that are compared. */
  private record Pair(Subject subject, Subject reference) {
    @Override
    public String toString() {
      return subject + " / " + reference;
    }
  }

  /** The tables, each with its caption before it. */
  public static String text(BenchReport report) {
    BenchResult result = report.result();
    List<String> tables = new ArrayList<>();
    if (!result.rows().isEmpty()) {
      tables.add(times(result.rows()));
    }
    if (!result.ratios().isEmpty()) {
      tables.add(ratios(result.ratios()));
    }
    if (!result.kernels().isEmpty()) {
      tables.add(kernels(result.kernels()));
    }
    List<String> notes = new ArrayList<>();
    report.facts().forEach((name, value) -> notes.add("- " + name + ": " + value + "\n"));
    report.missing().forEach(line -> notes.add("- " + line + "\n"));
    tables.add(String.join("", notes));
    return String.join("\n", tables);
  }

  private static String times(List<Row> rows) {
    Map<Key, Map<Subject, String>> table = new LinkedHashMap<>();
    for (Row row : rows) {
      table
          .computeIfAbsent(new Key(row.network(), row.batch()), key -> new LinkedHashMap<>())
          .put(
              row.subject(),
              BenchReport.microseconds(row.microsecondsPerStep().median())
                  + " ("
                  + BenchReport.spread(row.microsecondsPerStep())
                  + ")");
    }
    return "Microseconds per training step: median (least to most of the rounds).\n\n"
        + table(table, rows.stream().map(Row::subject).distinct().sorted().toList());
  }

  private static String ratios(List<Ratio> ratios) {
    Map<Key, Map<Pair, String>> table = new LinkedHashMap<>();
    List<Pair> pairs = new ArrayList<>();
    for (Ratio ratio : ratios) {
      Pair pair = new Pair(ratio.subject(), ratio.reference());
      pairs.add(pair);
      table
          .computeIfAbsent(new Key(ratio.network(), ratio.batch()), key -> new LinkedHashMap<>())
          .put(
              pair,
              BenchReport.times(ratio.speed().median())
                  + " ("
                  + BenchReport.times(ratio.speed().minimum())
                  + " to "
                  + BenchReport.times(ratio.speed().maximum())
                  + ")");
    }
    return "Times as fast, the first as the second: median (least to most) of each round's own"
        + " ratio.\n\n"
        + table(table, pairs.stream().distinct().toList());
  }

  /** Networks down, columns across; a cell that was not measured is empty. */
  private static <C> String table(Map<Key, Map<C, String>> cells, List<C> columns) {
    StringBuilder table = new StringBuilder("| network | batch");
    columns.forEach(column -> table.append(" | ").append(column));
    table.append(" |\n|---").append(rights(columns.size() + 1)).append("|\n");
    cells.forEach(
        (key, row) -> {
          table.append(key.cells());
          for (C column : columns) {
            table.append(" | ").append(Optional.ofNullable(row.get(column)).orElse("–"));
          }
          table.append(" |\n");
        });
    return table.toString();
  }

  private static String rights(int count) {
    return String.join("", Collections.nCopies(count, "|---:"));
  }

  private static String kernels(List<KernelResult> kernels) {
    StringBuilder table =
        new StringBuilder("Kernels of the twin, in float64 on one thread.\n\n")
            .append("| kernel | operands | µs | GFLOP/s | bytes allocated |\n|---|---")
            .append(rights(3))
            .append("|\n");
    for (KernelResult kernel : kernels) {
      table
          .append("| " + kernel.kernel() + " | " + kernel.shape() + " | ")
          .append(BenchReport.microseconds(kernel.microseconds().median()))
          .append(" | " + kernel.gigaflops().map(BenchReport::rate).orElse("–") + " | ")
          .append(Figures.count(Math.round(kernel.bytesAllocated())) + " |\n");
    }
    return table.toString();
  }
}
