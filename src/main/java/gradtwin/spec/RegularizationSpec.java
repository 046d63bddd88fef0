package gradtwin.spec;

import gradtwin.tensor.Penalty;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * What pulls a layer's parameters towards zero.
 *
 * <pre>{@code
 * regularization: {l2: 1e-4, l1Bias: 1e-5}
 * }</pre>
 *
 * @param weights on the weights; see {@link Penalty}
 * @param bias on the bias
 */
public record RegularizationSpec(Penalty weights, Penalty bias) {
  static RegularizationSpec read(Fields fields) {
    return new RegularizationSpec(
        penalty(fields, "l1", "l2", "weightDecay", "the weights"),
        penalty(fields, "l1Bias", "l2Bias", "weightDecayBias", "the bias"));
  }

  /** For a layer without a bias. */
  static RegularizationSpec readOfWeights(Fields fields) {
    return new RegularizationSpec(
        penalty(fields, "l1", "l2", "weightDecay", "the weights"), Penalty.NONE);
  }

  private static Penalty penalty(Fields fields, String l1, String l2, String decay, String what) {
    Penalty penalty =
        new Penalty(
            fields.number(l1, "factor of the absolute values of " + what, Range.NOT_NEGATIVE, 0),
            fields.number(l2, "factor of half the squares of " + what, Range.NOT_NEGATIVE, 0),
            fields.number(decay, "decoupled decay of " + what, Range.NOT_NEGATIVE, 0));
    if (penalty.l2() > 0 && penalty.weightDecay() > 0) {
      fields.error(
          decay,
          "expected "
              + l2
              + " or "
              + decay
              + ", got both: DL4J drops one of them without a word; keep the one you mean");
    }
    return penalty;
  }

  /** Whether nothing is pulled. */
  boolean isNone() {
    return weights.equals(Penalty.NONE) && bias.equals(Penalty.NONE);
  }

  /** The weights' terms as DL4J has them. */
  List<Regularization> weightsToDl4j() {
    return toDl4j(weights);
  }

  /** The bias's terms as DL4J has them. */
  List<Regularization> biasToDl4j() {
    return toDl4j(bias);
  }

  private static List<Regularization> toDl4j(Penalty penalty) {
    List<Regularization> terms = new ArrayList<>();
    if (penalty.l1() > 0) {
      terms.add(new L1Regularization(penalty.l1()));
    }
    if (penalty.l2() > 0) {
      terms.add(new L2Regularization(penalty.l2()));
    }
    if (penalty.weightDecay() > 0) {
      terms.add(new WeightDecay(penalty.weightDecay(), true));
    }
    return terms;
  }
}
