package gradtwin.spec;

import gradtwin.twin.layer.Pooling;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/**
 * What one number stands for many, as a file names it.
 *
 * <pre>{@code
 * pooling: max
 * pooling: {type: pnorm, pnorm: 3}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the same by hand
 * @param dl4j DL4J's constant
 * @param pnorm its exponent; empty if it has none
 */
record PoolingSpec(String word, Pooling twin, PoolingType dl4j, OptionalInt pnorm) {
  static final Vocabulary<PoolingSpec> WORDS =
      Vocabulary.<PoolingSpec>of("pooling")
          .word("max", fields -> max())
          .word("average", fields -> average(Optional.empty()))
          .word(
              "sum",
              fields ->
                  new PoolingSpec("sum", new Pooling.Sum(), PoolingType.SUM, OptionalInt.empty()))
          .word("pnorm", PoolingSpec::pnorm);

  static PoolingSpec max() {
    return new PoolingSpec("max", new Pooling.Max(), PoolingType.MAX, OptionalInt.empty());
  }

  /** The mean, of a sum that is divided by the given number or by the count of its terms. */
  static PoolingSpec average(Optional<Integer> divisor) {
    return new PoolingSpec(
        "average", new Pooling.Average(divisor), PoolingType.AVG, OptionalInt.empty());
  }

  static PoolingSpec pnorm(Fields fields) {
    int pnorm = fields.wholeNumber("pnorm", "exponent p of the p-norm", Range.between(1, 64), 2);
    return new PoolingSpec(
        "pnorm", new Pooling.PNorm(pnorm), PoolingType.PNORM, OptionalInt.of(pnorm));
  }

  /** For people: the word, and the exponent if there is one. */
  String detail() {
    return pnorm.isPresent() ? word + " " + pnorm.getAsInt() : word;
  }
}
