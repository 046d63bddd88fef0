package gradtwin.bench.kernel;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/** Operands with no zeros and no denormal numbers in them, which a processor may treat apart. */
final class RandomTensor {
  private static final long SEED = 42;

  private RandomTensor() {}

  /** A new tensor of normally distributed numbers, the same at every call. */
  static Tensor of(int... sizes) {
    CounterRandom random = new CounterRandom(SEED, CounterRandom.Stream.INITIALIZATION);
    Tensor tensor = Tensor.zeros(Shape.of(sizes));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = random.normal(0, i);
    }
    return tensor;
  }
}
