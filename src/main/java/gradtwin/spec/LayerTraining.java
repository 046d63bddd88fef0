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
 * }</pre>
 *
 * @param optimizer of all parameters; that of the section {@code training} if empty
 * @param biasOptimizer of the biases; the layer's optimizer if empty
 * @param gradientNormalization that of the section {@code training} if empty
 */
record LayerTraining(
    Optional<OptimizerSpec> optimizer,
    Optional<OptimizerSpec> biasOptimizer,
    Optional<GradientNormalizationSpec> gradientNormalization) {
  static LayerTraining read(Fields fields) {
    return new LayerTraining(
        optimizer(fields),
        fields.optionalWord(
            "biasOptimizer", "of its biases; the layer's by default", OptimizerSpec.WORDS),
        gradientNormalization(fields));
  }

  /** For a layer without a bias, or with one that DL4J trains as it does the weights. */
  static LayerTraining readWithoutBiases(Fields fields) {
    return new LayerTraining(optimizer(fields), Optional.empty(), gradientNormalization(fields));
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
        List.of(),
        List.of());
  }
}
