package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.Score;
import gradtwin.spec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The verdict in words: which side, where first, how, and the worst element with its values. */
final class Sentence {
  private final Verdict verdict;
  private final Optional<Place> origin;
  private final List<Block> blocks;
  private final Score score;
  private final int batches;
  private final Testimony testimony;
  private final Naming naming;
  private final Precision precision;

  /**
   * @param blocks of all roles
   */
  Sentence(
      Verdict verdict,
      Optional<Place> origin,
      List<Block> blocks,
      Score score,
      int batches,
      Testimony testimony,
      Naming naming,
      Precision precision) {
    this.verdict = verdict;
    this.origin = origin;
    this.blocks = blocks;
    this.score = score;
    this.batches = batches;
    this.testimony = testimony;
    this.naming = naming;
    this.precision = precision;
  }

  String text() {
    List<Block> gradients = blocks.stream().filter(b -> b.role() == Role.GRADIENT).toList();
    if (gradients.stream().allMatch(b -> b.elements() == 0)) {
      return "There was nothing to compare: the network has no parameters.";
    }
    if (verdict.isAgreement()) {
      return agreement(gradients);
    }
    return origin
        .map(this::deviation)
        .orElseGet(
            () ->
                String.format(
                    Locale.ROOT,
                    "%s: DL4J's loss is %.17g (penalty %.17g), the twin's %.17g (penalty %.17g).",
                    capitalized(),
                    score.dl4j(),
                    score.dl4jPenalty(),
                    score.twin(),
                    score.twinPenalty()));
  }

  private String agreement(List<Block> gradients) {
    return String.format(
        Locale.ROOT,
        "DL4J and the twin agree: %,d gradient elements in %d blocks%s, at most %.1f standard"
            + " deviations of rounding apart, and %.1e of the largest of their block%s.",
        gradients.stream().mapToLong(Block::elements).sum(),
        gradients.size(),
        batches > 1 ? " over " + batches + " batches" : "",
        gradients.stream().mapToDouble(block -> block.gate().z()).max().orElseThrow(),
        gradients.stream().mapToDouble(Block::blockRelative).max().orElseThrow(),
        remark(gradients));
  }

  private String remark(List<Block> gradients) {
    long onKinks = gradients.stream().mapToLong(block -> block.gate().onKinks()).sum();
    return onKinks > 0
        ? String.format(Locale.ROOT, ", but for %,d that depend on units on a kink", onKinks)
        : "";
  }

  private String deviation(Place place) {
    Block first = blocks.stream().filter(b -> b.place().equals(place)).findFirst().orElseThrow();
    List<String> what = new ArrayList<>();
    if (!first.explanation().isEmpty()) {
      what.add(first.explanation());
    }
    if (Double.isFinite(first.blockRelative())) {
      what.add(
          String.format(
              Locale.ROOT,
              "%.1e apart relative to the largest of the block",
              first.blockRelative()));
    }
    Difference.Worst worst = first.worst();
    what.add(
        String.format(
            Locale.ROOT,
            "worst at %s: DL4J %.10g, twin %.10g%s",
            naming.of(place, worst),
            worst.dl4j(),
            worst.twin(),
            truth(first)));
    what.add(distance(first));
    return capitalized() + ", first at " + naming.of(place) + ": " + String.join("; ", what) + ".";
  }

  private String truth(Block block) {
    return testimony
        .truth(block.place(), block.worst())
        .map(value -> String.format(Locale.ROOT, ", complex step %.10g", value))
        .orElse("");
  }

  private String distance(Block block) {
    Difference.Worst worst = block.worst();
    return String.format(
        Locale.ROOT,
        "%.2g standard deviations of rounding apart, %.2g ULP",
        block.gate().z(),
        Difference.ulp(worst.dl4j(), worst.twin(), precision));
  }

  private String capitalized() {
    String words = verdict.toString();
    return words.startsWith("dl4j")
        ? "DL4J" + words.substring("dl4j".length())
        : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
