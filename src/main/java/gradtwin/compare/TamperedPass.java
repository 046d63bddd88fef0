package gradtwin.compare;

import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A backward pass with a bug that is known by what it does to another one: {@code bent - right} is
 * added to every gradient and delta. Where the two are the same, nothing is, to the bit.
 */
final class TamperedPass {
  private TamperedPass() {}

  /**
   * @param pass what is tampered with
   * @param right another implementation's
   * @param bent that implementation's with the bug
   */
  static Backpropagation of(Backpropagation pass, Backpropagation right, Backpropagation bent) {
    List<Tensor> deltas = new ArrayList<>();
    List<Map<String, Tensor>> gradients = new ArrayList<>();
    for (int layer = 0; layer < pass.layers(); layer++) {
      deltas.add(
          moved(pass.deltas().get(layer), right.deltas().get(layer), bent.deltas().get(layer)));
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      for (Map.Entry<String, Tensor> gradient : pass.gradients().get(layer).entrySet()) {
        String key = gradient.getKey();
        byKey.put(
            key,
            moved(
                gradient.getValue(),
                right.gradients().get(layer).get(key),
                bent.gradients().get(layer).get(key)));
      }
      gradients.add(byKey);
    }
    return new Backpropagation(pass.loss(), pass.penalty(), pass.activations(), deltas, gradients);
  }

  private static Tensor moved(Tensor tensor, Tensor from, Tensor to) {
    Tensor moved = tensor.copy();
    for (int i = 0; i < moved.size(); i++) {
      moved.values()[i] += to.values()[i] - from.values()[i];
    }
    return moved;
  }
}
