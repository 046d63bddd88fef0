package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;

/**
 * Another loss, some of whose outputs count more.
 *
 * <pre>{@code
 * forward   L = 1/N * sum over rows and outputs of weight_j * l(o, y)
 * backward  dL/do = weight_j * dl/do
 * }</pre>
 *
 * <p>Shapes: as the other loss has them, with one weight per output. A weight of an output is a
 * mask that is the same for each row, which is how it is computed. DL4J: the argument {@code
 * weights} of its losses.
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record WeightedLoss(Loss loss, double[] weights) implements Loss {
  @Override
  public double value(Tensor predictions, Targets targets) {
    return loss.value(predictions, targets.weighted(weights));
  }

  @Override
  public Term formula(Term predictions, Targets targets) {
    return loss.formula(predictions, targets.weighted(weights));
  }

  @Override
  public Tensor gradient(Tensor predictions, Targets targets) {
    return loss.gradient(predictions, targets.weighted(weights));
  }

  @Override
  public int piece(Tensor predictions, Targets targets) {
    return loss.piece(predictions, targets);
  }
}
