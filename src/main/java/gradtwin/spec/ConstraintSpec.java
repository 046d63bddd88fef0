package gradtwin.spec;

import gradtwin.twin.optimizer.Constraint;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.constraint.BaseConstraint;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;

/**
 * What parameters are brought back to after each step, as a file names it.
 *
 * <pre>{@code
 * constraints: [{type: maxNorm, maximum: 2}]
 * biasConstraints: [nonNegative]
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin makes the constraint by hand, given the axes along which a vector lies
 * @param dl4j makes DL4J's, likewise
 */
public record ConstraintSpec(
    String word, Function<List<Integer>, Constraint> twin, Function<int[], BaseConstraint> dl4j) {
  /** A new constraint is its twin and one row here. */
  public static final Vocabulary<ConstraintSpec> WORDS =
      Vocabulary.<ConstraintSpec>of("constraint")
          .word(
              "maxNorm",
              fields -> {
                double maximum = fields.number("maximum", "greatest norm", Range.POSITIVE, 2);
                fields.deviation(
                    "type",
                    "DL4J's maxNorm adds 1e-6 to each norm and is applied twice"
                        + " (BaseConstraint.applyConstraint in 1.0.0-M2.1): every step shortens every"
                        + " vector by some 2e-6 / norm of itself; the twin's does not");
                return new ConstraintSpec(
                    "maxNorm",
                    axes -> new Constraint.MaxNorm(maximum, axes),
                    axes -> new MaxNormConstraint(maximum, axes));
              })
          .word("minMaxNorm", ConstraintSpec::minMaxNorm)
          .word(
              "unitNorm",
              fields ->
                  new ConstraintSpec(
                      "unitNorm", Constraint.UnitNorm::new, axes -> new UnitNormConstraint(axes)))
          .word(
              "nonNegative",
              fields ->
                  new ConstraintSpec(
                      "nonNegative",
                      axes -> new Constraint.NonNegative(),
                      axes -> new NonNegativeConstraint()));

  private static ConstraintSpec minMaxNorm(Fields fields) {
    double minimum = fields.number("minimum", "smallest norm", Range.NOT_NEGATIVE, 0);
    double maximum = fields.number("maximum", "greatest norm", Range.POSITIVE, 2);
    if (minimum > maximum) {
      fields.error(
          fields.has("maximum") ? "maximum" : "minimum",
          "expected a maximum of at least the minimum " + minimum + ", got " + maximum);
    }
    double rate =
        fields.number(
            "rate", "share of the way back in each step", new Range(0, false, 1, true), 1);
    fields.deviation(
        "type",
        rate == 1
            ? "DL4J's minMaxNorm adds 1e-6 to each norm and is applied twice"
                + " (BaseConstraint.applyConstraint in 1.0.0-M2.1): every step shortens every vector"
                + " by some 2e-6 / norm of itself; the twin's does not"
            : "DL4J's minMaxNorm with a rate below 1 multiplies by (1 - rate) * norm what should be"
                + " (1 - rate) (MinMaxNormConstraint.apply in 1.0.0-M2.1); the twin's is right");
    return new ConstraintSpec(
        "minMaxNorm",
        axes -> new Constraint.MinMaxNorm(minimum, maximum, rate, axes),
        axes -> new MinMaxNormConstraint(minimum, maximum, rate, axes));
  }

  /** Whether it is about the norms of vectors, rather than about each weight. */
  boolean isOfVectors() {
    return !word.equals("nonNegative");
  }

  static List<Constraint> toTwin(List<ConstraintSpec> constraints, List<Integer> axes) {
    return constraints.stream().map(constraint -> constraint.twin().apply(axes)).toList();
  }

  static BaseConstraint[] toDl4j(List<ConstraintSpec> constraints, List<Integer> axes) {
    int[] dimensions = axes.stream().mapToInt(Integer::intValue).toArray();
    return constraints.stream()
        .map(constraint -> constraint.dl4j().apply(dimensions))
        .toArray(BaseConstraint[]::new);
  }
}
