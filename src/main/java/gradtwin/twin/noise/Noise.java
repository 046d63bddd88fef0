package gradtwin.twin.noise;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;

/** A kind of noise: the distribution of the {@link Affine} changes that it makes. */
public interface Noise {
  /**
   * One change.
   *
   * @param random the numbers of its user, from which it takes at most one per element
   * @param iteration training steps before this one
   * @param shape of what is changed
   */
  Affine draw(CounterRandom random, long iteration, Shape shape);
}
