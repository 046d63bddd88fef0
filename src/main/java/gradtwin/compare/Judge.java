package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Place;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
  private final Summed summed;
  private final Testimony testimony;
  private final int clipped;
  private final boolean repeatable;
  private final Explanation explanation;

  /** Knows how large the numbers are that add up to a gradient. */
  interface Summed {
    double of(int batch, int layer, String key);
  }

  /** What a judge finds. */
  record Findings(
      Verdict verdict,
      String sentence,
      Optional<Place> origin,
      Score score,
      List<Block> activations,
      List<Block> deltas,
      List<Block> gradients) {}

  /**
   * A tensor of the flow with the difference between the sides.
   *
   * @param onDl4jsSides the difference when the twin takes DL4J's opinion on units on a kink
   */
  private record Compared(Place place, Difference difference, Difference onDl4jsSides) {}

  /**
   * All lists of passes are per batch.
   *
   * @param summed what adds up to the gradients
   * @param testimony of the first batch
   * @param clipped predictions that DL4J's loss clips
   * @param repeatable whether DL4J gives the same bits twice
   */
  Judge(
      Experiment experiment,
      List<Backpropagation> dl4j,
      List<Backpropagation> twin,
      List<Backpropagation> twinOnDl4jsSides,
      Summed summed,
      List<WitnessBlock> testimony,
      int clipped,
      boolean repeatable) {
    this.experiment = experiment;
    this.precision = experiment.precision();
    this.bound = Bound.of(precision);
    this.dl4j = dl4j;
    this.twin = twin;
    this.twinOnDl4jsSides = twinOnDl4jsSides;
    this.summed = summed;
    // a score that is clipped does not move with the parameters: its differences say nothing
    this.testimony = new Testimony(clipped > 0 ? List.of() : testimony, precision);
    this.clipped = clipped;
    this.repeatable = repeatable;
    List<Tensor> activations = twin.get(0).activations();
    Tensor predictions = activations.get(activations.size() - 1);
    this.explanation =
        new Explanation(
            predictions.rows(),
            predictions.columns(),
            experiment.network().output().loss().twin() instanceof MeanSquaredError,
            precision.unitRoundoff());
  }

  /**
   * Judges everything.
   *
   * @param update the steps of the optimizers, judged already
   */
  Findings judge(List<Block> update) {
    Score score = score();
    List<Block> forward = forward().stream().map(this::activationBlock).toList();
    boolean sameFunction =
        (score.verdict() == Verdict.AGREE || score.verdict() == Verdict.CLIPPED)
            && forward.stream().allMatch(block -> block.verdict().isAgreement());
    List<Block> backward = judgeBackward(firstDeviation(forward), sameFunction);

    List<Block> flow = Stream.of(forward, backward, update).flatMap(List::stream).toList();
    Optional<Place> origin = firstDeviation(flow);
    Verdict verdict = overall(flow, score);
    return new Findings(
        verdict,
        new Sentence(verdict, origin, flow, score, twin.size(), bound, testimony).text(),
        origin,
        score,
        forward,
        byLayer(backward, Role.DELTA),
        byLayer(backward, Role.GRADIENT));
  }

  private List<Block> judgeBackward(Optional<Place> forwardOrigin, boolean sameFunction) {
    List<Compared> backward = backward();
    Verdict side = accused(backward);
    List<Block> blocks = new ArrayList<>();
    boolean deviatedBefore = forwardOrigin.isPresent();
    for (Compared compared : backward) {
      Verdict verdict = backwardVerdict(compared, side, sameFunction);
      boolean deviates = !verdict.isAgreement();
      blocks.add(block(compared, verdict, deviates && deviatedBefore));
      deviatedBefore |= deviates;
    }
    return blocks;
  }

  private static Optional<Place> firstDeviation(List<Block> flow) {
    return flow.stream()
        .filter(block -> !block.verdict().isAgreement())
        .findFirst()
        .map(Block::place);
  }

  private static List<Block> byLayer(List<Block> blocks, Role role) {
    return blocks.stream()
        .filter(block -> block.role() == role)
        .sorted(Comparator.comparingInt(Block::layer))
        .toList();
  }

  /** The activations, first layer to last. */
  private List<Compared> forward() {
    List<Compared> forward = new ArrayList<>();
    for (int layer = 0; layer < twin.get(0).layers(); layer++) {
      int at = layer;
      forward.add(compared(at, Role.ACTIVATION, "", pass -> pass.activations().get(at)));
    }
    return forward;
  }

  /** The gradients of the parameters and then the delta of each layer, last layer to first. */
  private List<Compared> backward() {
    List<Compared> backward = new ArrayList<>();
    for (int layer = twin.get(0).layers() - 1; layer >= 0; layer--) {
      int at = layer;
      for (String key : twin.get(0).gradients().get(layer).keySet()) {
        backward.add(compared(at, Role.GRADIENT, key, pass -> pass.gradients().get(at).get(key)));
      }
      backward.add(compared(at, Role.DELTA, "", pass -> pass.deltas().get(at)));
    }
    return backward;
  }

  private Compared compared(
      int layer, Role role, String key, Function<Backpropagation, Tensor> tensor) {
    List<Tensor> ofDl4j = dl4j.stream().map(tensor).toList();
    return new Compared(
        new Place(layer, experiment.network().layers().get(layer).word(), role, key),
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
        place.role() == Role.GRADIENT
            ? compared.difference().elements() / twin.size() // the same parameter in each batch
            : compared.difference().elements(),
        compared.difference(),
        explained(compared, verdict));
  }

  private String explained(Compared compared, Verdict verdict) {
    if (verdict.isAgreement()) {
      boolean byMagnitude = verdict == Verdict.AGREE && !agrees(compared.difference());
      return byMagnitude ? "within the bound of what was summed: the examples cancel" : "";
    }
    return explanation.of(compared.difference(), verdict);
  }

  /** Whether two tensors agree, relative to the largest value or to what adds up to it. */
  private boolean agree(Compared compared) {
    return agrees(compared.difference())
        || (compared.difference().finite() && agreeWithinWhatWasSummed(compared.place()));
  }

  private boolean agreeWithinWhatWasSummed(Place place) {
    if (place.role() != Role.GRADIENT) {
      return false;
    }
    for (int batch = 0; batch < dl4j.size(); batch++) {
      double[] d = dl4j.get(batch).gradients().get(place.layer()).get(place.parameter()).values();
      double[] h = twin.get(batch).gradients().get(place.layer()).get(place.parameter()).values();
      double allowed = bound * summed.of(batch, place.layer(), place.parameter());
      for (int i = 0; i < d.length; i++) {
        if (Math.abs(d[i] - h[i]) > allowed) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean agrees(Difference difference) {
    return difference.finite() && (difference.bothZero() || difference.blockRelative() <= bound);
  }

  private Block activationBlock(Compared compared) {
    Difference difference = compared.difference();
    Verdict verdict;
    if (!difference.finite()) {
      verdict = Verdict.NOT_FINITE;
    } else {
      verdict = agrees(difference) ? Verdict.AGREE : Verdict.DIFFERENT_FUNCTION;
    }
    return block(compared, verdict, false);
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
   * The one side that the witness accuses over all blocks that differ; inconclusive if it accuses
   * none or both.
   */
  private Verdict accused(List<Compared> backward) {
    List<Verdict> sides =
        backward.stream()
            .filter(compared -> !agree(compared))
            .map(compared -> testimony.accuses(compared.place()))
            .filter(Verdict::namesASide)
            .distinct()
            .toList();
    return sides.size() == 1 ? sides.get(0) : Verdict.INCONCLUSIVE;
  }

  private Verdict backwardVerdict(Compared compared, Verdict side, boolean sameFunction) {
    Difference difference = compared.difference();
    if (!difference.finite()) {
      return Verdict.NOT_FINITE;
    }
    if (!repeatable) {
      return Verdict.STOCHASTIC;
    }
    if (agree(compared)) {
      return testimony.contradictsBoth(compared.place()) ? Verdict.COMMON_MODE : Verdict.AGREE;
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
    // the witness sees parameters and the input; a delta between layers is judged by what it causes
    Verdict own = testimony.accuses(compared.place());
    return own.namesASide() ? own : side;
  }

  private static Verdict overall(List<Block> flow, Score score) {
    Verdict worst = score.verdict() == Verdict.CLIPPED ? Verdict.AGREE : score.verdict();
    long gradients = 0;
    for (Block block : flow) {
      gradients += block.role() == Role.GRADIENT ? block.elements() : 0;
      worst = block.verdict().compareTo(worst) > 0 ? block.verdict() : worst;
    }
    // nothing compared is never agreement
    return gradients == 0 && worst.isAgreement() ? Verdict.INCONCLUSIVE : worst;
  }
}
