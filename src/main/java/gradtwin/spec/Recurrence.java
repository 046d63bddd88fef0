package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.init.Initializer.Fans;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;

/**
 * What recurrent layers have in common: weights for the input and for the own output of the step
 * before.
 *
 * @param units outputs per step, at least 1
 * @param weights of the input, and what holds for all parameters
 * @param recurrentInitializer of the recurrent weights; that of the others if empty
 */
record Recurrence(int units, Weights weights, Optional<InitializerSpec> recurrentInitializer) {
  /**
   * @param withInitialBias whether DL4J lets one choose what each bias starts at
   */
  static Recurrence read(Fields fields, boolean withInitialBias) {
    return new Recurrence(
        fields.wholeNumber("units", "outputs per step", Range.between(1, 100_000)),
        withInitialBias
            ? Weights.readBiased(fields, LayerTraining::readUnconstrained) // DL4J's SimpleRnn
            : Weights.readWithOwnBias(fields),
        fields.optionalWord(
            "recurrentInitializer",
            "distribution of the initial recurrent weights; that of the others by default",
            InitializerSpec.WORDS));
  }

  /**
   * Why such an input cannot be taken, if it cannot.
   *
   * @param columns of the weights
   */
  Optional<String> misfit(Shape input, long columns) {
    Optional<String> noSequence =
        Sequences.misfit(input, "dense is for rows; 'view: sequence' makes sequences of the data");
    if (noSequence.isPresent()) {
      return noSequence;
    }
    long count = Math.max(input.size(0), units) * columns;
    if (count > Integer.MAX_VALUE) {
      return Optional.of("expected at most 2^31 - 1 weights of a kind, got " + count);
    }
    return weights
        .misfit(Shape.of(input.size(0), (int) columns))
        .or(
            () ->
                recurrentInitializer
                    .orElse(weights.initializer())
                    .misfit(Shape.of(units, (int) columns)));
  }

  Shape outputShape(Shape input) {
    return Shape.of(units, input.size(input.rank() - 1));
  }

  static List<Axis> parameterAxes(String key) {
    return parameterAxes(key, Axis.of("unit"));
  }

  /**
   * What the axes of a parameter are called.
   *
   * @param columns of the weights
   */
  static List<Axis> parameterAxes(String key, Axis columns) {
    return switch (key) {
      case "W" -> List.of(Axis.of("input"), columns);
      case "RW" -> List.of(Axis.of("from unit"), columns);
      default -> List.of(columns);
    };
  }

  void applyTo(BaseRecurrentLayer.Builder<?> builder, LayerContext context) {
    builder.nIn(context.input().size(0)).nOut(units);
    builder.weightInitRecurrent(recurrentWeights().initializer().toDl4j());
    builder.dataFormat(RNNFormat.NCW);
    weights.applyTo(builder, context);
  }

  private Weights recurrentWeights() {
    return recurrentInitializer.map(weights::withInitializer).orElse(weights);
  }

  /** The weights of the input, [in, columns]. */
  Parameter inputWeights(int columns, Fans fans, LayerContext context) {
    return weights.weights("W", Shape.of(context.input().size(0), columns), fans, context, 0);
  }

  /** The recurrent weights, [units, columns]. */
  Parameter recurrentWeights(int columns, Fans fans, LayerContext context) {
    return recurrentWeights().weights("RW", Shape.of(units, columns), fans, context, 1);
  }

  /** A bias that starts at the given values. */
  Parameter bias(Tensor values) {
    return new Parameter("b", values, Parameter.Role.BIAS, weights.regularization().bias());
  }
}
