package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Probe;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.spec.Precision;
import java.util.List;
import java.util.Optional;

/**
 * What the numerical witness says of each side. A side is right about an element if it lies within
 * the witness's own uncertainty and the side's bound.
 */
final class Testimony {
  private final List<WitnessBlock> blocks;
  private final double dl4jBound;
  private final double twinBound = Bound.of(Precision.FLOAT64);

  /**
   * @param precision of DL4J's numbers
   */
  Testimony(List<WitnessBlock> blocks, Precision precision) {
    this.blocks = blocks;
    this.dl4jBound = Bound.of(precision);
  }

  /** Whether the witness contradicts both sides about some element. */
  boolean contradictsBoth(Place place) {
    return on(place).stream()
        .flatMap(block -> certain(block).stream())
        .anyMatch(probe -> !probe.dl4jIsRight() && !probe.twinIsRight());
  }

  /**
   * The side that the witness contradicts about some element, while it supports the other there;
   * inconclusive if there is no such side, or if both are.
   */
  Verdict accuses(Place place) {
    boolean dl4j = false;
    boolean twin = false;
    for (Judged probe : on(place).map(this::certain).orElse(List.of())) {
      dl4j |= !probe.dl4jIsRight() && probe.twinIsRight();
      twin |= probe.dl4jIsRight() && !probe.twinIsRight();
    }
    if (dl4j == twin) {
      return Verdict.INCONCLUSIVE;
    }
    return dl4j ? Verdict.DL4J_DEVIATES : Verdict.TWIN_DEVIATES;
  }

  /** The numerical value of an element, if the witness looked there. */
  Optional<Double> valueAt(Place place, List<Integer> index) {
    return on(place).stream()
        .flatMap(block -> block.probes().stream())
        .filter(probe -> !probe.onKink() && probe.index().equals(index))
        .map(Probe::numerical)
        .findFirst();
  }

  /** An element with what the witness makes of both sides. */
  private record Judged(boolean dl4jIsRight, boolean twinIsRight) {}

  private Optional<WitnessBlock> on(Place place) {
    boolean input = place.role() == Role.DELTA && place.layer() == 0;
    if (place.role() != Role.GRADIENT && !input) {
      return Optional.empty();
    }
    return blocks.stream()
        .filter(b -> b.layer() == place.layer() && b.parameter().equals(place.parameter()))
        .findFirst();
  }

  private List<Judged> certain(WitnessBlock block) {
    double largest = 0;
    for (Probe probe : block.probes()) {
      largest = Math.max(largest, Math.max(Math.abs(probe.dl4j()), Math.abs(probe.twin())));
    }
    double ofBlock = largest;
    return block.probes().stream()
        .filter(probe -> !probe.onKink())
        .map(
            probe -> {
              double uncertainty = NumericalWitness.resolution(probe, ofBlock);
              return new Judged(
                  Math.abs(probe.numerical() - probe.dl4j()) <= uncertainty + dl4jBound * ofBlock,
                  Math.abs(probe.numerical() - probe.twin()) <= uncertainty + twinBound * ofBlock);
            })
        .toList();
  }
}
