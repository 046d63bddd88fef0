package gradtwin.twin.init;

import gradtwin.tensor.CounterRandom;

/**
 * The same value everywhere: {@code w = value}.
 *
 * <p>DL4J: {@code WeightInitConstant}.
 */
public record Constant(double value) implements ElementwiseInitializer {
  @Override
  public double draw(CounterRandom random, long which, int element, Fans fans) {
    return value;
  }
}
