package gradtwin.compare.plant;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Comparison;
import gradtwin.compare.Tampering;
import gradtwin.compare.Tampering.Side;
import gradtwin.compare.Verdict;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proof that the comparison can fail: every bug that fits a network, planted one after the
 * other, each on either side and on both, and what the comparison said of it.
 *
 * @param schema version of this structure as JSON
 * @param name of the experiment
 * @param precision of DL4J's numbers, {@code float32} or {@code float64}
 * @param seed of everything random
 * @param untouched the verdict without any bug
 * @param threshold what a bug must change to count, relative to the largest number of a tensor
 * @param kills one per bug, type of layer and side
 * @param totals over the kills
 */
public record Proof(
    int schema,
    String name,
    String precision,
    long seed,
    Verdict untouched,
    double threshold,
    List<Kill> kills,
    Totals totals) {

  /** The version of the JSON form. */
  public static final int SCHEMA = 1;

  /** The part of the visible bugs that must be rightly named, all of them being caught. */
  private static final double NAMED_ENOUGH = 0.95;

  /**
   * What became of one bug.
   *
   * @param layer where it was planted
   * @param place the first tensor of the flow that it changes; empty if it changes none by more
   *     than the threshold, so that it is invisible on these batches
   * @param size of the change there, relative to the largest number
   * @param expected the verdict that names the side; that without the bug if it is invisible
   * @param named where the comparison says it begins
   * @param caught whether the comparison said something else than without it, and did not agree
   * @param sideNamed whether the verdict is the expected one
   * @param layerNamed whether the comparison named the layer
   * @param tensorNamed whether it named the tensor of that layer
   */
  public record Kill(
      String bug,
      Side planted,
      int layer,
      String layerType,
      Optional<Place> place,
      double size,
      Verdict verdict,
      Verdict expected,
      Optional<Place> named,
      boolean caught,
      boolean sideNamed,
      boolean layerNamed,
      boolean tensorNamed) {
    /** Whether the bug changes anything that a comparison could see. */
    public boolean visible() {
      return place.isPresent();
    }

    /** Whether side, layer and tensor are the right ones. */
    public boolean rightlyNamed() {
      return sideNamed && layerNamed && tensorNamed;
    }
  }

  /**
   * Counts.
   *
   * @param planted all
   * @param invisible those that change nothing by more than the threshold; they do not count
   * @param caught of the visible ones
   * @param rightlyNamed of the visible ones
   */
  public record Totals(int planted, int invisible, int caught, int rightlyNamed) {
    static Totals of(List<Kill> kills) {
      return new Totals(
          kills.size(),
          (int) kills.stream().filter(kill -> !kill.visible()).count(),
          (int) kills.stream().filter(kill -> kill.visible() && kill.caught()).count(),
          (int)
              kills.stream()
                  .filter(kill -> kill.visible() && kill.caught() && kill.rightlyNamed())
                  .count());
    }

    /** How many count. */
    public int visible() {
      return planted - invisible;
    }
  }

  /** Whether every visible bug was caught, and enough of them were rightly named. */
  public boolean holds() {
    return totals.visible() > 0
        && totals.caught() == totals.visible()
        && totals.rightlyNamed() >= NAMED_ENOUGH * totals.visible();
  }

  /**
   * Plants all bugs.
   *
   * @param training the examples that training would use
   */
  public static Proof of(Experiment experiment, Examples training) {
    Comparison comparison = Comparison.of(experiment, training);
    List<Backpropagation> right = Impact.passes(comparison.twin(), comparison);
    Agreement untouched = comparison.compare(Optional.empty()).agreement();
    List<Kill> kills = new ArrayList<>();
    for (Plant plant : Plant.CATALOGUE) {
      for (Side side : plant.damage().sides()) {
        for (Mutant mutant : plant.inEachType(experiment, side)) {
          Impact impact = Impact.of(mutant, experiment, comparison, right);
          Agreement agreement =
              impact.place().isPresent()
                  ? comparison.compare(Optional.<Tampering>of(mutant)).agreement()
                  : untouched; // as good as not planted
          kills.add(kill(mutant, impact, untouched, agreement));
        }
      }
    }
    return new Proof(
        SCHEMA,
        experiment.name(),
        experiment.precision().word(),
        experiment.seed(),
        untouched.verdict(),
        Impact.threshold(experiment.precision()),
        kills,
        Totals.of(kills));
  }

  private static Kill kill(Mutant mutant, Impact impact, Agreement untouched, Agreement agreement) {
    Optional<Place> named = agreement.origin();
    Optional<Place> place = impact.place();
    Verdict expected = place.map(mutant::expected).orElse(untouched.verdict());
    return new Kill(
        mutant.plant().name(),
        mutant.side(),
        mutant.layer(),
        mutant.layerType(),
        place,
        impact.size(),
        agreement.verdict(),
        expected,
        named,
        !agreement.verdict().isAgreement() && saysSomethingElse(untouched, agreement),
        agreement.verdict() == expected,
        named.isPresent() && named.map(Place::layer).equals(place.map(Place::layer)),
        named.isPresent() && place.isPresent() && isTensor(named.get(), place.get()));
  }

  /**
   * What an optimizer remembers of a parameter and the step that it makes of that are one thing.
   */
  static boolean isTensor(Place named, Place place) {
    Place step = named.role() == Role.MEMORY ? named.as(Role.UPDATE) : named;
    return step.equals(place);
  }

  /** Where the networks deviate anyway, a bug is caught only if it changes a verdict. */
  static boolean saysSomethingElse(Agreement untouched, Agreement agreement) {
    return untouched.verdict() != agreement.verdict()
        || !untouched.origin().equals(agreement.origin())
        || !verdicts(untouched).equals(verdicts(agreement));
  }

  private static List<Verdict> verdicts(Agreement agreement) {
    return Stream.of(
            agreement.activations(), agreement.deltas(), agreement.blocks(), agreement.update())
        .flatMap(List::stream)
        .map(Block::verdict)
        .toList();
  }
}
