package gradtwin.twin.optimizer;

import gradtwin.tensor.Decimals;
import java.math.BigDecimal;
import java.util.List;

/**
 * What the formulas of the optimizers over the whole history of one element have in common. Where
 * an optimizer's recursion remembers, these add up: {@code (1 - decay) sum decay^(t-i) x_i} is the
 * running mean that {@code m = decay m + (1 - decay) x} makes.
 */
public final class ClosedForm {
  private ClosedForm() {}

  /**
   * What an optimizer has been given of one element.
   *
   * @param optimizers with the hyperparameters of each step, all of one kind
   * @param gradients of each step, the last one that of the step in question
   * @param iteration steps before the last, from 0, as far as bias corrections are concerned
   */
  public record History(
      List<? extends Optimizer> optimizers, List<BigDecimal> gradients, long iteration) {
    public History {
      optimizers = List.copyOf(optimizers);
      gradients = List.copyOf(gradients);
      if (gradients.isEmpty() || gradients.size() != optimizers.size()) {
        throw new IllegalArgumentException(
            "expected an optimizer for each gradient, and at least one, got "
                + optimizers.size()
                + " and "
                + gradients.size());
      }
    }

    /** The last step, by the optimizer that takes it. */
    public Value value() {
      return optimizers.get(optimizers.size() - 1).exactly(this);
    }

    int size() {
      return gradients.size();
    }

    BigDecimal lastGradient() {
      return gradients.get(gradients.size() - 1);
    }

    List<BigDecimal> squares() {
      return gradients.stream().map(g -> Decimals.product(g, g)).toList();
    }

    /** {@code 1 - decay^t, t = iteration + 1}. */
    BigDecimal biasCorrection(double decay) {
      return Decimals.difference(BigDecimal.ONE, Decimals.power(Decimals.of(decay), iteration + 1));
    }
  }

  /**
   * What a formula says.
   *
   * @param step that is subtracted
   * @param memory after it, in the order of {@link Optimizer#memory}
   * @param magnification how many times larger than a rounding its effect on the step may be where
   *     the formula is evaluated in float64: 1 - decay^t loses the digits that it shares with 1
   */
  public record Value(BigDecimal step, List<BigDecimal> memory, double magnification) {
    Value(BigDecimal step, List<BigDecimal> memory) {
      this(step, memory, 1);
    }
  }

  /** {@code (1 - decay) sum decay^(t-i) x_i, i = 1 ... t}; 0 if there is none. */
  static BigDecimal mean(BigDecimal decay, List<BigDecimal> x) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < x.size(); i++) {
      BigDecimal weight = Decimals.power(decay, x.size() - 1L - i);
      sum = Decimals.sum(sum, Decimals.product(weight, x.get(i)));
    }
    return Decimals.product(Decimals.difference(BigDecimal.ONE, decay), sum);
  }

  /** The magnification of dividing or multiplying by bias corrections. */
  static double magnification(BigDecimal... corrections) {
    double magnification = 1;
    for (BigDecimal correction : corrections) {
      magnification += 1 / correction.doubleValue();
    }
    return magnification;
  }
}
