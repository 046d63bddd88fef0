package gradtwin.spec;

import gradtwin.twin.LayerRules;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;

/**
 * How the parameters of one layer are trained, where that differs from the rest of the network.
 *
 * <pre>{@code
 * optimizer: {type: sgd, learningRate: 0.01}
 * biasOptimizer: {type: sgd, learningRate: 0.02}
 * gradientNormalization: {type: clipNorm, threshold: 1}
 * constraints: [{type: maxNorm, maximum: 2}]
 * biasConstraints: [nonNegative]
 * }</pre>
 *
 * @param optimizer of all parameters; that of the section {@code training} if empty
 * @param biasOptimizer of the biases; the layer's optimizer if empty
 * @param gradientNormalization that of the section {@code training} if empty
 * @param constraints what the weights are brought back to after each step
 * @param biasConstraints what the biases are brought back to after each step
 * @param incoming the axes of the weights along which the incoming weights of an output lie: the
 *     vectors whose norms may be constrained
 */
record LayerTraining(
    Optional<OptimizerSpec> optimizer,
    Optional<OptimizerSpec> biasOptimizer,
    Optional<GradientNormalizationSpec> gradientNormalization,
    List<ConstraintSpec> constraints,
    List<ConstraintSpec> biasConstraints,
    List<Integer> incoming) {
  /** Of weights [in, out]. */
  private static final List<Integer> ROWS = List.of(0);

  /** The biases of a layer [out] are one vector. */
  private static final List<Integer> BIAS = List.of(0);

  static LayerTraining read(Fields fields) {
    return new LayerTraining(
        optimizer(fields),
        biasOptimizer(fields),
        gradientNormalization(fields),
        constraints(fields),
        fields.optionalWords(
            "biasConstraints", "what its biases are brought back to", ConstraintSpec.WORDS),
        ROWS);
  }

  /**
   * For a layer whose parameters DL4J does not constrain: one that it computes as a SameDiff graph,
   * or that does not call {@code initializeConstraints} in 1.0.0-M2.1 (SimpleRnn,
   * ElementWiseMultiplicationLayer), so that it drops them without a word.
   */
  static LayerTraining readUnconstrained(Fields fields) {
    return new LayerTraining(
        optimizer(fields),
        biasOptimizer(fields),
        gradientNormalization(fields),
        List.of(),
        List.of(),
        ROWS);
  }

  /** For a layer without a bias, or with one that DL4J trains as it does the weights. */
  static LayerTraining readWithoutBiases(Fields fields) {
    return new LayerTraining(
        optimizer(fields),
        Optional.empty(),
        gradientNormalization(fields),
        constraints(fields),
        List.of(),
        ROWS);
  }

  /** The same for weights of other axes. */
  LayerTraining withIncoming(List<Integer> axes) {
    return new LayerTraining(
        optimizer, biasOptimizer, gradientNormalization, constraints, biasConstraints, axes);
  }

  /**
   * For a layer that DL4J computes as a SameDiff graph, which it constrains by nothing: {@code
   * AbstractSameDiffLayer} leaves out {@code initializeConstraints}.
   *
   * @param biases whether the layer can have any
   */
  static LayerTraining readOfSameDiff(Fields fields, boolean biases) {
    return biases ? readUnconstrained(fields) : readPlain(fields);
  }

  /** For parameters that are neither weights nor biases to DL4J. */
  static LayerTraining readPlain(Fields fields) {
    return new LayerTraining(
        optimizer(fields),
        Optional.empty(),
        gradientNormalization(fields),
        List.of(),
        List.of(),
        ROWS);
  }

  private static Optional<OptimizerSpec> optimizer(Fields fields) {
    return fields.optionalWord(
        "optimizer", "of this layer; that of training by default", OptimizerSpec.WORDS);
  }

  private static Optional<GradientNormalizationSpec> gradientNormalization(Fields fields) {
    return fields.optionalWord(
        "gradientNormalization",
        "of this layer; that of training by default",
        GradientNormalizationSpec.WORDS);
  }

  private static Optional<OptimizerSpec> biasOptimizer(Fields fields) {
    return fields.optionalWord(
        "biasOptimizer", "of its biases; the layer's by default", OptimizerSpec.WORDS);
  }

  private static List<ConstraintSpec> constraints(Fields fields) {
    return fields.optionalWords(
        "constraints", "what its weights are brought back to", ConstraintSpec.WORDS);
  }

  private OptimizerSpec optimizer(TrainingSpec training) {
    return optimizer.orElse(training.optimizer());
  }

  private OptimizerSpec biasOptimizer(TrainingSpec training) {
    return biasOptimizer.orElse(optimizer(training));
  }

  private GradientNormalizationSpec normalization(TrainingSpec training) {
    return gradientNormalization.orElse(training.gradientNormalization());
  }

  /** DL4J keeps all of it on each layer. */
  void applyTo(BaseLayer.Builder<?> builder, TrainingSpec training) {
    builder.updater(optimizer(training).toDl4j());
    builder.biasUpdater(biasOptimizer(training).toDl4j());
    builder.gradientNormalization(normalization(training).dl4j());
    builder.gradientNormalizationThreshold(normalization(training).threshold());
    if (!constraints.isEmpty()) {
      builder.constrainWeights(ConstraintSpec.toDl4j(constraints, incoming));
    }
    if (!biasConstraints.isEmpty()) {
      builder.constrainBias(ConstraintSpec.toDl4j(biasConstraints, BIAS));
    }
  }

  /** The same on a layer that DL4J computes as a SameDiff graph; its builder cannot take it all. */
  void applyTo(AbstractSameDiffLayer layer, TrainingSpec training) {
    layer.setUpdater(optimizer(training).toDl4j());
    layer.setBiasUpdater(biasOptimizer(training).toDl4j());
    layer.setGradientNormalization(normalization(training).dl4j());
    layer.setGradientNormalizationThreshold(normalization(training).threshold());
  }

  /** The same by hand. */
  LayerRules toTwin(TrainingSpec training) {
    return new LayerRules(
        optimizer(training).twin(),
        biasOptimizer(training).twin(),
        normalization(training).twin(),
        ConstraintSpec.toTwin(constraints, incoming),
        ConstraintSpec.toTwin(biasConstraints, BIAS));
  }
}
