package gradtwin.spec;

import gradtwin.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** What layers of capsules have in common: examples [capsules, capsuleDimensions]. */
final class Capsules {
  private Capsules() {}

  /** Why such an input cannot be taken as capsules, if it cannot. */
  static Optional<String> misfit(Shape input) {
    return input.rank() == 2
        ? Optional.empty()
        : Optional.of(
            "expected capsules [capsules, capsuleDimensions] per example, got shape "
                + input
                + "; primaryCapsules makes them of an image");
  }

  static List<Axis> axes() {
    return Axis.named("capsule", "dimension");
  }
}
