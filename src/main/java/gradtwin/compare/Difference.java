package gradtwin.compare;

import gradtwin.spec.Precision;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How far two sides' values of one block are apart. With d = D - H (DL4J minus twin):
 *
 * @param elements how many pairs were compared
 * @param maxAbsolute {@code max |d|}
 * @param maxRelative {@code max |d| / max(|H|, 1e-3 max |H|)}, for reading only
 * @param blockRelative {@code max |d| / max |H|}, the headline; 0 if both sides are exactly zero,
 *     infinite if only the twin is
 * @param normRelative {@code ||d|| / ||H||}
 * @param cosine of the angle between the sides; it forgives any factor. 1 if both are zero
 * @param scale the fitted factor {@code <D, H> / <H, H>}; 1 if both are zero
 * @param residual {@code max |D - scale H| / max |D|}: what the factor leaves unexplained
 * @param ulp distances in units of the last place of DL4J's type
 * @param worst the element with the largest |d|
 * @param bothZero whether every value on both sides is exactly zero
 * @param finite whether every value on both sides is finite
 */
public record Difference(
    long elements,
    double maxAbsolute,
    double maxRelative,
    double blockRelative,
    double normRelative,
    double cosine,
    double scale,
    double residual,
    Ulp ulp,
    Worst worst,
    boolean bothZero,
    boolean finite) {

  /** Relative differences of elements smaller than this share of the largest are not told apart. */
  private static final double RELATIVE_FLOOR = 1e-3;

  /**
   * Distances in units of the last place.
   *
   * @param histogram how many elements DL4J has below and above the twin, by powers of two: the
   *     middle bin holds those within half a unit, the next ones up to 1, 2, 4 and so on; the
   *     outermost also what is farther
   */
  public record Ulp(double median, double percentile99, double maximum, List<Long> histogram) {
    /** Bins on either side of the middle. */
    public static final int BINS = 24;

    private static int bin(double signed) {
      double distance = Math.abs(signed);
      if (distance <= 0.5) {
        return BINS;
      }
      double doublings = Math.max(0, Math.ceil(Math.log(distance) / Math.log(2)));
      int away = (int) Math.min(BINS, 1 + doublings);
      return signed < 0 ? BINS - away : BINS + away;
    }
  }

  /**
   * One element.
   *
   * @param batch counted from 0
   * @param index its coordinates
   */
  public record Worst(int batch, List<Integer> index, double dl4j, double twin) {}

  /**
   * The difference over several batches: the largest of each, fits over all.
   *
   * @param dl4j one tensor per batch
   * @param twin one tensor per batch, shaped like the other side's
   */
  static Difference of(List<Tensor> dl4j, List<Tensor> twin, Precision precision) {
    if (dl4j.isEmpty() || dl4j.size() != twin.size()) {
      throw new IllegalArgumentException(
          "expected as many batches on both sides, got " + dl4j.size() + " and " + twin.size());
    }
    Sums sums = new Sums();
    for (int batch = 0; batch < dl4j.size(); batch++) {
      dl4j.get(batch).requireShape(twin.get(batch).shape());
      sums.add(batch, dl4j.get(batch), twin.get(batch));
    }
    double scale =
        sums.twinSquares == 0 ? (sums.dl4jSquares == 0 ? 1 : 0) : sums.product / sums.twinSquares;
    return new Difference(
        sums.elements,
        sums.maxAbsolute,
        sums.maxRelative,
        sums.blockRelative,
        ratio(Math.sqrt(sums.squares), Math.sqrt(sums.twinSquares)),
        sums.dl4jSquares == 0 && sums.twinSquares == 0
            ? 1
            : sums.product / (Math.sqrt(sums.dl4jSquares) * Math.sqrt(sums.twinSquares)),
        scale,
        residual(dl4j, twin, scale),
        ulp(dl4j, twin, precision),
        sums.worst,
        sums.dl4jSquares == 0 && sums.twinSquares == 0,
        sums.finite);
  }

  private static double ratio(double part, double whole) {
    return part == 0 ? 0 : part / whole;
  }

  private static double residual(List<Tensor> dl4j, List<Tensor> twin, double scale) {
    double largest = 0;
    double left = 0;
    for (int batch = 0; batch < dl4j.size(); batch++) {
      double[] d = dl4j.get(batch).values();
      double[] h = twin.get(batch).values();
      for (int i = 0; i < d.length; i++) {
        largest = Math.max(largest, Math.abs(d[i]));
        left = Math.max(left, Math.abs(d[i] - scale * h[i]));
      }
    }
    return ratio(left, largest);
  }

  /** DL4J less the twin in units of the last place that DL4J's type has at the twin's value. */
  static double ulps(double dl4j, double twin, Precision precision) {
    double unit = precision == Precision.FLOAT32 ? Math.ulp((float) twin) : Math.ulp(twin);
    return (dl4j - twin) / unit;
  }

  /** The distance between two values in these units. */
  static double ulp(double dl4j, double twin, Precision precision) {
    return Math.abs(ulps(dl4j, twin, precision));
  }

  private static Ulp ulp(List<Tensor> dl4j, List<Tensor> twin, Precision precision) {
    double[] distances = new double[dl4j.stream().mapToInt(Tensor::size).sum()];
    long[] histogram = new long[2 * Ulp.BINS + 1];
    int at = 0;
    for (int batch = 0; batch < dl4j.size(); batch++) {
      double[] d = dl4j.get(batch).values();
      double[] h = twin.get(batch).values();
      for (int i = 0; i < d.length; i++) {
        double signed = ulps(d[i], h[i], precision);
        histogram[Ulp.bin(signed)]++;
        distances[at++] = Math.abs(signed);
      }
    }
    Arrays.sort(distances);
    List<Long> bins = LongStream.of(histogram).boxed().toList();
    if (distances.length == 0) {
      return new Ulp(0, 0, 0, bins);
    }
    int last = distances.length - 1;
    return new Ulp(distances[last / 2], distances[(int) (0.99 * last)], distances[last], bins);
  }

  /** What is gathered in one pass over the elements. */
  private static final class Sums {
    private long elements;
    private double maxAbsolute;
    private double maxRelative;
    private double blockRelative;
    private double squares;
    private double dl4jSquares;
    private double twinSquares;
    private double product;
    private boolean finite = true;
    private Worst worst = new Worst(0, List.of(), 0, 0);

    void add(int batch, Tensor dl4j, Tensor twin) {
      double[] d = dl4j.values();
      double[] h = twin.values();
      double largest = 0;
      for (double value : h) {
        largest = Math.max(largest, Math.abs(value));
      }
      double ofBatch = 0;
      for (int i = 0; i < d.length; i++) {
        double difference = Math.abs(d[i] - h[i]);
        if (!Double.isFinite(d[i]) || !Double.isFinite(h[i])) {
          if (finite) {
            worst = worst(batch, twin.shape(), i, d[i], h[i]);
          }
          finite = false;
        }
        if (finite && (difference > maxAbsolute || worst.index().isEmpty())) {
          worst = worst(batch, twin.shape(), i, d[i], h[i]);
        }
        ofBatch = Math.max(ofBatch, difference);
        maxAbsolute = Math.max(maxAbsolute, difference);
        double floor = Math.max(Math.abs(h[i]), RELATIVE_FLOOR * largest);
        maxRelative = Math.max(maxRelative, ratio(difference, floor));
        squares += difference * difference;
        dl4jSquares += d[i] * d[i];
        twinSquares += h[i] * h[i];
        product += d[i] * h[i];
      }
      blockRelative = Math.max(blockRelative, ratio(ofBatch, largest));
      elements += d.length;
    }

    private static Worst worst(int batch, Shape shape, int position, double d, double h) {
      List<Integer> index = new ArrayList<>();
      for (int coordinate : shape.coordinates(position)) {
        index.add(coordinate);
      }
      return new Worst(batch, index, d, h);
    }
  }
}
