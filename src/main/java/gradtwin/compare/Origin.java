package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import java.util.Optional;

/**
 * Something of a layer that deviates, traced to where it comes from.
 *
 * @param layer counted from 0
 * @param source where the layer stands in what the user wrote: {@code configs/x.yaml line 14};
 *     empty if that is not known
 * @param part what of the layer deviates
 * @param parameter the key of a gradient's or an update's parameter; empty for every other part
 * @param inherited true if DL4J's layer is right by itself, when it is given what arrives at the
 *     twin's layer from below and from above; false if the deviation arises here
 * @param isolatedDifference how far DL4J's layer by itself is from the twin's: block-relative, see
 *     {@link Difference#blockRelative}; of an update, for which both optimizers are given the same
 *     gradient anyway, as it stands
 * @param isolatedScale the fitted factor of DL4J's layer by itself over the twin's
 * @param pureScale whether that factor, which is not 1, is all that lies between them
 * @param element where the difference is worst, in words: {@code filter 4, channel 2, y 1, x 0};
 *     empty for a number that stands alone
 * @param worst the same with both values: of the layer by itself, or of the whole network for what
 *     is inherited
 * @param ulp the distance of these values in units of the last place of DL4J's type
 */
public record Origin(
    int layer,
    String layerType,
    Optional<String> source,
    Part part,
    String parameter,
    boolean inherited,
    double isolatedDifference,
    double isolatedScale,
    boolean pureScale,
    String element,
    Difference.Worst worst,
    double ulp) {

  /** What of a layer can deviate, in the order of the flow. */
  public enum Part {
    /** What leaves it. */
    OUTPUT,
    /** Which steps of sequences are there as they leave. */
    MASK,
    /** The mean loss, of the last layer. */
    LOSS,
    /** The L1, L2 and weight decay terms of its parameters. */
    PENALTY,
    /** The gradient with respect to a parameter. */
    GRADIENT,
    /** The gradient with respect to its input. */
    DELTA,
    /** What the optimizer remembers of a parameter. */
    MEMORY,
    /** The step of a parameter. */
    UPDATE;

    static Part of(Role role) {
      return switch (role) {
        case ACTIVATION -> OUTPUT;
        case GRADIENT -> GRADIENT;
        case DELTA -> DELTA;
        case MEMORY -> MEMORY;
        case UPDATE -> UPDATE;
      };
    }

    /** Whether it arises on the way from the features to the loss. */
    public boolean isForward() {
      return compareTo(GRADIENT) < 0;
    }
  }

  /** Whether this is about that tensor of the flow. */
  public boolean isOf(Place place) {
    return layer == place.layer()
        && part == Part.of(place.role())
        && parameter.equals(place.parameter());
  }

  /** The tensor, as a reader would call it. */
  public String tensor() {
    return switch (part) {
      case OUTPUT -> "output";
      case MASK -> "mask";
      case LOSS -> "loss";
      case PENALTY -> "penalty";
      case GRADIENT -> "gradient of " + parameter;
      case DELTA -> "delta";
      case MEMORY -> "memory of " + parameter;
      case UPDATE -> "update of " + parameter;
    };
  }
}
