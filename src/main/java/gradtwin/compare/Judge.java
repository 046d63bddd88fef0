package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Probe;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.Score;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Tensor;
import gradtwin.twin.loss.MeanSquaredError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns numbers into verdicts.
 *
 * <p>First the forward passes: where the scores or activations differ, the two sides compute
 * different functions, and their gradients may both be right. Then each gradient: within the bound
 * the sides agree, unless the witness contradicts both; beyond it, the side that the witness
 * contradicts deviates. The first deviation in the flow is the origin; what lies behind it may have
 * inherited it.
 */
final class Judge {
  private final Experiment experiment;
  private final Precision precision;
  private final double bound;
  private final List<Backpropagation> dl4j;
  private final List<Backpropagation> twin;
  private final List<Backpropagation> twinOnDl4jsSides;
  private final List<WitnessBlock> testimony;
  private final int clipped;
  private final boolean repeatable;
  private final Explanation explanation;

  /** What a judge finds. */
  record Findings(
      Verdict verdict,
      String sentence,
      Optional<Place> origin,
      Score score,
      List<Block> activations,
      List<Block> deltas,
      List<Block> gradients) {}

  /** A tensor of the flow with the difference between the sides. */
  private record Compared(Place place, Difference difference, Difference onDl4jsSides) {}

  /**
   * All lists are per batch.
   *
   * @param testimony of the first batch
   * @param clipped predictions that DL4J's loss clips
   * @param repeatable whether DL4J gives the same bits twice
   */
  Judge(
      Experiment experiment,
      List<Backpropagation> dl4j,
      List<Backpropagation> twin,
      List<Backpropagation> twinOnDl4jsSides,
      List<WitnessBlock> testimony,
      int clipped,
      boolean repeatable) {
    this.experiment = experiment;
    this.precision = experiment.precision();
    this.bound = Bound.of(precision);
    this.dl4j = dl4j;
    this.twin = twin;
    this.twinOnDl4jsSides = twinOnDl4jsSides;
    this.testimony = testimony;
    this.clipped = clipped;
    this.repeatable = repeatable;
    Tensor predictions = last(twin.get(0).activations());
    this.explanation =
        new Explanation(
            predictions.rows(),
            predictions.columns(),
            experiment.network().output().loss().twin() instanceof MeanSquaredError,
            precision.unitRoundoff());
  }

  Findings judge(List<Block> update) {
    List<Compared> activations = new ArrayList<>();
    List<Compared> backward = new ArrayList<>();
    int layers = twin.get(0).layers();
    for (int layer = 0; layer < layers; layer++) {
      int at = layer;
      activations.add(compared(at, Role.ACTIVATION, "", pass -> pass.activations().get(at)));
    }
    for (int layer = layers - 1; layer >= 0; layer--) {
      int at = layer;
      for (String key : twin.get(0).gradients().get(layer).keySet()) {
        backward.add(compared(at, Role.GRADIENT, key, pass -> pass.gradients().get(at).get(key)));
      }
      backward.add(compared(at, Role.DELTA, "", pass -> pass.deltas().get(at)));
    }

    Score score = score();
    boolean sameFunction =
        (score.verdict() == Verdict.AGREE || score.verdict() == Verdict.CLIPPED)
            && activations.stream().allMatch(a -> agrees(a.difference()));
    Verdict side = side(backward);
    List<Block> forwardBlocks =
        activations.stream().map(a -> block(a, activationVerdict(a.difference()), false)).toList();
    List<Block> backwardBlocks = new ArrayList<>();
    Optional<Place> origin =
        forwardBlocks.stream()
            .filter(b -> !b.verdict().isAgreement())
            .findFirst()
            .map(Block::place);
    for (Compared compared : backward) {
      Verdict verdict = backwardVerdict(compared, side, sameFunction);
      Block block = block(compared, verdict, origin.isPresent() && !verdict.isAgreement());
      backwardBlocks.add(block);
      if (origin.isEmpty() && !verdict.isAgreement()) {
        origin = Optional.of(block.place());
      }
    }
    if (origin.isEmpty()) {
      origin =
          update.stream().filter(b -> !b.verdict().isAgreement()).findFirst().map(Block::place);
    }

    List<Block> everything = new ArrayList<>(forwardBlocks);
    everything.addAll(backwardBlocks);
    everything.addAll(update);
    Verdict verdict = overall(everything, score);
    return new Findings(
        verdict,
        sentence(verdict, origin, everything, score),
        origin,
        score,
        forwardBlocks,
        inOrder(backwardBlocks, Role.DELTA),
        inOrder(backwardBlocks, Role.GRADIENT));
  }

  private static List<Block> inOrder(List<Block> blocks, Role role) {
    return blocks.stream()
        .filter(block -> block.role() == role)
        .sorted(Comparator.comparingInt(Block::layer))
        .toList();
  }

