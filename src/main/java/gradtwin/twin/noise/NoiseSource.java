package gradtwin.twin.noise;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;

/**
 * Noise of one kind at one place of a network: a pure function of the iteration, which both
 * networks ask.
 */
public final class NoiseSource {
  /** Room for the parameters of a layer. */
  private static final int PARAMETERS = 256;

  private final Noise noise;
  private final CounterRandom random;

  private NoiseSource(Noise noise, CounterRandom random) {
    this.noise = noise;
    this.random = random;
  }

  /**
   * Of what a layer hands on.
   *
   * @param seed the experiment's
   * @param layer counted from 0
   */
  public static NoiseSource ofLayer(Noise noise, long seed, int layer) {
    return new NoiseSource(noise, new CounterRandom(seed, CounterRandom.Stream.DROPOUT, layer));
  }

  /**
   * Of a weight.
   *
   * @param seed the experiment's
   * @param layer counted from 0
   * @param which place of the parameter's key among those of the layer in alphabetical order
   */
  public static NoiseSource ofParameter(Noise noise, long seed, int layer, int which) {
    int index = layer * PARAMETERS + which;
    return new NoiseSource(
        noise, new CounterRandom(seed, CounterRandom.Stream.WEIGHT_NOISE, index));
  }

  /**
   * The change in one training step.
   *
   * @param iteration training steps before this one
   * @param shape of what is changed
   */
  public Affine at(long iteration, Shape shape) {
    return noise.draw(random, iteration, shape);
  }
}
