package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What changed from one comparison to a later one.
 *
 * @param worse whether anything got worse: the verdict, the loss's, or a tensor
 * @param verdict over everything, before and after
 * @param score the verdict of the loss
 * @param origin where the first deviation stands
 * @param settings what was compared differently, by name; empty if the question was the same
 * @param unchanged how many tensors are as they were
 * @param changes of all other tensors, in the order of the flow
 */
public record AgreementDiff(
    boolean worse,
    Pair<Verdict> verdict,
    Pair<Verdict> score,
    Pair<Optional<Place>> origin,
    Map<String, Pair<String>> settings,
    int unchanged,
    List<Change> changes) {

  /** Distances of deviations that changed by less are the same, and so is rounding. */
  private static final double FACTOR = 2;

  /** Rounding below one standard deviation is not told apart. */
  private static final double QUIET = 1;

  /** Fitted factors that differ by less, relatively, are the same. */
  private static final double SAME_SCALE = 1e-6;

  /** The same before and after. */
  public record Pair<T>(T before, T after) {
    /** Whether it is no longer the same. */
    boolean differs() {
      return !before.equals(after);
    }
  }

  /**
   * One tensor.
   *
   * @param before absent if it is compared now only
   * @param after absent if it is no longer compared
   */
  public record Change(Kind kind, Place place, Optional<State> before, Optional<State> after) {}

  /** How a tensor changed, gravest first. */
  public enum Kind {
    /** A graver verdict, a deviation that grew, or a new tensor that deviates. */
    WORSE,
    /** It is no longer compared: less is known. */
    DISAPPEARED,
    /** It is compared for the first time, and agrees. */
    APPEARED,
    /** A milder verdict, or a deviation that shrank. */
    BETTER,
    /** Something else. */
    CHANGED;

    /** Whether a comparison with such a change is worse than the one before. */
    boolean isWorse() {
      return this == WORSE || this == DISAPPEARED;
    }
  }

  /** What is said of a tensor, see {@link Block}. */
  public record State(Verdict verdict, double z, double blockRelative, double scale) {
    private static State of(Block block) {
      return new State(block.verdict(), block.gate().z(), block.blockRelative(), block.scale());
    }
  }

  /** Compares two comparisons. */
  public static AgreementDiff of(Agreement before, Agreement after) {
    Map<Place, Block> earlier = byPlace(before);
    Map<Place, Block> later = byPlace(after);
    List<Change> changes = new ArrayList<>();
    int unchanged = 0;
    for (Map.Entry<Place, Block> entry : later.entrySet()) {
      Optional<State> was = Optional.ofNullable(earlier.get(entry.getKey())).map(State::of);
      State is = State.of(entry.getValue());
      Optional<Kind> kind =
          was.map(state -> kind(state, is))
              .orElseGet(
                  () -> Optional.of(is.verdict().isAgreement() ? Kind.APPEARED : Kind.WORSE));
      if (kind.isPresent()) {
        changes.add(new Change(kind.get(), entry.getKey(), was, Optional.of(is)));
      } else {
        unchanged++;
      }
    }
    for (Map.Entry<Place, Block> entry : earlier.entrySet()) {
      if (!later.containsKey(entry.getKey())) {
        changes.add(
            new Change(
                Kind.DISAPPEARED,
                entry.getKey(),
                Optional.of(State.of(entry.getValue())),
                Optional.empty()));
      }
    }
    Pair<Verdict> verdict = new Pair<>(before.verdict(), after.verdict());
    Pair<Verdict> score = new Pair<>(before.score().verdict(), after.score().verdict());
    return new AgreementDiff(
        isGraver(verdict.before(), verdict.after())
            || isGraver(score.before(), score.after())
            || changes.stream().anyMatch(change -> change.kind().isWorse()),
        verdict,
        score,
        new Pair<>(before.origin(), after.origin()),
        settings(before, after),
        unchanged,
        changes);
  }

  private static Map<Place, Block> byPlace(Agreement agreement) {
    Map<Place, Block> blocks = new LinkedHashMap<>();
    agreement.flow().forEach(block -> blocks.put(block.place(), block));
    return blocks;
  }

  private static boolean isGraver(Verdict before, Verdict after) {
    return !after.isAgreement() && after.compareTo(before) > 0;
  }

  /** Empty if nothing changed that is worth a word. */
  private static Optional<Kind> kind(State before, State after) {
    if (isGraver(before.verdict(), after.verdict())) {
      return Optional.of(Kind.WORSE);
    }
    if (isGraver(after.verdict(), before.verdict())) {
      return Optional.of(Kind.BETTER);
    }
    double grown =
        Math.max(
            growth(before.z(), after.z()), growth(before.blockRelative(), after.blockRelative()));
    double shrunk =
        Math.max(
            growth(after.z(), before.z()), growth(after.blockRelative(), before.blockRelative()));
    if (!after.verdict().isAgreement()) {
      if (grown > FACTOR || shrunk > FACTOR) {
        return Optional.of(grown > FACTOR ? Kind.WORSE : Kind.BETTER);
      }
      boolean sameScale =
          Math.abs(after.scale() - before.scale()) <= SAME_SCALE * Math.abs(before.scale());
      return sameScale ? Optional.empty() : Optional.of(Kind.CHANGED);
    }
    boolean louder =
        growth(Math.max(QUIET, before.z()), Math.max(QUIET, after.z())) > FACTOR
            || growth(Math.max(QUIET, after.z()), Math.max(QUIET, before.z())) > FACTOR;
    return louder || before.verdict() != after.verdict()
        ? Optional.of(Kind.CHANGED)
        : Optional.empty();
  }

  private static double growth(double before, double after) {
    return before == after ? 1 : after / before;
  }

  private static Map<String, Pair<String>> settings(Agreement before, Agreement after) {
    Map<String, Function<Agreement, Object>> questions = new LinkedHashMap<>();
    questions.put("name", Agreement::name);
    questions.put("seed", Agreement::seed);
    questions.put("precision", Agreement::precision);
    questions.put("batches", Agreement::batches);
    questions.put("examples", Agreement::examples);
    questions.put("steps", agreement -> agreement.trajectory().map(Trajectory::steps).orElse(0));
    questions.put("plant", agreement -> agreement.plant().orElse("none"));
    Map<String, Pair<String>> settings = new LinkedHashMap<>();
    questions.forEach(
        (name, question) -> {
          Pair<String> answers =
              new Pair<>(
                  String.valueOf(question.apply(before)), String.valueOf(question.apply(after)));
          if (answers.differs()) {
            settings.put(name, answers);
          }
        });
    return settings;
  }
}
