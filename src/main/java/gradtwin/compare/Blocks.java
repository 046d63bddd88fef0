package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Role;

/** Joins a difference and its verdict into one block of the report. */
final class Blocks {
  private Blocks() {}

  static Block of(
      int layer,
      String layerType,
      Role role,
      String parameter,
      Verdict verdict,
      boolean inherited,
      long elements,
      Difference difference,
      Gate gate,
      String explanation) {
    return new Block(
        layer,
        layerType,
        role,
        parameter,
        verdict,
        inherited,
        elements,
        gate,
        difference.maxAbsolute(),
        difference.maxRelative(),
        difference.blockRelative(),
        difference.normRelative(),
        difference.cosine(),
        Explanation.factor(difference, verdict),
        difference.residual(),
        difference.ulp(),
        gate.worst(),
        difference.bothZero(),
        explanation);
  }
}