  private Compared compared(
      int layer, Role role, String key, Function<Backpropagation, Tensor> tensor) {
    String type = experiment.network().layers().get(layer).word();
    List<Tensor> ofDl4j = dl4j.stream().map(tensor).toList();
    return new Compared(
        new Place(layer, type, role, key),
        Difference.of(ofDl4j, twin.stream().map(tensor).toList(), precision),
        Difference.of(ofDl4j, twinOnDl4jsSides.stream().map(tensor).toList(), precision));
  }

  private Block block(Compared compared, Verdict verdict, boolean inherited) {
    Place place = compared.place();
    return Blocks.of(
        place.layer(),
        place.layerType(),
        place.role(),
        place.parameter(),
        verdict,
        inherited,
        compared.difference(),
        verdict.isAgreement() ? "" : explanation.of(compared.difference(), verdict));
  }

  private boolean agrees(Difference difference) {
    return difference.finite() && (difference.bothZero() || difference.blockRelative() <= bound);
  }

  private Verdict activationVerdict(Difference difference) {
    if (!difference.finite()) {
      return Verdict.NOT_FINITE;
    }
    return agrees(difference) ? Verdict.AGREE : Verdict.DIFFERENT_FUNCTION;
  }

  private Score score() {
    double ofDl4j = dl4j.stream().mapToDouble(Backpropagation::loss).average().orElseThrow();
    double ofTwin = twin.stream().mapToDouble(Backpropagation::loss).average().orElseThrow();
    double difference = 0;
    boolean agree = true;
    for (int i = 0; i < dl4j.size(); i++) {
      double d = dl4j.get(i).loss();
      double h = twin.get(i).loss();
      difference = Math.max(difference, d == h ? 0 : Math.abs(d - h) / Math.abs(h));
      agree &= Bound.losses(d, h, precision);
    }
    double dl4jPenalty = dl4j.get(0).penalty();
    double twinPenalty = twin.get(0).penalty();
    agree &= Bound.losses(dl4jPenalty, twinPenalty, precision);
    Verdict verdict;
    if (!Double.isFinite(ofDl4j) || !Double.isFinite(ofTwin)) {
      verdict = Verdict.NOT_FINITE;
    } else if (agree) {
      verdict = Verdict.AGREE;
    } else {
      verdict = clipped > 0 ? Verdict.CLIPPED : Verdict.DIFFERENT_FUNCTION;
    }
    return new Score(ofDl4j, ofTwin, difference, dl4jPenalty, twinPenalty, verdict);
  }

  /**
   * The side that the witness contradicts wherever it can tell, over all blocks that differ;
   * inconclusive if it contradicts none or both.
   */
  private Verdict side(List<Compared> backward) {
    boolean dl4jWrong = false;
    boolean twinWrong = false;
    for (Compared compared : backward) {
      if (!agrees(compared.difference())) {
        Verdict verdict = witnessed(compared);
        dl4jWrong |= verdict == Verdict.DL4J_DEVIATES;
        twinWrong |= verdict == Verdict.TWIN_DEVIATES;
      }
    }
    if (dl4jWrong == twinWrong) {
      return Verdict.INCONCLUSIVE;
    }
    return dl4jWrong ? Verdict.DL4J_DEVIATES : Verdict.TWIN_DEVIATES;
  }

  private Verdict backwardVerdict(Compared compared, Verdict side, boolean sameFunction) {
    Difference difference = compared.difference();
    if (!difference.finite()) {
      return Verdict.NOT_FINITE;
    }
    if (!repeatable) {
      return Verdict.STOCHASTIC;
    }
    if (agrees(difference)) {
      return contradicted(compared) ? Verdict.COMMON_MODE : Verdict.AGREE;
    }
    if (agrees(compared.onDl4jsSides())) {
      return Verdict.KINK;
    }
    if (!sameFunction) {
      return Verdict.DIFFERENT_FUNCTION;
    }
    if (clipped > 0) {
      return Verdict.CLIPPED;
    }
    Verdict own = witnessed(compared);
    return own.namesASide() ? own : side;
  }

  private Optional<WitnessBlock> testimonyOn(Place place) {
    boolean isInput = place.role() == Role.DELTA && place.layer() == 0;
    if (clipped > 0 || (place.role() != Role.GRADIENT && !isInput)) {
      return Optional.empty();
    }
    return testimony.stream()
        .filter(b -> b.layer() == place.layer() && b.parameter().equals(place.parameter()))
        .findFirst();
  }

  /** How far a side may be from the witness, for one element of a block. */
  private double allowed(Probe probe, double largest, double sidesBound) {
    return NumericalWitness.resolution(probe, largest) + sidesBound * largest;
  }

