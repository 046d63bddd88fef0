package gradtwin.spec;

import gradtwin.yaml.Fields;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/**
 * The names that DL4J has for initializers and activations. Layers that it computes as a SameDiff
 * graph take a name instead of an object, so that parameters other than the default cannot be told.
 */
final class SameDiffWords {
  /**
   * What {@code Activation.asSameDiff} computes as the activation itself does. It throws for most
   * others, has a slope of 0 for LEAKYRELU, and takes the softmax over the last axis.
   */
  private static final Set<Activation> ACTIVATIONS =
      EnumSet.of(
          Activation.IDENTITY,
          Activation.SIGMOID,
          Activation.TANH,
          Activation.RELU,
          Activation.ELU,
          Activation.SOFTPLUS,
          Activation.SOFTSIGN,
          Activation.CUBE,
          Activation.HARDTANH);

  private SameDiffWords() {}

  /** Tells at a layer's type what DL4J does to the gradient of every layer of this kind. */
  static void warnOfDoubledGradients(Fields fields) {
    fields.deviation(
        "type",
        "DL4J 1.0.0-M2.1 doubles the gradients of this layer and of everything below it"
            + " (ExternalErrorsFunction.doDiff returns a gradient that it has set already, and"
            + " DifferentialFunction.diff adds the two); the twin's are right");
  }

  /** The name of an initializer; empty if it has none, or parameters. */
  static Optional<WeightInit> of(InitializerSpec initializer) {
    IWeightInit wanted = initializer.toDl4j();
    return Arrays.stream(WeightInit.values())
        .filter(name -> name != WeightInit.DISTRIBUTION)
        .filter(name -> name.getWeightInitFunction().equals(wanted))
        .findFirst();
  }

  /** The name of an activation; empty if it has none, or parameters, or computes something else. */
  static Optional<Activation> of(ActivationSpec activation) {
    IActivation wanted = activation.toDl4j();
    return ACTIVATIONS.stream()
        .filter(name -> name.getActivationFunction().equals(wanted))
        .findFirst();
  }
}
