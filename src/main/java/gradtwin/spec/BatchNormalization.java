package gradtwin.spec;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.layer.BatchNormalizationLayer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;

/**
 * Normalizes each channel over the batch; by hand: {@link BatchNormalizationLayer}.
 *
 * <pre>{@code
 * - type: batchNormalization
 *   epsilon: 1e-5
 *   decay: 0.9
 * }</pre>
 *
 * <p>Gamma and beta are not regularized, as DL4J does not, and both are trained by the layer's
 * optimizer: neither is a bias to DL4J. The variance is kept as it is ({@code useLogStd(false)}).
 *
 * @param epsilon added to the variance, above 0
 * @param decay the share of the running mean and variance that a step keeps, from 0 to 1
 * @param gamma the factor that each channel starts at
 * @param beta the summand that each channel starts at
 * @param lockGammaBeta whether both stay as they are
 * @param training how gamma and beta are trained
 */
public record BatchNormalization(
    double epsilon,
    double decay,
    double gamma,
    double beta,
    boolean lockGammaBeta,
    LayerTraining training)
    implements LayerSpec {
  static BatchNormalization read(Fields fields) {
    BatchNormalization layer =
        new BatchNormalization(
            fields.number("epsilon", "added to the variance", Range.POSITIVE, 1e-5),
            fields.number(
                "decay",
                "share of the running mean and variance that a step keeps",
                Range.between(0, 1),
                0.9),
            fields.number("gamma", "factor that each channel starts at", Range.ANY, 1),
            fields.number("beta", "summand that each channel starts at", Range.ANY, 0),
            fields.flag("lockGammaBeta", "whether gamma and beta stay as they are", false),
            LayerTraining.readPlain(fields));
    boolean normalizes =
        layer.training.gradientNormalization().filter(n -> !n.word().equals("none")).isPresent();
    if (normalizes) {
      fields.deviation(
          "gradientNormalization",
          "DL4J takes the steps of the running mean and variance for gradients here"
              + " (BaseMultiLayerUpdater.preApply in 1.0.0-M2.1) and changes them too; the twin does"
              + " not");
    }
    if (layer.lockGammaBeta && (layer.gamma == 1) != (layer.beta == 0)) {
      fields.deviation(
          "lockGammaBeta",
          "DL4J's forward pass uses a locked gamma and beta only where gamma is not 1 and beta is"
              + " not 0 (BatchNormalization.preOutput in 1.0.0-M2.1), and its backward pass always"
              + " does: its gradient contradicts its score here; the twin uses both");
    }
    return layer;
  }

  @Override
  public String word() {
    return "batchNormalization";
  }

  @Override
  public String detail() {
    return lockGammaBeta ? "locked" : "decay " + decay;
  }

  @Override
  public Optional<String> misfit(Shape input) {
    return input.rank() <= 3
        ? Optional.empty()
        : Optional.of(
            "expected a row, a sequence or an image per example, got the volume "
                + input
                + ": DL4J 1.0.0-M2.1 refuses to normalize volumes");
  }

  @Override
  public Optional<String> unfreezable() {
    return Optional.of(
        "expected another layer than batchNormalization: when it is frozen, DL4J 1.0.0-M2.1 throws in"
            + " the backward pass (BatchNormalization.backpropGradient needs the deviations of a"
            + " training pass)");
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public List<Axis> parameterAxes(String key, Shape input) {
    return Axis.ofExample(input.rank()).subList(0, 1);
  }

  /** DL4J normalizes rows and images; on sequences its backward pass throws. */
  @Override
  public boolean worksOnRows(Shape input) {
    return input.rank() < 3;
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    int channels = context.input().size(0);
    var builder =
        new org.deeplearning4j.nn.conf.layers.BatchNormalization.Builder()
            .nIn(channels)
            .nOut(channels)
            .eps(epsilon)
            .decay(decay)
            .gamma(gamma)
            .beta(beta)
            .lockGammaBeta(lockGammaBeta)
            .useLogStd(false)
            .minibatch(true)
            .dataFormat(CNN2DFormat.NCHW);
    training.applyTo(builder, context.training());
    return builder.build();
  }

  @Override
  public BatchNormalizationLayer toTwin(LayerContext context) {
    Shape channels = Shape.of(context.input().size(0));
    return new BatchNormalizationLayer(
        new BatchNormalizationLayer.Scaling(
            parameter("gamma", channels, gamma, Parameter.Role.WEIGHT),
            parameter("beta", channels, beta, Parameter.Role.WEIGHT),
            lockGammaBeta),
        parameter("mean", channels, 0, Parameter.Role.STATISTIC),
        parameter("var", channels, 1, Parameter.Role.STATISTIC),
        epsilon,
        decay);
  }

  private static Parameter parameter(String key, Shape shape, double start, Parameter.Role role) {
    Tensor value = Tensor.zeros(shape);
    value.fill(start);
    return new Parameter(key, value, role, Penalty.NONE);
  }

  @Override
  public LayerRules rules(TrainingSpec training) {
    return this.training.toTwin(training);
  }
}
