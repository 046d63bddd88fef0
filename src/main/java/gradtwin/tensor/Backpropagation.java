package gradtwin.tensor;

import java.util.List;
import java.util.Map;

/**
 * One forward and one backward pass of one network over one batch, laid open: what a comparison
 * compares. Everything is in the conventions of this program: mean over the batch, uphill, rows are
 * examples, weights [in, out].
 *
 * @param loss the mean loss over the batch, without penalties
 * @param penalty the value of all L1, L2 and weight decay terms
 * @param activations the output of each layer, first to last: [N, ...]
 * @param deltas the gradient of the mean loss with respect to the input of each layer, first to
 *     last: [N, ...]
 * @param gradients for each layer, first to last, the gradient of each parameter by its key
 */
public record Backpropagation(
    double loss,
    double penalty,
    List<Tensor> activations,
    List<Tensor> deltas,
    List<Map<String, Tensor>> gradients) {

  public Backpropagation {
    if (activations.size() != deltas.size() || activations.size() != gradients.size()) {
      throw new IllegalArgumentException(
          "expected one activation, delta and gradient per layer, got "
              + activations.size()
              + ", "
              + deltas.size()
              + " and "
              + gradients.size());
    }
    activations = List.copyOf(activations);
    deltas = List.copyOf(deltas);
    gradients = List.copyOf(gradients);
  }

  /** The number of layers. */
  public int layers() {
    return activations.size();
  }
}
