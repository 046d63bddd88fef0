package gradtwin.compare;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large the numbers are that add up to a gradient.
 *
 * <pre>{@code
 * magnitude = max over elements of sum over examples of |share of the example|
 * }</pre>
 *
 * <p>A sum is rounded relative to what is summed, not to what is left: where the shares of the
 * examples cancel, two right sides may be far apart relative to the gradient. The shares are the
 * gradients of the examples taken alone, so this costs a pass per example; it is done when it is
 * first asked for.
 */
final class SummedMagnitudes implements Judge.Summed {
  private final Network network;
  private final List<Batch> batches;
  private final Step step;
  private final List<List<Map<String, Double>>> known = new ArrayList<>();

  /**
   * @param network a twin without a bug; its gradients are overwritten
   */
  SummedMagnitudes(Network network, List<Batch> batches, Step step) {
    this.network = network;
    this.batches = batches;
    this.step = step;
  }

  /** The magnitude of what adds up to the gradient of a parameter. */
  @Override
  public double of(int batch, int layer, String key) {
    while (known.size() <= batch) {
      known.add(magnitudes(batches.get(known.size())));
    }
    return known.get(batch).get(layer).get(key);
  }

  private List<Map<String, Double>> magnitudes(Batch batch) {
    List<Map<String, Tensor>> sums = new ArrayList<>();
    for (int example = 0; example < batch.size(); example++) {
      add(network.backpropagate(batch.slice(example, example + 1), step).gradients(), sums);
    }
    List<Map<String, Double>> magnitudes = new ArrayList<>();
    for (Map<String, Tensor> ofLayer : sums) {
      Map<String, Double> byKey = new LinkedHashMap<>();
      ofLayer.forEach((key, sum) -> byKey.put(key, largest(sum) / batch.size()));
      magnitudes.add(byKey);
    }
    return magnitudes;
  }

  private static void add(List<Map<String, Tensor>> share, List<Map<String, Tensor>> sums) {
    for (int layer = 0; layer < share.size(); layer++) {
      if (sums.size() <= layer) {
        sums.add(new LinkedHashMap<>());
      }
      for (Map.Entry<String, Tensor> gradient : share.get(layer).entrySet()) {
        Tensor sum =
            sums.get(layer)
                .computeIfAbsent(gradient.getKey(), key -> gradient.getValue().zerosLike());
        for (int i = 0; i < sum.size(); i++) {
          sum.values()[i] += Math.abs(gradient.getValue().values()[i]);
        }
      }
    }
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (double value : tensor.values()) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}
