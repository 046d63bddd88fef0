package gradtwin.compare.fuzz;

/**
 * What is wrong with a network.
 *
 * @param verdict of the comparison; {@code exception}, or the relation that does not hold
 * @param layer the word of the layer in which it starts; empty if that is unknown
 * @param place where it starts, in words
 * @param sentence what was found, in full
 */
public record Failure(String verdict, String layer, String place, String sentence) {
  static final String EXCEPTION = "exception";

  /**
   * Whether it is the same failure as far as a smaller network can show: what, and in which layer.
   */
  boolean isLike(Failure other) {
    boolean samePlace = !verdict.equals(EXCEPTION) || place.equals(other.place);
    return verdict.equals(other.verdict) && layer.equals(other.layer) && samePlace;
  }

  /** What failures of one cause have in common. */
  public String kind() {
    return verdict + " | " + (verdict.equals(EXCEPTION) ? place : layer);
  }
}
