package gradtwin.compare;

import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Probe;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.StepProbe;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.compare.Difference.Worst;
import gradtwin.spec.Precision;
import java.util.List;
import java.util.Optional;

/** What the two witnesses say: the complex step of the truth, DL4J's score of DL4J. */
final class Testimony {
  private final List<ComplexStepBlock> complexStep;
  private final List<WitnessBlock> blocks;
  private final double dl4jBound;
  private final double twinBound = Bound.of(Precision.FLOAT64);

  /**
   * @param blocks of numerical differences of DL4J's score
   * @param precision of DL4J's numbers
   */
  Testimony(List<ComplexStepBlock> complexStep, List<WitnessBlock> blocks, Precision precision) {
    this.complexStep = complexStep;
    this.blocks = blocks;
    this.dl4jBound = Bound.of(precision);
  }

  /** What DL4J's own score makes of DL4J's gradient, where that is not the twin's. */
  enum Score {
    /** It is the gradient of that score, and the twin's is not. */
    SUPPORTS_DL4J,
    /** It is not the gradient of that score. */
    CONTRADICTS_DL4J,
    /** The difference is too small for it. */
    SILENT,
    /**
     * It was not asked: only parameters and the input can be moved, and no score that is clipped.
     */
    NOT_ASKED
  }

  /** What the complex step found about a tensor, if it looked there. */
  Optional<ComplexStepBlock> complexStep(Place place) {
    return complexStep.stream()
        .filter(
            b ->
                b.layer() == place.layer()
                    && b.role() == place.role()
                    && b.parameter().equals(place.parameter()))
        .findFirst();
  }

  /** What DL4J's own score says about a tensor. */
  Score score(Place place) {
    return on(place).map(this::score).orElse(Score.NOT_ASKED);
  }

  private Score score(WitnessBlock block) {
    double largest = 0;
    for (Probe probe : block.probes()) {
      largest = Math.max(largest, Math.max(Math.abs(probe.dl4j()), Math.abs(probe.twin())));
    }
    boolean supports = false;
    for (Probe probe : block.probes()) {
      if (!probe.onKink()) {
        double uncertainty = NumericalWitness.resolution(probe, largest);
        double toDl4j = Math.abs(probe.numerical() - probe.dl4j());
        double toTwin = Math.abs(probe.numerical() - probe.twin());
        if (toDl4j > uncertainty + dl4jBound * largest) {
          return Score.CONTRADICTS_DL4J;
        }
        supports |= toTwin > uncertainty + twinBound * largest;
      }
    }
    return supports ? Score.SUPPORTS_DL4J : Score.SILENT;
  }

  /** The derivative by the complex step at an element, if it looked there. */
  Optional<Double> truth(Place place, Worst worst) {
    return complexStep(place).stream()
        .flatMap(block -> block.probes().stream())
        .filter(probe -> probe.batch() == worst.batch() && probe.index().equals(worst.index()))
        .map(StepProbe::truth)
        .findFirst();
  }

  private Optional<WitnessBlock> on(Place place) {
    boolean input = place.role() == Role.DELTA && place.layer() == 0;
    if (place.role() != Role.GRADIENT && !input) {
      return Optional.empty();
    }
    return blocks.stream()
        .filter(b -> b.layer() == place.layer() && b.parameter().equals(place.parameter()))
        .findFirst();
  }
}
