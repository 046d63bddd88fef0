package gradtwin.twin.loss;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;
import java.util.stream.IntStream;

/**
 * One minus the F-measure of a batch, with probabilities in place of decisions.
 *
 * <pre>{@code
 * p = the probability of the second class, q = 1 - p, y = 1 for it and 0 for the first, b = beta^2
 * tp = sum mask y p    fn = sum mask y q    fp = sum mask (1 - y) p
 * F = A/D    A = (1 + b) tp    D = (1 + b) tp + b fn + fp
 * forward   L = 1/N * (1 - F)
 * backward  dL/dp = -1/N * mask * ((1 + b) y D - ((1 + b) y + (1 - y)) A) / D^2
 *           dL/dq =  1/N * mask * b y A / D^2
 * }</pre>
 *
 * <p>Shapes: o and y [N, 1], where q is 1 - p and its gradient joins that of p, or [N, 2] with q in
 * the first column and p in the second, labels likewise; a mask [N, 1] counts examples. The
 * F-measure is one of the whole batch: the 1/N is that of all losses, and a learning rate has to be
 * N times as large as without it. beta is above 0: above 1 it favours recall, below 1 precision.
 * Where nothing is positive and nothing is taken for it, L is 0. Source: Pastor-Pellicer et al.,
 * "F-measure as the error function to train neural networks", IWANN 2013. DL4J: {@code
 * org.nd4j.linalg.lossfunctions.impl.LossFMeasure}, which with two columns gives the first no
 * gradient, which is right after softmax only, and in a float64 network runs only if ND4J's default
 * type is float64 too.
 */
public final class FMeasure implements Loss {
  private final double b;

  /**
   * @param beta how much more recall counts than precision, above 0
   */
  public FMeasure(double beta) {
    this.b = beta * beta;
  }

  /** The terms of F = A/D. */
  private record Terms(double a, double d) {
    boolean isNothing() {
      return a == 0 && d == 0;
    }
  }

  private Terms terms(Tensor o, Targets targets) {
    o.requireShape(targets.labels().shape());
    if (o.columns() > 2) {
      throw new IllegalArgumentException("expected 1 or 2 outputs per row, got " + o.shape());
    }
    targets.requireMaskOfRows("FMeasure");
    Counts counts = targets.counts();
    int last = o.columns() - 1;
    double tp = 0;
    double fn = 0;
    double fp = 0;
    for (int row = 0; row < o.rows(); row++) {
      double y = targets.labels().at(row, last);
      double p = o.at(row, last);
      double q = last == 0 ? 1 - p : o.at(row, 0);
      double count = counts.of(row, 0);
      tp += count * y * p;
      fn += count * y * q;
      fp += count * negative(targets, row) * p;
    }
    return new Terms((1 + b) * tp, (1 + b) * tp + b * fn + fp);
  }

  /** 1 - y, which has a column of its own if there are two. */
  private static double negative(Targets targets, int row) {
    Tensor labels = targets.labels();
    return labels.columns() == 1 ? 1 - labels.at(row, 0) : labels.at(row, 0);
  }

  @Override
  public double value(Tensor predictions, Targets targets) {
    Terms terms = terms(predictions, targets);
    return terms.isNothing() ? 0 : (1 - terms.a() / terms.d()) / targets.examples();
  }

  /** Takes the rows that count; what is masked may be anything. */
  @Override
  public Term formula(Term predictions, Targets targets) {
    targets.requireMaskOfRows("FMeasure");
    Counts counts = targets.counts();
    int[] counted =
        IntStream.range(0, predictions.shape().size(0))
            .filter(row -> counts.of(row, 0) != 0)
            .toArray();
    Shape rows = Shape.of(counted.length);
    int last = predictions.shape().size(1) - 1;
    Term p = predictions.picked(rows, at -> new int[] {counted[at[0]], last});
    Term q =
        last == 0
            ? p.negated().plus(1)
            : predictions.picked(rows, at -> new int[] {counted[at[0]], 0});
    Tensor positive = Tensor.zeros(rows);
    Tensor negative = Tensor.zeros(rows);
    for (int i = 0; i < counted.length; i++) {
      double count = counts.of(counted[i], 0);
      positive.values()[i] = count * targets.labels().at(counted[i], last);
      negative.values()[i] = count * negative(targets, counted[i]);
    }
    Term a = p.times(positive).sum().times(1 + b);
    Term d = a.plus(q.times(positive).sum().times(b)).plus(p.times(negative).sum());
    return a.value().at(0) == 0 && d.value().at(0) == 0
        ? predictions.constant(Tensor.zeros(Shape.of(1)))
        : a.dividedBy(d).negated().plus(1).times(1.0 / targets.examples());
  }

  @Override
  public Tensor gradient(Tensor predictions, Targets targets) {
    Terms terms = terms(predictions, targets);
    Tensor gradient = predictions.zerosLike();
    if (terms.isNothing()) {
      return gradient;
    }
    Counts counts = targets.counts();
    int columns = predictions.columns();
    double scale = 1 / (terms.d() * terms.d()) / targets.examples();
    for (int row = 0; row < predictions.rows(); row++) {
      double factor = scale * counts.of(row, 0);
      double y = targets.labels().at(row, columns - 1);
      double ofD = (1 + b) * y + negative(targets, row);
      double dp = -factor * ((1 + b) * y * terms.d() - ofD * terms.a());
      double dq = factor * b * y * terms.a();
      if (columns == 1) {
        gradient.values()[row] = dp - dq;
      } else {
        gradient.values()[2 * row] = dq;
        gradient.values()[2 * row + 1] = dp;
      }
    }
    return gradient;
  }
}
