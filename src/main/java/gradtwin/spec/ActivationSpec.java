package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Elu;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.LeakyRelu;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Selu;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Softplus;
import gradtwin.twin.activation.Softsign;
import gradtwin.twin.activation.Tanh;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * An activation as a file names it.
 *
 * <pre>{@code
 * activation: relu
 * activation: {type: leakyRelu, alpha: 0.1}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the function by hand
 * @param dl4j makes DL4J's
 */
public record ActivationSpec(String word, Activation twin, Supplier<IActivation> dl4j) {
  /** A new activation is its twin and one row here. */
  public static final Vocabulary<ActivationSpec> WORDS =
      Vocabulary.<ActivationSpec>of("activation")
          .word("identity", row("identity", new Identity(), ActivationIdentity::new))
          .word("sigmoid", row("sigmoid", new Sigmoid(), ActivationSigmoid::new))
          .word("tanh", row("tanh", new Tanh(), ActivationTanH::new))
          .word("relu", row("relu", new Relu(), ActivationReLU::new))
          .word(
              "leakyRelu",
              fields -> {
                double alpha = fields.number("alpha", "slope below 0", Range.NOT_NEGATIVE, 0.01);
                return new ActivationSpec(
                    "leakyRelu", new LeakyRelu(alpha), () -> new ActivationLReLU(alpha));
              })
          .word(
              "elu",
              fields -> {
                double alpha =
                    fields.number("alpha", "minus the limit far below 0", Range.POSITIVE, 1);
                if (alpha != 1) {
                  fields.warning(
                      "alpha",
                      "DL4J's backward pass takes 1 for alpha whatever it is (ActivationELU.backprop"
                          + " in 1.0.0-M2.1): its gradient is wrong for "
                          + alpha
                          + "; the twin's is right");
                }
                return new ActivationSpec("elu", new Elu(alpha), () -> new ActivationELU(alpha));
              })
          .word("selu", row("selu", new Selu(), ActivationSELU::new))
          .word("softplus", row("softplus", new Softplus(), ActivationSoftPlus::new))
          .word("softsign", row("softsign", new Softsign(), ActivationSoftSign::new))
          .word("softmax", row("softmax", new Softmax(), ActivationSoftmax::new));

  private static Function<Fields, ActivationSpec> row(
      String word, Activation twin, Supplier<IActivation> dl4j) {
    return fields -> new ActivationSpec(word, twin, dl4j);
  }

  public IActivation toDl4j() {
    return dl4j.get();
  }

  /** Why it cannot follow features of such a shape, if it cannot. */
  Optional<String> misfit(Shape shape) {
    return isSoftmax() && shape.rank() > 2
        ? Optional.of(
            "softmax is over the features of a row or of each step of a sequence, got shape "
                + shape)
        : Optional.empty();
  }

  /** True if each row of its output is a probability distribution. */
  public boolean isSoftmax() {
    return twin instanceof Softmax;
  }
}
