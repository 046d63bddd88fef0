package gradtwin.compare.fuzz;

import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The gradients of a network.
 *
 * @param byLayer of each layer by the key of the parameter
 */
record Gradients(List<Map<String, Tensor>> byLayer) {
  static Gradients of(Backpropagation passes) {
    return new Gradients(passes.gradients());
  }

  /** The same with something done to each. */
  Gradients map(UnaryOperator<Tensor> change) {
    List<Map<String, Tensor>> changed = new ArrayList<>();
    for (Map<String, Tensor> layer : byLayer) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      layer.forEach((key, tensor) -> byKey.put(key, change.apply(tensor)));
      changed.add(byKey);
    }
    return new Gradients(changed);
  }

  /** One out of two, tensor by tensor. */
  Gradients with(Gradients other, BinaryOperator<Tensor> both) {
    List<Map<String, Tensor>> changed = new ArrayList<>();
    for (int i = 0; i < byLayer.size(); i++) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      Map<String, Tensor> others = other.byLayer.get(i);
      byLayer.get(i).forEach((key, tensor) -> byKey.put(key, both.apply(tensor, others.get(key))));
      changed.add(byKey);
    }
    return new Gradients(changed);
  }

  Gradients plus(Gradients other) {
    return with(other, Gradients::sum);
  }

  private static Tensor sum(Tensor a, Tensor b) {
    Tensor sum = a.copy();
    for (int i = 0; i < sum.size(); i++) {
      sum.values()[i] += b.values()[i];
    }
    return sum;
  }

  Gradients times(double factor) {
    return map(tensor -> tensor.times(factor));
  }
}
