package gradtwin.twin;

import static org.junit.jupiter.api.Assertions.fail;

import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.formula.Term;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.layer.OutputLayer;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Holds a backward pass against central differences of the forward pass, for every element of every
 * learned parameter and of the input.
 *
 * <pre>{@code
 * GradientCheck.layer(new DenseLayer(...), x).assertPasses();
 * }</pre>
 *
 * <p>Two central differences, with step h and h/2, are extrapolated to step 0 (Richardson), which
 * leaves an error of order h⁴. Where one of the four points lies on another piece of the loss
 * surface than the element itself, there is no derivative to compare with: the element is skipped
 * and counted. A check that compared nothing fails.
 */
public final class GradientCheck {
  /**
   * A power of two, so that most points are exact. The error of the extrapolation is h⁴/480 = 1e-16
   * times the fifth derivative, which reaches some thousands beside a logarithm's pole; rounding
   * the loss adds 1e-16 over h/2. Both stay below 1e-12.
   */
  private static final double STEP = 0x1p-11;

  /** Smaller gradients are compared absolutely, since the two errors above are absolute. */
  private static final double FLOOR = 1e-3;

  /** The error of 1e-12 over the floor is 1e-9; this is ten times as much. */
  private static final double TOLERANCE = 1e-8;

  private static final long SEED = 20_240_229;

  private final Network network;
  private final Batch batch;
  private final Step step = Step.training(0);
  private int checked;
  private int kinks;
  private double worst = -1;
  private String worstElement = "";

  private GradientCheck(Network network, Batch batch) {
    this.network = network;
    this.batch = batch;
  }

  /** Checks all parameters and the input of a network, in a training step. */
  public static GradientCheck network(Network network, Batch batch) {
    GradientCheck check = new GradientCheck(network, batch);
    check.run();
    return check;
  }

  /** Checks a layer under a linear loss with random weights, so that no dy is special. */
  public static GradientCheck layer(Layer layer, Tensor x) {
    Tensor y = layer.forward(x, Step.training(0)).output();
    return network(new Network(List.of(layer), output(new Weighing())), new Batch(x, random(y)));
  }

  /** Checks an activation alone. */
  public static GradientCheck activation(Activation activation, Tensor z) {
    return layer(new ActivationLayer(activation), z);
  }

  /** Checks a loss alone. */
  public static GradientCheck loss(Loss loss, Tensor predictions, Tensor labels) {
    return network(new Network(List.of(), output(loss)), new Batch(predictions, labels));
  }

  /** Checks an activation joined with a loss. */
  public static GradientCheck objective(Objective objective, Tensor z, Tensor labels) {
    OutputLayer output = new ObjectiveLayer(new ActivationLayer(new Identity()), objective);
    return network(new Network(List.of(), output), new Batch(z, labels));
  }

  private static OutputLayer output(Loss loss) {
    return new ObjectiveLayer(
        new ActivationLayer(new Identity()), Objective.of(new Identity(), loss));
  }

  /** {@code L = 1/N * sum y o}: the gradient that arrives is whatever the labels are. */
  private record Weighing() implements Loss {
    @Override
    public double value(Tensor predictions, Targets targets) {
      double sum = 0;
      for (int i = 0; i < predictions.size(); i++) {
        sum += predictions.values()[i] * targets.labels().values()[i];
      }
      return sum / targets.examples();
    }

    @Override
    public Term formula(Term predictions, Targets targets) {
      return predictions.times(targets.labels()).sum().times(1.0 / targets.examples());
    }

    @Override
    public Tensor gradient(Tensor predictions, Targets targets) {
      return targets.labels().times(1.0 / targets.examples());
    }
  }

  private static Tensor random(Tensor like) {
    return random(like.zerosLike(), 0);
  }

  /** Fills a tensor with standard normal numbers of this check's seed. */
  public static Tensor random(Tensor tensor, int which) {
    CounterRandom random = new CounterRandom(SEED, CounterRandom.Stream.WITNESS, which);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = random.normal(0, i);
    }
    return tensor;
  }

  /** How many elements were compared. */
  public int checked() {
    return checked;
  }

  /** How many elements sit so near to a kink that there was nothing to compare with. */
  public int kinks() {
    return kinks;
  }

  /** Fails unless something was compared and everything that was agrees. */
  public GradientCheck assertPasses() {
    if (checked == 0) {
      fail("nothing was compared: " + kinks + " elements lie at kinks");
    }
    if (!(worst <= TOLERANCE)) {
      fail(worstElement);
    }
    return this;
  }

  private void run() {
    Backpropagation analytic = network.backpropagate(batch, step);
    compare("x", batch.features(), analytic.deltas().get(0));
    List<List<Parameter>> parameters = network.parameters();
    for (int layer = 0; layer < parameters.size(); layer++) {
      for (Parameter parameter : parameters.get(layer)) {
        if (parameter.isLearned()) {
          Tensor gradient = analytic.gradients().get(layer).get(parameter.key());
          compare("layer " + layer + " " + parameter.key(), parameter.value(), gradient);
        }
      }
    }
  }

  private void compare(String name, Tensor at, Tensor gradient) {
    gradient.requireShape(at.shape());
    int piece = network.surface(batch, step).piece();
    for (int i = 0; i < at.size(); i++) {
      Difference whole = difference(at.values(), i, STEP, piece);
      Difference half = difference(at.values(), i, STEP / 2, piece);
      if (!whole.smooth() || !half.smooth()) {
        kinks++;
        continue;
      }
      checked++;
      double numeric = (4 * half.quotient() - whole.quotient()) / 3;
      double backward = gradient.values()[i];
      double scale = Math.max(FLOOR, Math.max(Math.abs(backward), Math.abs(numeric)));
      double error = Math.abs(backward - numeric) / scale;
      if (!(error <= worst)) { // a NaN is worse than anything
        worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        worstElement =
            String.format(
                Locale.ROOT,
                "%s%s: expected %.12g by central differences, got %.12g from the backward pass"
                    + " (relative error %.1e, at most %.0e is rounding)",
                name,
                Arrays.toString(at.shape().coordinates(i)),
                numeric,
                backward,
                worst,
                TOLERANCE);
      }
    }
  }

  /**
   * A difference quotient.
   *
   * @param smooth whether both points lie on the piece of the element itself
   */
  private record Difference(double quotient, boolean smooth) {}

  private Difference difference(double[] values, int i, double h, int piece) {
    double center = values[i];
    double above = center + h;
    double below = center - h;
    values[i] = above;
    Network.Surface high = network.surface(batch, step);
    values[i] = below;
    Network.Surface low = network.surface(batch, step);
    values[i] = center;
    return new Difference(
        (high.loss() - low.loss()) / (above - below),
        high.piece() == piece && low.piece() == piece);
  }
}
