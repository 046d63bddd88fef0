package gradtwin.compare;

import gradtwin.compare.Agreement.Place;
import gradtwin.spec.Precision;
import gradtwin.tensor.Tensor;
import java.util.Arrays;

/**
 * One gradient of one batch, element by element, on both sides.
 *
 * @param batch counted from 0
 * @param sigma the standard deviation of the predicted rounding of the difference
 * @param slack by how much an element depends on the sides of kinks that rounding chose; 0 almost
 *     everywhere
 * @param precision of DL4J's numbers
 */
public record Elements(
    Place place,
    int batch,
    Tensor dl4j,
    Tensor twin,
    Tensor sigma,
    Tensor slack,
    Precision precision) {

  public Elements {
    dl4j.requireShape(twin.shape());
    sigma.requireShape(twin.shape());
    slack.requireShape(twin.shape());
  }

  static Elements of(
      Place place, int batch, Tensor dl4j, Tensor twin, Allowed allowed, Precision p) {
    return new Elements(
        place,
        batch,
        dl4j,
        twin,
        Tensor.of(twin.shape(), allowed.sigma()),
        Tensor.of(twin.shape(), allowed.slack()),
        p);
  }

  /** The distance that no kink explains, in standard deviations: what the gate judges. */
  public double z(int position) {
    double distance = Math.abs(dl4j.values()[position] - twin.values()[position]);
    return new Allowed(sigma.values(), slack.values()).zBeyondKinks(position, distance);
  }

  /** DL4J less the twin, in units of the last place of DL4J's type. */
  public double ulps(int position) {
    return Difference.ulps(dl4j.values()[position], twin.values()[position], precision);
  }

  /** The median of the standard deviations; 0 if there are no elements. */
  public double medianSigma() {
    double[] sorted = sigma.values().clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
  }
}
