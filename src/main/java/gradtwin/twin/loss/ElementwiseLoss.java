package gradtwin.twin.loss;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * A loss that is a sum over the outputs of a row, each treated alone.
 *
 * <pre>{@code
 * L      = 1/N * sum over rows and outputs of scale * mask * l(o, y)
 * dL/do  = scale/N * mask * l'(o, y)
 * }</pre>
 */
abstract class ElementwiseLoss implements Loss {
  /** The loss of one output o with label y. */
  abstract double value(double o, double y);

  /** Its derivative with respect to o. */
  abstract double derivative(double o, double y);

  /**
   * The loss of each output as a formula.
   *
   * @param o [elements]
   * @param y the labels, constant, [elements]
   */
  abstract Term formula(Term o, Term y);

  /**
   * A function of a constant factor and an output where the factor is not 0, and 0 elsewhere,
   * whatever the output is there.
   *
   * @param factor [elements]
   * @param o [elements]
   */
  static Term whereNotZero(Term factor, Term o, BinaryOperator<Term> function) {
    double[] factors = factor.value().values();
    int[] chosen = IntStream.range(0, factors.length).filter(i -> factors[i] != 0).toArray();
    Shape shape = Shape.of(chosen.length);
    Term values =
        function.apply(
            factor.gathered(shape, at -> chosen[at[0]]), o.gathered(shape, at -> chosen[at[0]]));
    return values.gathered(o.shape(), at -> Math.max(-1, Arrays.binarySearch(chosen, at[0])));
  }

  /** What the sum over the outputs is multiplied by. */
  abstract double scale(int outputs);

  @Override
  public final double value(Tensor predictions, Targets targets) {
    predictions.requireShape(targets.labels().shape());
    double[] o = predictions.values();
    double[] y = targets.labels().values();
    int outputs = predictions.columns();
    Counts counts = targets.counts();
    double sum = 0;
    for (int row = 0, i = 0; i < o.length; row++) {
      for (int j = 0; j < outputs; j++, i++) {
        double count = counts.of(row, j);
        sum += count == 0 ? 0 : count * value(o[i], y[i]);
      }
    }
    return sum * scale(outputs) / targets.examples();
  }

  /** Takes the outputs that count; what is masked may be anything. */
  @Override
  public final Term formula(Term predictions, Targets targets) {
    int outputs = predictions.shape().size(1);
    Counts counts = targets.counts();
    int[] counted =
        IntStream.range(0, predictions.shape().elements())
            .filter(i -> counts.of(i / outputs, i % outputs) != 0)
            .toArray();
    if (counted.length == 0) {
      return predictions.constant(Tensor.zeros(Shape.of(1)));
    }
    Shape shape = Shape.of(counted.length);
    Tensor y = Tensor.zeros(shape);
    Tensor count = Tensor.zeros(shape);
    for (int i = 0; i < counted.length; i++) {
      y.values()[i] = targets.labels().values()[counted[i]];
      count.values()[i] = counts.of(counted[i] / outputs, counted[i] % outputs);
    }
    Term losses =
        formula(predictions.gathered(shape, at -> counted[at[0]]), predictions.constant(y));
    return losses.times(count).sum().times(scale(outputs) / targets.examples());
  }

  @Override
  public final Tensor gradient(Tensor predictions, Targets targets) {
    predictions.requireShape(targets.labels().shape());
    double[] o = predictions.values();
    double[] y = targets.labels().values();
    int outputs = predictions.columns();
    Counts counts = targets.counts();
    Tensor gradient = predictions.zerosLike();
    double[] out = gradient.values();
    double factor = scale(outputs) / targets.examples();
    for (int row = 0, i = 0; i < o.length; row++) {
      for (int j = 0; j < outputs; j++, i++) {
        double count = counts.of(row, j);
        out[i] = count == 0 ? 0 : factor * count * derivative(o[i], y[i]);
      }
    }
    return gradient;
  }

  /** The side of the kink on which an output lies; always 0 for a smooth loss. */
  int side(double o, double y) {
    return 0;
  }

  @Override
  public final int piece(Tensor predictions, Targets targets) {
    double[] o = predictions.values();
    double[] y = targets.labels().values();
    int fingerprint = 0;
    for (int i = 0; i < o.length; i++) {
      fingerprint = 31 * fingerprint + side(o[i], y[i]);
    }
    return fingerprint;
  }
}
