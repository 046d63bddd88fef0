package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Isolation.Finding;
import gradtwin.compare.Origin.Part;
import gradtwin.spec.Coordinates;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerPlaces;
import gradtwin.spec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells deviations that arise in a layer from those that were handed on to it, by what {@link
 * Isolation} found.
 */
final class Origins {
  /**
   * Roundings of DL4J's type that a factor may leave unexplained: some hundred terms of a sum, and
   * what their cancelling makes of that.
   */
  private static final double ROUNDINGS = 1000;

  private final Precision precision;
  private final double bound;
  private final Coordinates coordinates;
  private final LayerPlaces places;

  Origins(Experiment experiment, LayerPlaces places) {
    this.precision = experiment.precision();
    this.bound = Bound.of(precision);
    this.coordinates = new Coordinates(experiment);
    this.places = places;
  }

  /**
   * Everything that deviates, in the order of the flow: forward from the first layer, backward from
   * the last, and the update.
   *
   * @param blocks of the whole network
   * @param isolated in the order of the flow
   */
  List<Origin> of(List<Block> blocks, List<Finding> isolated) {
    List<Origin> origins = new ArrayList<>();
    for (Finding finding : isolated) {
      if (finding.deviates()) {
        origins.add(own(finding));
      } else {
        whole(blocks, finding).map(block -> inherited(block, finding)).ifPresent(origins::add);
      }
    }
    blocks.stream()
        .filter(block -> block.role() == Role.UPDATE && !block.verdict().isAgreement())
        .forEach(block -> origins.add(ofUpdate(block)));
    return origins;
  }

  /** The block of the whole network for the same tensor, if it deviates there. */
  private Optional<Block> whole(List<Block> blocks, Finding finding) {
    return blocks.stream()
        .filter(block -> block.layer() == finding.layer())
        .filter(block -> Part.of(block.role()) == finding.part())
        .filter(block -> block.parameter().equals(finding.parameter()))
        .filter(this::deviates)
        .findFirst();
  }

  /** Between the two sides: that a witness contradicts both is another matter. */
  private boolean deviates(Block block) {
    boolean within = block.blockRelative() <= bound; // false for NaN
    return !block.verdict().isAgreement() && block.verdict() != Verdict.COMMON_MODE && !within;
  }

  private Origin own(Finding finding) {
    Difference alone = finding.difference();
    return origin(
        finding.layer(),
        finding.layerType(),
        finding.part(),
        finding.parameter(),
        false,
        new Fit(alone.blockRelative(), alone.scale(), alone.residual()),
        alone.worst());
  }

  private Origin inherited(Block block, Finding finding) {
    Difference alone = finding.difference();
    return origin(
        finding.layer(),
        finding.layerType(),
        finding.part(),
        finding.parameter(),
        true,
        new Fit(alone.blockRelative(), alone.scale(), alone.residual()),
        block.worst());
  }

  /**
   * Both optimizers start from DL4J's parameters and gradient: what is no number any more has come
   * with them, unless it is explained by this step.
   */
  private Origin ofUpdate(Block block) {
    return origin(
        block.layer(),
        block.layerType(),
        Part.UPDATE,
        block.parameter(),
        !Double.isFinite(block.worst().twin()) && block.explanation().isEmpty(),
        new Fit(block.blockRelative(), block.scale(), block.residual()),
        block.worst());
  }

  /** How two sides differ, see {@link Difference}. */
  private record Fit(double blockRelative, double scale, double residual) {
    boolean isPureScale(double tolerance) {
      return residual <= tolerance && scale != 0 && Math.abs(scale - 1) > tolerance;
    }
  }

  private Origin origin(
      int layer,
      String layerType,
      Part part,
      String parameter,
      boolean inherited,
      Fit alone,
      Difference.Worst worst) {
    return new Origin(
        layer,
        layerType,
        places.of(layer),
        part,
        parameter,
        inherited,
        alone.blockRelative(),
        alone.scale(),
        alone.isPureScale(ROUNDINGS * precision.unitRoundoff()),
        element(layer, part, parameter, worst),
        worst,
        Difference.ulp(worst.dl4j(), worst.twin(), precision));
  }

  private String element(int layer, Part part, String parameter, Difference.Worst worst) {
    List<Integer> index = worst.index();
    String element =
        switch (part) {
          case OUTPUT -> coordinates.ofOutput(layer, index);
          case MASK -> coordinates.ofMask(index);
          case DELTA -> coordinates.ofInput(layer, index);
          case GRADIENT, MEMORY, UPDATE -> coordinates.ofParameter(layer, parameter, index);
          case LOSS, PENALTY -> "";
        };
    String occasion =
        part == Part.UPDATE ? "step " + (worst.batch() + 1) : "batch " + worst.batch();
    return worst.batch() == 0 || element.isEmpty() ? element : occasion + ", " + element;
  }
}
