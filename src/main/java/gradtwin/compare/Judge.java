package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.Score;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Turns numbers into verdicts.
 *
 * <p>First the forward passes: where the scores or activations differ, the two sides compute
 * different functions, and their gradients may both be right. Then each gradient and delta, with D
 * for DL4J, H for the twin, J for the complex step and F for differences of DL4J's own score:
 *
 * <pre>{@code
 * D = H    J = H              agree
 * D = H    J is neither       common mode
 * D != H   J = H    F = D     inconclusive: the witnesses contradict each other
 * D != H   J = H    else      dl4j deviates
 * D != H   J = D              twin deviates
 * D != H   J is neither       inconclusive: both deviate
 * D != H   J = H, clipped     clipped
 * }</pre>
 *
 * <p>Equal is what predicted rounding leaves apart, see {@link Gate}; where it takes a kink
 * besides, the verdict is kink. The first deviation in the flow is the origin; what lies behind it
 * may have inherited it.
 */
final class Judge {
  private final Precision precision;
  private final List<Backpropagation> dl4j;
  private final List<Backpropagation> twin;
  private final List<Compared> flow;
  private final double lossSigma;
  private final double penaltyRounding;
  private final Testimony testimony;
  private final int clipped;
  private final boolean repeatable;
  private final Naming naming;
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

  /**
   * All lists of passes are per batch.
   *
   * @param flow see {@link Compared#flow}
   * @param lossSigma the largest standard deviation of the difference of the losses
   * @param penaltyRounding what plain sums lose of the penalty
   * @param clipped predictions that DL4J's loss clips
   * @param repeatable whether DL4J gives the same bits twice
   * @param naming for the sentence
   */
  Judge(
      Experiment experiment,
      List<Backpropagation> dl4j,
      List<Backpropagation> twin,
      List<Compared> flow,
      double lossSigma,
      double penaltyRounding,
      Testimony testimony,
      int clipped,
      boolean repeatable,
      Naming naming) {
    this.naming = naming;
    this.precision = experiment.precision();
    this.dl4j = dl4j;
    this.twin = twin;
    this.flow = flow;
    this.lossSigma = lossSigma;
    this.penaltyRounding = penaltyRounding;
    this.testimony = testimony;
    this.clipped = clipped;
    this.repeatable = repeatable;
    List<Tensor> activations = twin.get(0).activations();
    this.explanation =
        Explanation.of(
            experiment, activations.get(activations.size() - 1), precision.unitRoundoff());
  }

  /**
   * Judges everything.
   *
   * @param update the steps of the optimizers, judged already
   */
  Findings judge(List<Block> update) {
    Score score = score();
    List<Block> forward = new ArrayList<>();
    List<Compared> backward = new ArrayList<>();
    for (Compared compared : flow) {
      if (compared.place().role() == Role.ACTIVATION) {
        forward.add(block(compared, forwardVerdict(compared), false));
      } else {
        backward.add(compared);
      }
    }
    boolean sameFunction =
        (score.verdict() == Verdict.AGREE || score.verdict() == Verdict.CLIPPED)
            && forward.stream().allMatch(block -> block.verdict().isAgreement());
    List<Block> back = new ArrayList<>();
    boolean deviatedBefore = firstDeviation(forward).isPresent();
    for (Compared compared : backward) {
      Verdict verdict = backwardVerdict(compared, sameFunction);
      boolean deviates = !verdict.isAgreement();
      back.add(block(compared, verdict, deviates && deviatedBefore));
      deviatedBefore |= deviates;
    }

    List<Block> blocks = Stream.of(forward, back, update).flatMap(List::stream).toList();
    Optional<Place> origin = firstDeviation(blocks);
    Verdict verdict = overall(blocks, score);
    return new Findings(
        verdict,
        new Sentence(verdict, origin, blocks, score, twin.size(), testimony, naming, precision)
            .text(),
        origin,
        score,
        forward,
        byLayer(back, Role.DELTA),
        byLayer(back, Role.GRADIENT));
  }

