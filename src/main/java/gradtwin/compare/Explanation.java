package gradtwin.compare;

import gradtwin.compare.Agreement.Role;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.loss.MeanSquaredError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Says how a deviating side comes from the other, if one of the usual mistakes does it: a factor, a
 * transpose, permuted gates, a turned kernel, an order reversed, the gradient of another batch.
 * Each is tested numerically before it is printed.
 */
final class Explanation {
  /** A change is exact if it leaves this many roundings of DL4J's type unexplained. */
  private static final double ROUNDINGS = 1000;

  private static final int GATES = 4;

  private final int examples;
  private final int outputs;
  private final int positions;
  private final boolean squaredError;
  private final double tolerance;

  /**
   * @param examples N, of one batch
   * @param outputs nOut, of one position
   * @param positions T, at which there are outputs
   * @param squaredError whether the loss is the mean squared error
   * @param unitRoundoff of DL4J's type
   */
  Explanation(int examples, int outputs, int positions, boolean squaredError, double unitRoundoff) {
    this.examples = examples;
    this.outputs = outputs;
    this.positions = positions;
    this.squaredError = squaredError;
    this.tolerance = ROUNDINGS * unitRoundoff;
  }

  /**
   * For a network.
   *
   * @param predictions [N, nOut, T...]
   */
  static Explanation of(Experiment experiment, Tensor predictions, double unitRoundoff) {
    int outputs = predictions.shape().size(1);
    return new Explanation(
        predictions.rows(),
        outputs,
        predictions.columns() / outputs,
        experiment.network().output().loss().twin() instanceof MeanSquaredError,
        unitRoundoff);
  }

  /** The factor of the deviating side over the other. */
  static double factor(Difference difference, Verdict verdict) {
    return verdict == Verdict.TWIN_DEVIATES && difference.scale() != 0
        ? 1 / difference.scale()
        : difference.scale();
  }

  /** What explains the deviation; empty if nothing that was tried does. */
  String of(Compared compared, Verdict verdict) {
    String byFactor = of(compared.difference(), verdict);
    return byFactor.isEmpty() && verdict.namesASide() && compared.difference().elements() > 1
        ? rearranged(compared, verdict)
        : byFactor;
  }

  /** What factor explains the deviation; empty if none does. */
  String of(Difference difference, Verdict verdict) {
    if (difference.bothZero() || !difference.finite()) {
      return "";
    }
    if (Double.isInfinite(difference.blockRelative())) {
      return "the twin's is zero everywhere";
    }
    if (difference.scale() == 0 && Double.isNaN(difference.cosine())) {
      return "DL4J's is zero everywhere";
    }
    if (difference.residual() > tolerance || difference.scale() == 0) {
      return "";
    }
    double factor = factor(difference, verdict);
    List<String> names = names(factor);
    // one element is always explained by a factor, and a factor of 1 explains nothing
    if (is(factor, 1) || (names.isEmpty() && difference.elements() == 1)) {
      return "";
    }
    String text = String.format(Locale.ROOT, "every element by the scale %.6f", factor);
    return names.isEmpty() ? text : text + ", \"" + String.join(" or ", names) + "\"";
  }

  private List<String> names(double factor) {
    List<String> names = new ArrayList<>();
    if (squaredError && is(factor, examples * outputs / 2.0)) {
      names.add("missing 2/(N·nOut)");
    }
    if (examples > 1 && is(factor, examples)) {
      names.add("the mean over the batch is forgotten");
    }
    if (examples > 1 && is(factor, 1.0 / examples)) {
      names.add("the mean over the batch is taken twice");
    }
    if (outputs > 1 && is(factor, outputs)) {
      names.add("the mean over the outputs is forgotten");
    }
    if (positions > 1 && (is(factor, positions) || is(factor, 1.0 / positions))) {
      names.add("a mean over the time steps or positions");
    }
    if (is(factor, -1)) {
      names.add("the sign is wrong");
    }
    if (names.isEmpty() && is(factor, 2)) {
      names.add("doubled");
    }
    if (names.isEmpty() && is(factor, 0.5)) {
      names.add("halved");
    }
    double power = Math.log(factor) / Math.log(2);
    if (names.isEmpty() && is(factor, Math.pow(2, Math.rint(power)))) {
      names.add(String.format(Locale.ROOT, "2 to the power of %.0f", power));
    }
    return names;
  }

