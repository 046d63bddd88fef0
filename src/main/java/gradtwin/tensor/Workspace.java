package gradtwin.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory that a training step uses again in the next one. A step asks for the same tensors in the
 * same order as the one before, so the k-th request is answered with the tensor that the k-th
 * request was answered with then.
 *
 * <p>The tensors of a step are worthless when the next one opens. Therefore nothing gets into a
 * workspace by itself: whoever opens a step adopts the tensors that it starts from, and what is
 * made from an adopted tensor ({@link Tensor#newZeros}, {@link Tensor#zerosLike}, {@link
 * Tensor#copy} and so on) lies in the workspace as well. Not safe for use by several threads.
 */
public final class Workspace {
  private final Map<Integer, List<Tensor>> bySize = new HashMap<>();
  private List<Tensor> tensors = List.of();
  private int size = -1;
  private int next;

  /**
   * Starts a step over so many examples. Each number of examples has tensors of its own, because
   * the last batch of an epoch is smaller.
   */
  public void open(int examples) {
    if (examples != size) {
      tensors = bySize.computeIfAbsent(examples, first -> new ArrayList<>());
      size = examples;
    }
    next = 0;
  }

  /** The same live elements, as a tensor that others are made from within the step. */
  public Tensor adopt(Tensor tensor) {
    return tensor.in(this);
  }

  /** The next tensor; its elements are what an earlier step left. */
  Tensor take(Shape shape) {
    if (next == tensors.size()) {
      tensors.add(Tensor.zeros(shape).in(this));
    } else if (!tensors.get(next).shape().equals(shape)) {
      tensors.set(next, Tensor.zeros(shape).in(this));
    }
    return tensors.get(next++);
  }
}