  private static double largest(WitnessBlock block) {
    double largest = 0;
    for (Probe probe : block.probes()) {
      largest = Math.max(largest, Math.max(Math.abs(probe.dl4j()), Math.abs(probe.twin())));
    }
    return largest;
  }

  private boolean dl4jIsRight(Probe probe, double largest) {
    return Math.abs(probe.numerical() - probe.dl4j()) <= allowed(probe, largest, bound);
  }

  private boolean twinIsRight(Probe probe, double largest) {
    double own = Bound.of(Precision.FLOAT64);
    return Math.abs(probe.numerical() - probe.twin()) <= allowed(probe, largest, own);
  }

  /** Whether the witness contradicts both sides somewhere. */
  private boolean contradicted(Compared compared) {
    return testimonyOn(compared.place())
        .map(
            block ->
                block.probes().stream()
                    .filter(probe -> !probe.onKink())
                    .anyMatch(
                        probe ->
                            !dl4jIsRight(probe, largest(block))
                                && !twinIsRight(probe, largest(block))))
        .orElse(false);
  }

  /** Which side the witness contradicts on the elements where the sides differ enough to tell. */
  private Verdict witnessed(Compared compared) {
    Optional<WitnessBlock> block = testimonyOn(compared.place());
    if (block.isEmpty()) {
      return Verdict.INCONCLUSIVE;
    }
    double largest = largest(block.get());
    int dl4jWrong = 0;
    int twinWrong = 0;
    for (Probe probe : block.get().probes()) {
      if (probe.onKink()) {
        continue;
      }
      boolean dl4jRight = dl4jIsRight(probe, largest);
      boolean twinRight = twinIsRight(probe, largest);
      dl4jWrong += !dl4jRight && twinRight ? 1 : 0;
      twinWrong += dl4jRight && !twinRight ? 1 : 0;
    }
    if ((dl4jWrong > 0) == (twinWrong > 0)) {
      return Verdict.INCONCLUSIVE;
    }
    return dl4jWrong > 0 ? Verdict.DL4J_DEVIATES : Verdict.TWIN_DEVIATES;
  }

  private static Verdict overall(List<Block> blocks, Score score) {
    Verdict worst = score.verdict() == Verdict.CLIPPED ? Verdict.AGREE : score.verdict();
    long gradients = 0;
    for (Block block : blocks) {
      gradients += block.role() == Role.GRADIENT ? block.elements() : 0;
      worst = block.verdict().compareTo(worst) > 0 ? block.verdict() : worst;
    }
    // nothing compared is never agreement
    return gradients == 0 && worst.isAgreement() ? Verdict.INCONCLUSIVE : worst;
  }

  private String sentence(
      Verdict verdict, Optional<Place> origin, List<Block> blocks, Score score) {
    List<Block> gradients = blocks.stream().filter(b -> b.role() == Role.GRADIENT).toList();
    long elements = gradients.stream().mapToLong(Block::elements).sum();
    if (elements == 0) {
      return "There was nothing to compare: the network has no parameters.";
    }
    if (verdict.isAgreement()) {
      double largest = gradients.stream().mapToDouble(Block::blockRelative).max().orElseThrow();
      return String.format(
          Locale.ROOT,
          "DL4J and the twin agree: %,d gradient elements in %d blocks, at most %.1e apart"
              + " relative to the largest of their block (bound %.0e)%s.",
          elements,
          gradients.size(),
          largest,
          bound,
          verdict == Verdict.KINK ? ", units on a kink taken on DL4J's side" : "");
    }
    if (origin.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "%s: DL4J's loss is %.17g, the twin's %.17g.",
          capitalized(verdict),
          score.dl4j(),
          score.twin());
    }
    Block first =
        blocks.stream().filter(b -> b.place().equals(origin.get())).findFirst().orElseThrow();
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
    String text =
        String.format(
            Locale.ROOT,
            "%s, first at %s: %s; worst at %s: DL4J %.10g, twin %.10g",
            capitalized(verdict),
            origin.get(),
            String.join("; ", what),
            first.worst().index(),
            first.worst().dl4j(),
            first.worst().twin());
    return text + numerically(first) + ".";
  }

  /** The witness's value at the worst element, if it looked there. */
  private String numerically(Block block) {
    if (block.worst().batch() != 0) {
      return "";
    }
    return testimonyOn(block.place()).stream()
        .flatMap(b -> b.probes().stream())
        .filter(probe -> !probe.onKink() && probe.index().equals(block.worst().index()))
        .findFirst()
        .map(probe -> String.format(Locale.ROOT, ", numerically %.10g", probe.numerical()))
        .orElse("");
  }

  private static String capitalized(Verdict verdict) {
    String words = verdict.toString();
    return words.startsWith("dl4j")
        ? "DL4J" + words.substring(4)
        : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static Tensor last(List<Tensor> tensors) {
    return tensors.get(tensors.size() - 1);
  }
}