  private boolean is(double factor, double expected) {
    return Math.abs(factor - expected) <= tolerance * Math.abs(expected);
  }

  private String rearranged(Compared compared, Verdict verdict) {
    boolean twin = verdict == Verdict.TWIN_DEVIATES;
    List<Tensor> wrong = twin ? compared.twin() : compared.dl4j();
    List<Tensor> right = twin ? compared.dl4j() : compared.twin();
    Shape shape = right.get(0).shape();
    int rank = shape.rank();
    if (compared.place().role() == Role.GRADIENT) {
      if (rank == 2 && shape.size(0) == shape.size(1) && is(wrong, right, Tensor::transposed)) {
        return "transposed";
      }
      if (rank == 2 && shape.size(1) % GATES == 0 && shape.size(1) > GATES) {
        String gates = gates(wrong, right);
        if (!gates.isEmpty()) {
          return gates;
        }
      }
      if (rank >= 4 && is(wrong, right, t -> turned(t, 2))) {
        return "every kernel turned by 180 degrees";
      }
      if (ofAnotherBatch(wrong, right)) {
        return "that of another batch";
      }
    } else if (rank == 3 && is(wrong, right, t -> turned(t, 2))) {
      return "the time steps in reverse order";
    }
    return "";
  }

  private boolean is(List<Tensor> wrong, List<Tensor> right, UnaryOperator<Tensor> change) {
    for (int batch = 0; batch < wrong.size(); batch++) {
      if (!isNear(wrong.get(batch), change.apply(right.get(batch)))) {
        return false;
      }
    }
    return true;
  }

  private boolean isNear(Tensor wrong, Tensor changed) {
    double largest = 0;
    double distance = 0;
    for (int i = 0; i < wrong.size(); i++) {
      largest = Math.max(largest, Math.abs(changed.values()[i]));
      distance = Math.max(distance, Math.abs(wrong.values()[i] - changed.values()[i]));
    }
    return distance <= tolerance * largest;
  }

  private boolean ofAnotherBatch(List<Tensor> wrong, List<Tensor> right) {
    for (int batch = 1; batch < wrong.size(); batch++) {
      if (!isNear(wrong.get(batch), right.get(batch - 1))) {
        return false;
      }
    }
    return wrong.size() > 1;
  }

  /** Every axis from one on in reverse order. */
  private static Tensor turned(Tensor tensor, int from) {
    int block = 1;
    for (int axis = from; axis < tensor.shape().rank(); axis++) {
      block *= tensor.shape().size(axis);
    }
    Tensor turned = tensor.zerosLike();
    for (int i = 0; i < turned.size(); i++) {
      turned.values()[i] = tensor.values()[i / block * block + block - 1 - i % block];
    }
    return turned;
  }

  private String gates(List<Tensor> wrong, List<Tensor> right) {
    for (int[] order : permutations()) {
      if (is(wrong, right, tensor -> withGates(tensor, order))) {
        return String.format(
            Locale.ROOT,
            "the gates in the order %d, %d, %d, %d",
            order[0],
            order[1],
            order[2],
            order[3]);
      }
    }
    return "";
  }

  private static List<int[]> permutations() {
    List<int[]> permutations = new ArrayList<>();
    for (int code = 0; code < GATES * GATES * GATES * GATES; code++) {
      int[] order = {code / 64, code / 16 % GATES, code / 4 % GATES, code % GATES};
      int seen = 0;
      for (int gate : order) {
        seen |= 1 << gate;
      }
      boolean inOrder = order[0] == 0 && order[1] == 1 && order[2] == 2;
      if (seen == (1 << GATES) - 1 && !inOrder) {
        permutations.add(order);
      }
    }
    return permutations;
  }

  private static Tensor withGates(Tensor tensor, int[] order) {
    Tensor permuted = tensor.zerosLike();
    int columns = tensor.columns();
    int units = columns / GATES;
    for (int i = 0; i < permuted.size(); i++) {
      int column = i % columns;
      int source = order[column / units] * units + column % units;
      permuted.values()[i] = tensor.values()[i - column + source];
    }
    return permuted;
  }
}
