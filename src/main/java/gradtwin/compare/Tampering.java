package gradtwin.compare;

import gradtwin.twin.LayerRules;
import gradtwin.twin.Network;
import java.util.List;

/**
 * What is made wrong on purpose in one comparison, to see that it is noticed.
 *
 * <p>It is described by what it does to the twin. On DL4J's side the same bug is what it changes in
 * the twin's numbers, added to DL4J's: whatever is wrong in the backward pass of a layer shows in
 * the gradients and deltas by a difference, and below the layer the backward pass is linear in the
 * delta, so that the twin carries the difference on as DL4J would have.
 */
public interface Tampering {
  /** Whose numbers are made wrong. */
  enum Side {
    TWIN("twin"),
    DL4J("dl4j"),
    /** Both in the same way: neither contradicts the other. */
    BOTH("both");

    private final String word;

    Side(String word) {
      this.word = word;
    }

    boolean isTwins() {
      return this != DL4J;
    }

    boolean isDl4js() {
      return this != TWIN;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /** What a report calls it. */
  String name();

  /** What is wrong, in a phrase. */
  String summary();

  Side side();

  /** Whether it is the rules of training that are made wrong, and not the network. */
  boolean isOfUpdate();

  /** The network made wrong, which shares the parameters of the one it is given. */
  Network in(Network honest);

  /**
   * The rules of training made wrong.
   *
   * @param honest those of each layer
   * @param network whose parameters they are for
   */
  List<LayerRules> in(List<LayerRules> honest, Network network);
}
