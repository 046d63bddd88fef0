package gradtwin.report;

import gradtwin.compare.AgreementDiff;
import gradtwin.compare.AgreementDiff.Change;
import gradtwin.compare.AgreementDiff.Kind;
import gradtwin.compare.AgreementDiff.Pair;
import gradtwin.compare.AgreementDiff.State;
import gradtwin.compare.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What changed from one comparison to another, as text for a terminal of 100 columns. */
public final class AgreementDiffText {
  private static final Map<Kind, String> HEADINGS =
      Map.of(
          Kind.WORSE, "worse",
          Kind.DISAPPEARED, "no longer compared",
          Kind.APPEARED, "compared for the first time",
          Kind.BETTER, "better",
          Kind.CHANGED, "otherwise changed");

  private final AgreementDiff diff;

  private AgreementDiffText(AgreementDiff diff) {
    this.diff = diff;
  }

  /** The text, each line ending in a line end. */
  public static String text(AgreementDiff diff) {
    return new AgreementDiffText(diff).text();
  }

  private String text() {
    StringBuilder text = new StringBuilder(Figures.wrapped(headline()));
    text.append('\n');
    text.append(Figures.wrapped("verdict: " + words(diff.verdict())));
    text.append(Figures.wrapped("loss: " + words(diff.score())));
    if (diff.origin().before().isPresent() || diff.origin().after().isPresent()) {
      text.append(Figures.wrapped("origin: " + origin()));
    }
    diff.settings()
        .forEach(
            (name, values) ->
                text.append(
                    Figures.wrapped(
                        "not the same question: "
                            + name
                            + " "
                            + values.before()
                            + ", now "
                            + values.after())));
    for (Kind kind : Kind.values()) {
      List<Change> changes = diff.changes().stream().filter(c -> c.kind() == kind).toList();
      if (!changes.isEmpty()) {
        text.append('\n').append(HEADINGS.get(kind)).append('\n');
        changes.forEach(change -> text.append(lines(change)));
      }
    }
    return text.toString();
  }

  private String headline() {
    int tensors = diff.unchanged() + diff.changes().size();
    List<String> parts = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      long count = diff.changes().stream().filter(change -> change.kind() == kind).count();
      if (count > 0) {
        parts.add(Figures.count(count) + " " + HEADINGS.get(kind));
      }
    }
    parts.add(Figures.count(diff.unchanged()) + " as before");
    return (diff.worse() ? "It got worse. " : "Nothing got worse. ")
        + "Of "
        + Figures.count(tensors, "tensor")
        + ": "
        + String.join(", ", parts)
        + ".";
  }

  private static String words(Pair<Verdict> verdicts) {
    return verdicts.before() == verdicts.after()
        ? verdicts.after().toString()
        : verdicts.before() + ", now " + verdicts.after();
  }

  private String origin() {
    Pair<Optional<String>> names =
        new Pair<>(
            diff.origin().before().map(AgreementWords::name),
            diff.origin().after().map(AgreementWords::name));
    return names.before().equals(names.after())
        ? names.after().orElseThrow()
        : names.before().orElse("none") + "; now " + names.after().orElse("none");
  }

  private static String lines(Change change) {
    String name = "  " + AgreementWords.name(change.place()) + "\n";
    if (change.before().isPresent() && change.after().isPresent()) {
      return name + indented(both(change.before().get(), change.after().get()));
    }
    State only = change.before().or(change::after).orElseThrow();
    return name
        + indented(
            only.verdict()
                + "; "
                + AgreementFigures.z(only.z())
                + " σ; "
                + AgreementFigures.relative(only.blockRelative())
                + " apart");
  }

  private static String both(State before, State after) {
    List<String> parts = new ArrayList<>();
    parts.add(words(new Pair<>(before.verdict(), after.verdict())));
    parts.add(
        AgreementFigures.z(before.z())
            + " σ, now "
            + AgreementFigures.z(after.z())
            + " σ"
            + times(before.z(), after.z()));
    parts.add(
        AgreementFigures.relative(before.blockRelative())
            + " apart, now "
            + AgreementFigures.relative(after.blockRelative())
            + times(before.blockRelative(), after.blockRelative()));
    if (!before.verdict().isAgreement() || !after.verdict().isAgreement()) {
      parts.add(
          "factor "
              + AgreementFigures.factor(before.scale())
              + ", now "
              + AgreementFigures.factor(after.scale()));
    }
    return String.join("; ", parts);
  }

  /** By what factor a distance changed, where there is one. */
  private static String times(double before, double after) {
    double factor = after / before;
    return Double.isFinite(factor) && factor > 0 && factor != 1
        ? String.format(Locale.ROOT, " (× %.2g)", factor)
        : "";
  }

  private static String indented(String text) {
    return Figures.wrapped(text).indent(4);
  }
}
