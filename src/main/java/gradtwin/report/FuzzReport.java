package gradtwin.report;

import gradtwin.compare.fuzz.Coverage.Matrix;
import gradtwin.compare.fuzz.Finding;
import gradtwin.compare.fuzz.FuzzResult;
import gradtwin.compare.fuzz.FuzzResult.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of many random networks, for people and for programs. */
public record FuzzReport(FuzzResult result) {
  private static final int NEVER_SHOWN = 2;

  /**
   * For programs.
   *
   * @param schema the version of this structure
   */
  public record Document(int schema, double networksPerMinute, FuzzResult result) {}

  /** For programs. */
  public Document json() {
    return new Document(1, result.networksPerMinute(), result);
  }

  /** One line on how it goes. */
  public static String progress(Counts counts, double seconds) {
    String failed = counts.failed() == 0 ? "" : ", " + Figures.count(counts.failed()) + " failed";
    return Figures.count(counts.networks(), "network")
        + String.format(Locale.ROOT, ", %.0f a minute", 60 * counts.networks() / seconds)
        + failed;
  }

  /** For people: what was found first, then what was tried. */
  public String text() {
    StringBuilder text = new StringBuilder(Figures.wrapped(sentence())).append('\n');
    text.append(counts()).append('\n');
    if (!result.failures().isEmpty()) {
      text.append(failures()).append('\n');
    }
    for (Finding finding : result.findings()) {
      text.append(finding.file()).append('\n').append(Figures.wrapped(about(finding))).append('\n');
    }
    if (!result.refusals().isEmpty()) {
      text.append(refusals()).append('\n');
    }
    return text.append(coverage()).toString();
  }

  private String sentence() {
    Counts counts = result.counts();
    String networks = Figures.count(counts.networks(), "random network") + " from seed ";
    String seed = networks + result.seed() + (result.interrupted() ? ", interrupted" : "");
    if (result.isClean()) {
      return "Nothing new was found in " + seed + ".";
    }
    return Figures.count(result.failures().size(), "kind")
        + " of failure in "
        + seed
        + ": "
        + Figures.count(result.findings().size(), "file was", "files were")
        + " written.";
  }

  private String counts() {
    Counts counts = result.counts();
    String rate = String.format(Locale.ROOT, "%.0f a minute", result.networksPerMinute());
    return new TextTable(0, 2)
        .row("networks", Figures.count(counts.networks()), rate)
        .row("agreed", Figures.count(counts.agreed()))
        .row("known", Figures.count(counts.known()), "where DL4J is known to deviate")
        .row("not finite", Figures.count(counts.notFinite()), "on both sides alike")
        .row("refused", Figures.count(counts.refused()), "by the reader of configurations")
        .row("failed", Figures.count(counts.failed()))
        .toString();
  }

  private String failures() {
    TextTable table = new TextTable(0).row("kind of failure", "networks");
    result.failures().forEach((kind, count) -> table.row(kind, Figures.count(count)));
    return table.toString();
  }

  private static String about(Finding finding) {
    String size =
        finding.layers() == 0
            ? ""
            : " ("
                + Figures.count(finding.layers(), "layer")
                + ", "
                + Figures.count(finding.parameters(), "parameter")
                + ")";
    return finding.failure().sentence() + size;
  }

  private String refusals() {
    TextTable table = new TextTable(1);
    result.refusals().forEach((reason, count) -> table.row(Figures.count(count), reason));
    return "refused\n" + table;
  }

  private String coverage() {
    TextTable table =
        new TextTable(0, 3).row("tried together", "pairs", "of", "never, for example");
    for (Matrix matrix : result.coverage()) {
      List<String> never = matrix.never();
      table.row(
          matrix.first() + " and " + matrix.second(),
          Figures.count(matrix.tried()),
          Figures.count(matrix.pairs()),
          String.join(", ", never.subList(0, Math.min(NEVER_SHOWN, never.size()))));
    }
    return table + unused();
  }

  /** Words that no network had. */
  private String unused() {
    List<String> unused = new ArrayList<>();
    for (Map.Entry<String, Map<String, Integer>> kind : result.uses().entrySet()) {
      kind.getValue()
          .forEach(
              (word, count) -> {
                if (count == 0) {
                  unused.add(kind.getKey() + " " + word);
                }
              });
    }
    return unused.isEmpty()
        ? "every word was tried\n"
        : Figures.wrapped("not tried at all: " + String.join(", ", unused));
  }
}
