package gradtwin.twin.loss;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.formula.Term;
import java.util.function.Predicate;

/**
 * A ranking loss: each class that an example has should score above each that it has not.
 *
 * <pre>{@code
 * forward   L = 1/N * sum over examples of 1/(|P| |Q|) * sum over k in P, l in Q of exp(o_l - o_k)
 * backward  dL/do_k = -1/N * 1/(|P| |Q|) * sum over l in Q of exp(o_l - o_k)    for k in P
 *           dL/do_l =  1/N * 1/(|P| |Q|) * sum over k in P of exp(o_l - o_k)    for l in Q
 * }</pre>
 *
 * <p>P are the classes with label 1, Q those with label 0; an example that has all of them or none
 * costs nothing. Shapes: o and y [N, classes]; a mask [N, 1] counts examples. Source: Zhang and
 * Zhou, "Multilabel neural networks with applications to functional genomics and text
 * categorization", IEEE Transactions on Knowledge and Data Engineering 18 (2006), equation 3. DL4J:
 * {@code org.nd4j.linalg.lossfunctions.impl.LossMultiLabel}, which in a float64 network runs only
 * if ND4J's default type is float64 too.
 */
public final class MultiLabel extends RowwiseLoss {
  @Override
  double value(Row row) {
    double sum = 0;
    for (int k = 0; k < row.outputs(); k++) {
      for (int l = 0; l < row.outputs(); l++) {
        sum += isPair(row, k, l) ? Math.exp(row.output(l) - row.output(k)) : 0;
      }
    }
    return sum * weight(row);
  }

  @Override
  Term formula(Term o, Term y) {
    int classes = o.shape().size(1);
    Shape all = Shape.of(o.shape().size(0), classes, classes); // an example, k and l
    Predicate<int[]> isPair =
        at -> y.value().at(at[0], at[1]) == 1 && y.value().at(at[0], at[2]) == 0;
    Term had = o.picked(all, at -> isPair.test(at) ? new int[] {at[0], at[1]} : null);
    Term hadNot = o.picked(all, at -> isPair.test(at) ? new int[] {at[0], at[2]} : null);
    Term one = o.constant(Tensor.vector(1)).gathered(all, at -> isPair.test(at) ? 0 : -1);
    Term perPair = one.sum(2).sum(1).map(n -> n.re() == 0 ? n : n.reciprocal());
    return hadNot.minus(had).exp().times(one).sum(2).sum(1).times(perPair);
  }

  @Override
  void gradient(Row row, double factor, double[] gradient) {
    double weight = factor * weight(row);
    for (int k = 0; k < row.outputs(); k++) {
      for (int l = 0; l < row.outputs(); l++) {
        if (isPair(row, k, l)) {
          double push = weight * Math.exp(row.output(l) - row.output(k));
          gradient[row.at() + k] -= push;
          gradient[row.at() + l] += push;
        }
      }
    }
  }

  private static boolean isPair(Row row, int k, int l) {
    return row.label(k) == 1 && row.label(l) == 0;
  }

  /** 1/(|P| |Q|), or 0 if there is no pair. */
  private static double weight(Row row) {
    int had = 0;
    for (int i = 0; i < row.labels(); i++) {
      had += row.label(i) == 1 ? 1 : 0;
    }
    int pairs = had * (row.labels() - had);
    return pairs == 0 ? 0 : 1.0 / pairs;
  }
}
