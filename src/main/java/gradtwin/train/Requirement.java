package gradtwin.train;

import gradtwin.spec.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a metric has to be: {@code test.accuracy>=0.975}, {@code train.loss<=0.01}. An equals sign
 * means "at least as good as".
 *
 * @param atLeast whether the bound is the least that is accepted, rather than the most
 */
public record Requirement(Part part, Metric metric, boolean atLeast, double bound) {
  private static final Pattern SYNTAX =
      Pattern.compile("\\s*([A-Za-z]+)\\.([A-Za-z]+)\\s*(>=|<=|=)\\s*([-+0-9.eE]+)\\s*");

  /**
   * Reads a requirement.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static Requirement parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a part, a metric and a bound, such as test.accuracy>=0.975 or"
              + " train.loss<=0.01, got '"
              + text
              + "'");
    }
    Part part =
        Arrays.stream(Part.values())
            .filter(p -> p.word().equals(matcher.group(1)))
            .findFirst()
            .orElseThrow(
                () ->
                    unknown(
                        "a part of the examples",
                        Arrays.stream(Part.values()).map(Part::word).toList(),
                        matcher.group(1)));
    Metric metric =
        Arrays.stream(Metric.values())
            .filter(m -> m.word().equals(matcher.group(2)))
            .findFirst()
            .orElseThrow(
                () ->
                    unknown(
                        "a metric",
                        Arrays.stream(Metric.values()).map(Metric::word).toList(),
                        matcher.group(2)));
    double bound;
    try {
      bound = Double.parseDouble(matcher.group(4));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number, got '" + matcher.group(4) + "'", e);
    }
    boolean atLeast =
        matcher.group(3).equals("=") ? metric.higherIsBetter() : matcher.group(3).equals(">=");
    return new Requirement(part, metric, atLeast, bound);
  }

  private static IllegalArgumentException unknown(String what, List<String> words, String given) {
    return new IllegalArgumentException(
        "expected "
            + what
            + " ("
            + words.stream().collect(Collectors.joining(", "))
            + "), got '"
            + given
            + "'");
  }

  /** Why the scores do not meet this requirement; empty if they do. */
  public Optional<String> unmet(Training.Scores scores) {
    Optional<Metrics> measured = scores.of(part);
    if (measured.isEmpty() || !measured.get().values().containsKey(metric)) {
      return Optional.of("required " + this + ", but it was not measured");
    }
    double value = measured.get().of(metric);
    boolean met = atLeast ? value >= bound : value <= bound;
    return met
        ? Optional.empty()
        : Optional.of(String.format(Locale.ROOT, "required %s, got %.6g", this, value));
  }

  @Override
  public String toString() {
    return part.word() + "." + metric.word() + (atLeast ? " >= " : " <= ") + bound;
  }
}
