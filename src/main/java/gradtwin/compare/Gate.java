package gradtwin.compare;

import gradtwin.compare.Difference.Worst;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two sides' values of one block against the rounding that is predicted for them.
 *
 * <p>One element alone between {@link #REACH} and {@link #FAR} is left to chance; two, or one
 * farther out, are a deviation.
 *
 * @param z the largest distance, in standard deviations, that no kink explains
 * @param beyond how many elements are farther than {@link #REACH}
 * @param onKinks how many would be, but for units on a kink
 * @param sigma the standard deviation at the worst element
 * @param worst the element with the largest z
 */
public record Gate(double z, long beyond, long onKinks, double sigma, Worst worst) {
  /** Standard deviations within which an element agrees. */
  public static final double REACH = 6;

  /** Standard deviations beyond which a single element is a deviation. */
  public static final double FAR = 12;

  /** Whether the sides agree, kinks aside. */
  public boolean isPassed() {
    return z <= REACH || (beyond < 2 && z <= FAR);
  }

  /** Whether kinks had to be put aside for that. */
  public boolean isOnKink() {
    return isPassed() && onKinks > 0;
  }

  /**
   * Over several batches.
   *
   * @param dl4j one tensor per batch
   * @param twin one tensor per batch, shaped like the other side's
   * @param allowed for each batch
   */
  static Gate of(List<Tensor> dl4j, List<Tensor> twin, List<Allowed> allowed) {
    double z = -1;
    long beyond = 0;
    long onKinks = 0;
    double sigma = 0;
    Worst worst = new Worst(0, List.of(), 0, 0);
    for (int batch = 0; batch < dl4j.size(); batch++) {
      double[] d = dl4j.get(batch).values();
      double[] h = twin.get(batch).values();
      Allowed of = allowed.get(batch);
      for (int i = 0; i < d.length; i++) {
        double distance = Math.abs(d[i] - h[i]);
        double own = of.zBeyondKinks(i, distance);
        beyond += own > REACH ? 1 : 0;
        onKinks += own <= REACH && of.z(i, distance) > REACH ? 1 : 0;
        if (own > z || (Double.isNaN(own) && !Double.isNaN(z))) {
          z = own;
          sigma = of.sigma()[i];
          worst = worst(batch, twin.get(batch), i, d[i], h[i]);
        }
      }
    }
    return new Gate(Math.max(0, z), beyond, onKinks, sigma, worst);
  }

  private static Worst worst(int batch, Tensor tensor, int position, double d, double h) {
    return new Worst(
        batch, IntStream.of(tensor.shape().coordinates(position)).boxed().toList(), d, h);
  }

  /**
   * The positions of the elements that are farthest out.
   *
   * @param count at most so many
   */
  static List<Integer> farthest(Tensor dl4j, Tensor twin, Allowed allowed, int count) {
    double[] d = dl4j.values();
    double[] h = twin.values();
    double[] z = new double[d.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = allowed.zBeyondKinks(i, Math.abs(d[i] - h[i]));
    }
    List<Integer> found = new ArrayList<>();
    while (found.size() < Math.min(count, z.length)) {
      int farthest = 0;
      for (int i = 1; i < z.length; i++) {
        farthest = z[i] > z[farthest] ? i : farthest;
      }
      found.add(farthest);
      z[farthest] = Double.NEGATIVE_INFINITY;
    }
    return found;
  }
}
