package gradtwin.compare.plant;

import gradtwin.compare.Tampering.Side;
import java.util.List;

/** What a bug makes wrong where it is planted; what lies behind it in the flow inherits it. */
public enum Damage {
  /** The gradient of a parameter; the delta is right. */
  GRADIENT("gradient"),
  /** The delta that is passed down; the gradients of the layer are right. */
  DELTA("delta"),
  /** What the layer goes back with: its gradients and its delta. */
  LAYER("gradients and delta"),
  /** The forward pass: another function is computed. */
  FORWARD("forward pass"),
  /** The optimizer's step. */
  UPDATE("update");

  private final String words;

  Damage(String words) {
    this.words = words;
  }

  /**
   * On which sides it can be planted: what DL4J computed on the way forward, and how its optimizer
   * steps, cannot be known from a difference in the twin.
   */
  public List<Side> sides() {
    return this == FORWARD || this == UPDATE ? List.of(Side.TWIN) : List.of(Side.values());
  }

  @Override
  public String toString() {
    return words;
  }
}
