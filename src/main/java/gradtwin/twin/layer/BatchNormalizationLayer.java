package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Normalizes each channel over the batch, then scales and shifts it.
 *
 * <pre>{@code
 * forward   training:    mu = mean of x    v = mean of (x - mu)²
 *           prediction:  mu = mean         v = var
 *           h = (x - mu) / sqrt(v + epsilon)    y = gamma h + beta
 * backward  dgamma = sum of dy h    dbeta = sum of dy
 *           training:    dx = gamma / sqrt(v + epsilon) (dy - dbeta / m - h dgamma / m)
 *           prediction:  dx = gamma / sqrt(v + epsilon) dy
 * after a training step
 *           mean = decay mean + (1 - decay) mu    var = decay var + (1 - decay) v
 * }</pre>
 *
 * <p>Shapes: x and y [N, C] or [N, C, P...]; gamma, beta, mean and var [C]. All means and sums are
 * over the examples and, where there are any, over the positions P of one channel (the steps of a
 * sequence, the pixels of an image); m counts them. Steps that a mask takes out of a sequence count
 * nowhere and leave as 0.
 *
 * <p>epsilon is above 0 and keeps a constant channel from a division by 0: with one example h is 0.
 * decay lies from 0 to 1; v is the biased variance, also in the running one. If gamma and beta are
 * locked they stay as they are, and are no parameters. The running mean and var are statistics:
 * their gradient holds the step, {@code (1 - decay) (mean - mu)}, not a derivative.
 *
 * <p>Source: Ioffe and Szegedy, "Batch normalization: accelerating deep network training by
 * reducing internal covariate shift", ICML 2015, algorithms 1 and 2 and the equations of section 3;
 * the running averages and the biased variance in them are DL4J's. Over sequences: Laurent,
 * Pereyra, Brakel, Zhang and Bengio, "Batch normalized recurrent neural networks", ICASSP 2016.
 * DL4J: {@code org.deeplearning4j.nn.conf.layers.BatchNormalization} with {@code useLogStd(false)},
 * whose backward pass is that of training even where the forward pass was one of prediction (in a
 * frozen layer), which leaves out a locked gamma and beta unless both differ from 1 and 0, and
 * which counts the steps that a mask takes out.
 */
public final class BatchNormalizationLayer implements Layer {
  private final Scaling scaling;
  private final Parameter mean;
  private final Parameter variance;
  private final double epsilon;
  private final double decay;

  /**
   * What follows the normalization.
   *
   * @param gamma [C]
   * @param beta [C]
   * @param locked whether both stay as they are
   */
  public record Scaling(Parameter gamma, Parameter beta, boolean locked) {}

  /**
   * @param mean the running one, [C]
   * @param variance the running one, [C]
   * @param decay the share of the running mean and variance that a step keeps
   */
  public BatchNormalizationLayer(
      Scaling scaling, Parameter mean, Parameter variance, double epsilon, double decay) {
    Shape channels = mean.value().shape();
    scaling.gamma().value().requireShape(channels);
    scaling.beta().value().requireShape(channels);
    variance.value().requireShape(channels);
    this.scaling = scaling;
    this.mean = mean;
    this.variance = variance;
    this.epsilon = epsilon;
    this.decay = decay;
  }

  @Override
  public List<Parameter> parameters() {
    return scaling.locked()
        ? List.of(mean, variance)
        : List.of(scaling.gamma(), scaling.beta(), mean, variance);
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Channels channels = new Channels(x.shape(), step.mask());
    channels.require(mean.value().size());
    double[] ones = filled(mean.value().size(), 1);
    double[] zeros = new double[ones.length];
    double m = channels.count();
    boolean training = step.training();

    double[] mu = training ? dividedBy(m, channels.sums(x)) : mean.value().values();
    Tensor centered = channels.linear(ones, x, negated(mu));
    double[] v =
        training
            ? dividedBy(m, channels.sumsOfProducts(centered, centered))
            : variance.value().values();
    double[] scale = inverseDeviations(v);
    Tensor h = channels.linear(scale, centered, zeros);
    double[] gamma = scaling.gamma().value().values();
    Tensor y = channels.linear(gamma, h, scaling.beta().value().values());
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        double[] dGamma = channels.sumsOfProducts(dy, h);
        double[] dBeta = channels.sums(dy);
        scaling.gamma().gradient().overwriteWith(Tensor.vector(dGamma));
        scaling.beta().gradient().overwriteWith(Tensor.vector(dBeta));
        writeStep(mean, training ? mu : mean.value().values());
        writeStep(variance, training ? v : variance.value().values());
        double[] factor = product(gamma, scale);
        return training
            ? channels.linear(
                factor,
                dy,
                negated(product(factor, dividedBy(m, dGamma))),
                h,
                negated(product(factor, dividedBy(m, dBeta))))
            : channels.linear(factor, dy, zeros);
      }
    };
  }

  @Override
  public Term formula(Term x, Step step) {
    Term rows = RowTerms.ofPositions(x);
    Optional<Tensor> there = step.mask();
    double m =
        there.map(t -> Arrays.stream(t.values()).sum()).orElse((double) rows.shape().size(0));
    Term mu =
        step.training()
            ? RowTerms.masked(rows, there).sum(0).times(1 / m)
            : x.constant(mean.value());
    Term centred = RowTerms.masked(rows.minus(mu.along(rows.shape(), 1)), there);
    Term v = step.training() ? centred.square().sum(0).times(1 / m) : x.constant(variance.value());
    Term h = centred.dividedBy(v.plus(epsilon).sqrt().along(rows.shape(), 1));
    Term scaled = h.times(scale(x, scaling.gamma()).along(rows.shape(), 1));
    Term y = RowTerms.plusRow(scaled, scale(x, scaling.beta()));
    return RowTerms.backTo(RowTerms.masked(y, there), x.shape());
  }

  private Term scale(Term x, Parameter parameter) {
    return scaling.locked() ? x.constant(parameter.value()) : x.variable(parameter.value());
  }

  /** The step of a running average towards what the batch shows. */
  private void writeStep(Parameter running, double[] ofBatch) {
    double[] step = running.gradient().values();
    for (int c = 0; c < step.length; c++) {
      step[c] = (1 - decay) * (running.value().values()[c] - ofBatch[c]);
    }
  }

  private double[] inverseDeviations(double[] variances) {
    double[] inverse = new double[variances.length];
    for (int c = 0; c < inverse.length; c++) {
      inverse[c] = 1 / Math.sqrt(variances[c] + epsilon);
    }
    return inverse;
  }

  private static double[] filled(int length, double value) {
    double[] filled = new double[length];
    Arrays.fill(filled, value);
    return filled;
  }

  private static double[] negated(double[] a) {
    double[] negated = new double[a.length];
    for (int c = 0; c < a.length; c++) {
      negated[c] = -a[c];
    }
    return negated;
  }

  private static double[] dividedBy(double divisor, double[] a) {
    double[] quotients = new double[a.length];
    for (int c = 0; c < a.length; c++) {
      quotients[c] = a[c] / divisor;
    }
    return quotients;
  }

  private static double[] product(double[] a, double[] b) {
    double[] products = new double[a.length];
    for (int c = 0; c < a.length; c++) {
      products[c] = a[c] * b[c];
    }
    return products;
  }
}
