package gradtwin.twin.loss;

import gradtwin.twin.formula.Complex;
import gradtwin.twin.formula.Term;

/**
 * Minus the cosine of the angle between predictions and labels.
 *
 * <pre>{@code
 * forward   L = -1/N * sum over examples of cos,    cos = o.y / (|o| |y|)
 * backward  dL/do_i = -1/N * (y_i / |y| - cos o_i / |o|) / |o|
 * }</pre>
 *
 * <p>Shapes: o and y [N, outputs]; a mask [N, 1] counts examples. From -1 for the same direction to
 * 1. Where o or y is all zeros, cosine and gradient are taken to be 0. Source: Salton, Wong and
 * Yang, "A vector space model for automatic indexing", Communications of the ACM 18 (1975), for the
 * cosine. DL4J: {@code org.nd4j.linalg.lossfunctions.impl.LossCosineProximity}, which takes norms
 * below 1e-5 for 1e-5.
 */
public final class CosineProximity extends RowwiseLoss {
  @Override
  double value(Row row) {
    return -cosine(row, norm(row.o(), row.at(), row.outputs()), labelNorm(row));
  }

  @Override
  Term formula(Term o, Term y) {
    return o.times(y).sum(1).times(inverseNorm(o)).times(inverseNorm(y)).negated();
  }

  /** 1/|row| for each row; 0 for one of all zeros, so that it has the cosine and gradient 0. */
  private static Term inverseNorm(Term rows) {
    return rows.square()
        .sum(1)
        .map(square -> square.re() == 0 ? Complex.of(0) : square.sqrt().reciprocal());
  }

  @Override
  void gradient(Row row, double factor, double[] gradient) {
    double norm = norm(row.o(), row.at(), row.outputs());
    double labelNorm = labelNorm(row);
    if (norm == 0 || labelNorm == 0) {
      return;
    }
    double cosine = cosine(row, norm, labelNorm);
    for (int i = 0; i < row.outputs(); i++) {
      double toLabel = row.label(i) / labelNorm - cosine * row.output(i) / norm;
      gradient[row.at() + i] = -factor * toLabel / norm;
    }
  }

  private static double labelNorm(Row row) {
    return norm(row.y(), row.labelsAt(), row.labels());
  }

  private static double norm(double[] values, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum);
  }

  private static double cosine(Row row, double norm, double labelNorm) {
    double dot = 0;
    for (int i = 0; i < row.outputs(); i++) {
      dot += row.output(i) * row.label(i);
    }
    return norm == 0 || labelNorm == 0 ? 0 : dot / norm / labelNorm;
  }
}