  private static Optional<Place> firstDeviation(List<Block> blocks) {
    return blocks.stream()
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
        compared.gate(),
        explained(compared, verdict));
  }

  private String explained(Compared compared, Verdict verdict) {
    List<String> parts = new ArrayList<>();
    if (verdict == Verdict.AGREE) {
      if (compared.difference().blockRelative() > Bound.of(precision)) {
        parts.add("within the rounding of what cancels in it");
      }
    } else if (verdict == Verdict.KINK) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%,d elements depend on units so near a kink that rounding decides their side",
              compared.gate().onKinks()));
    } else {
      parts.add(explanation.of(compared, verdict));
      parts.add(whatTheWitnessesSay(compared.place(), verdict));
    }
    return String.join("; ", parts.stream().filter(part -> !part.isEmpty()).toList());
  }

  private String whatTheWitnessesSay(Place place, Verdict verdict) {
    Testimony.Score score = testimony.score(place);
    Optional<ComplexStepBlock> complexStep = testimony.complexStep(place);
    return switch (verdict) {
      case DL4J_DEVIATES ->
          switch (score) {
            case CONTRADICTS_DL4J -> "it contradicts DL4J's own score";
            case SILENT -> "the gap is too small for differences of DL4J's score";
            case NOT_ASKED, SUPPORTS_DL4J -> "";
          };
      case DIFFERENT_FUNCTION ->
          score == Testimony.Score.CONTRADICTS_DL4J ? "and DL4J contradicts its own score" : "";
      case INCONCLUSIVE -> {
        if (complexStep.isEmpty()) {
          yield "no witness looked at it";
        }
        yield complexStep.get().contradictsDl4j() && complexStep.get().contradictsTwin()
            ? "the complex step contradicts both"
            : "the witnesses contradict each other";
      }
      default -> "";
    };
  }

  private static Verdict forwardVerdict(Compared compared) {
    if (!compared.difference().finite()) {
      return Verdict.NOT_FINITE;
    }
    return compared.differs() ? Verdict.DIFFERENT_FUNCTION : Verdict.AGREE;
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
      // DL4J's score, a float64 in any case, has the penalty in it, which was taken off again
      double takenOff = 4 * Precision.FLOAT64.unitRoundoff() * dl4j.get(i).penalty();
      agree &=
          Bound.losses(d, h, precision) || Math.abs(d - h) <= Gate.REACH * lossSigma + takenOff;
    }
    double dl4jPenalty = dl4j.get(0).penalty();
    double twinPenalty = twin.get(0).penalty();
    agree &= Bound.penalties(dl4jPenalty, twinPenalty, penaltyRounding, precision);
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

  private Verdict backwardVerdict(Compared compared, boolean sameFunction) {
    if (!compared.difference().finite()) {
      return Verdict.NOT_FINITE;
    }
    if (!repeatable) {
      return Verdict.STOCHASTIC;
    }
    Optional<ComplexStepBlock> complexStep = testimony.complexStep(compared.place());
    boolean notDl4j = complexStep.map(ComplexStepBlock::contradictsDl4j).orElse(false);
    boolean notTwin = complexStep.map(ComplexStepBlock::contradictsTwin).orElse(false);
    if (!compared.differs()) {
      if (notDl4j && notTwin) {
        return Verdict.COMMON_MODE;
      }
      return compared.gate().isOnKink() ? Verdict.KINK : Verdict.AGREE;
    }
    if (!sameFunction) {
      return Verdict.DIFFERENT_FUNCTION;
    }
    if (notDl4j == notTwin) {
      return Verdict.INCONCLUSIVE;
    }
    if (notTwin) {
      return Verdict.TWIN_DEVIATES;
    }
    if (clipped > 0) { // DL4J goes back through a loss that is not quite the one that was asked for
      return Verdict.CLIPPED;
    }
    return testimony.score(compared.place()) == Testimony.Score.SUPPORTS_DL4J
        ? Verdict.INCONCLUSIVE
        : Verdict.DL4J_DEVIATES;
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
}
