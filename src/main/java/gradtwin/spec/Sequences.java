package gradtwin.spec;

import gradtwin.tensor.Shape;
import java.util.Optional;

/** The shape rule of layers that take sequences and nothing else: [features, steps]. */
final class Sequences {
  private Sequences() {}

  /**
   * Why such an input is no sequence, if it is none.
   *
   * @param advice what to do then, to follow a semicolon
   */
  static Optional<String> misfit(Shape input, String advice) {
    return input.rank() == 2
        ? Optional.empty()
        : Optional.of(
            "expected a sequence [features, steps] per example, got shape "
                + input
                + "; "
                + advice);
  }
}
