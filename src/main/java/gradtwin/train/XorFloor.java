package gradtwin.train;

import gradtwin.spec.Activation;
import gradtwin.spec.Dense;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.spec.NoiseSpec;
import gradtwin.spec.Output;
import gradtwin.spec.Source;
import java.util.List;
import java.util.Set;

/**
 * The one thing that a learner has to be told about XOR: a network without a hidden non-linear
 * layer cannot learn it.
 *
 * <pre>{@code
 * loss(w, b) = 1/4 * sum over the rows of (sigmoid(w x + b) - label)^2  >=  1/4
 * }</pre>
 *
 * <p>The least value is reached at w = b = 0, where every output is 0.5. Source: Minsky and Papert,
 * "Perceptrons" (1969), for the impossibility.
 */
public final class XorFloor {
  /** The least mean squared error that a single layer can reach. */
  public static final double LOSS = 0.25;

  private static final String LINEAR = "identity";
  private static final Set<String> OUTPUTS = Set.of("sigmoid", "softmax");

  private XorFloor() {}

  /** Whether an experiment is such a network with the mean squared error, on all four rows. */
  public static boolean appliesTo(Experiment experiment) {
    List<LayerSpec> layers = experiment.network().layers();
    return experiment.data().source() instanceof Source.Xor
        && experiment.data().validationFraction() == 0
        && layers.subList(0, layers.size() - 1).stream().allMatch(XorFloor::isLinear)
        && experiment.network().output() instanceof Output output
        && OUTPUTS.contains(output.activation().word())
        && output.loss().word().equals("meanSquaredError");
  }

  private static boolean isLinear(LayerSpec layer) {
    if (layer instanceof Dense dense) {
      return dense.activation().word().equals(LINEAR);
    }
    if (layer instanceof Activation activation) {
      return activation.activation().word().equals(LINEAR);
    }
    return layer instanceof NoiseSpec noise && noise.word().equals("dropout");
  }
}
