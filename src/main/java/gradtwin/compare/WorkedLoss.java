package gradtwin.compare;

import gradtwin.compare.Equation.Part;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Worked;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Elementwise;
import gradtwin.twin.loss.AbsoluteError;
import gradtwin.twin.loss.BinaryCrossEntropy;
import gradtwin.twin.loss.CrossEntropy;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.MeanAbsoluteError;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.SigmoidBinaryCrossEntropy;
import gradtwin.twin.loss.SoftmaxCrossEntropy;
import gradtwin.twin.loss.SquaredError;
import gradtwin.twin.loss.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arithmetic of a loss: of each example from its outputs and labels, and back from there.
 *
 * <p>Labels that count differently (a mask, a weight) are not written out.
 *
 * @param selection which elements
 * @param z [N, outputs, ...] what the objective sees
 * @param predictions [N, outputs, ...]
 * @param labels shaped like the predictions
 * @param mask see {@link gradtwin.tensor.Batch#labelMask()}
 */
record WorkedLoss(
    Selection selection,
    Objective objective,
    Sides z,
    Sides predictions,
    Sides labels,
    Optional<Tensor> mask) {
  private int examples() {
    return labels.twin().rows();
  }

  private Grid outputs() {
    return Grid.ofPositions(predictions.symbol(), predictions.twin());
  }

  private Grid targets() {
    return Grid.ofPositions(labels.symbol(), labels.twin());
  }

  /** A row per example, each of which counts 1, with a label for each output. */
  private boolean isPlain() {
    return mask.isEmpty()
        && predictions.twin().shape().equals(labels.twin().shape())
        && predictions.twin().shape().rank() == 2;
  }

  /** The loss of examples. */
  List<Worked> losses(Sides losses) {
    return isPlain() ? selection.work(losses, this::loss) : List.of();
  }

  private List<Equation> loss(int example) {
    Loss loss = objective.loss();
    int columns = outputs().columns();
    List<Part> parts = new ArrayList<>();
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      Part o = outputs().part(example, j);
      Part y = targets().part(example, j);
      double label = y.number().orElseThrow();
      if (loss instanceof BinaryCrossEntropy && label != 0 && label != 1) {
        return List.of();
      }
      List<Part> term = term(loss, o, y);
      double value = value(loss, o.number().orElseThrow(), label);
      sum += value;
      if (!term.isEmpty()) {
        parts.add(Part.sign(parts.isEmpty() ? "" : " + "));
        parts.addAll(term);
      }
    }
    boolean mean = loss instanceof MeanSquaredError || loss instanceof MeanAbsoluteError;
    if (parts.isEmpty()) {
      return List.of();
    }
    if (mean && columns > 1) {
      parts.add(0, Part.sign("1/" + columns + "·("));
      parts.add(Part.sign(")"));
    }
    return List.of(new Equation("L[" + example + "]", parts, mean ? sum / columns : sum));
  }

  /** What one output adds to the loss of its example; empty for nothing and for other losses. */
  private static List<Part> term(Loss loss, Part o, Part y) {
    double label = y.number().orElseThrow();
    if (loss instanceof MeanSquaredError || loss instanceof SquaredError) {
      return List.of(Part.sign("("), o, Part.sign(" - "), y, Part.sign(")^2"));
    } else if (loss instanceof MeanAbsoluteError || loss instanceof AbsoluteError) {
      return List.of(Part.sign("|"), o, Part.sign(" - "), y, Part.sign("|"));
    } else if (loss instanceof CrossEntropy) {
      return label == 0
          ? List.of()
          : label == 1
              ? List.of(Part.sign("-log("), o, Part.sign(")"))
              : List.of(Part.sign("-"), y, Part.sign("·log("), o, Part.sign(")"));
    } else if (loss instanceof BinaryCrossEntropy) {
      return label == 1
          ? List.of(Part.sign("-log("), o, Part.sign(")"))
          : List.of(Part.sign("-log(1 - "), o, Part.sign(")"));
    }
    return List.of();
  }

  private static double value(Loss loss, double o, double y) {
    if (loss instanceof MeanSquaredError || loss instanceof SquaredError) {
      return (o - y) * (o - y);
    } else if (loss instanceof MeanAbsoluteError || loss instanceof AbsoluteError) {
      return Math.abs(o - y);
    } else if (loss instanceof CrossEntropy) {
      return y == 0 ? 0 : -y * Math.log(o);
    }
    return y == 1 ? -Math.log(o) : -Math.log(1 - o);
  }

  /** The mean over the batch, from the losses of its examples. */
  static Worked mean(Sides losses, double dl4j) {
    double[] values = losses.twin().values();
    List<Equation.Product> all = new ArrayList<>();
    for (int n = 0; n < values.length; n++) {
      all.add(new Equation.Product(Grid.part(losses.symbol(), losses.twin(), n)));
    }
    Equation sum = Equation.sum("L", all);
    List<Part> parts = new ArrayList<>(sum.parts());
    parts.add(0, Part.sign("1/" + values.length + "·("));
    parts.add(Part.sign(")"));
    return new Worked(
        "", 0, List.of(new Equation("L", parts, sum.value() / values.length)), Optional.of(dl4j));
  }

  /** The gradient with respect to z. */
  List<Worked> backward(Sides dz) {
    if (!isPlain()) {
      return List.of();
    }
    if (objective instanceof SoftmaxCrossEntropy) {
      return selection.work(dz, position -> softmax(dz, position));
    } else if (objective instanceof SigmoidBinaryCrossEntropy) {
      return selection.work(
          dz,
          position -> {
            Part o = outputs().part(outputs().row(position), outputs().column(position));
            Part y = targets().part(outputs().row(position), outputs().column(position));
            double value = o.number().orElseThrow() - y.number().orElseThrow();
            return List.of(
                Equation.of(
                    Grid.name(dz.symbol(), dz.twin(), position),
                    value / examples(),
                    Part.sign("1/" + examples() + "·("),
                    o,
                    Part.sign(" - "),
                    y,
                    Part.sign(")")));
          });
    } else if (objective.activation() instanceof Elementwise function) {
      Tensor gradient =
          objective
              .loss()
              .gradient(
                  Positions.toRows(predictions.twin()),
                  Targets.of(labels.twin(), Optional.empty()));
      return selection.work(dz, position -> composed(function, gradient, dz, position));
    }
    return List.of();
  }

  private List<Equation> softmax(Sides dz, int position) {
    int row = outputs().row(position);
    Part p = outputs().part(row, outputs().column(position));
    Part y = targets().part(row, outputs().column(position));
    double labelSum = 0;
    for (int k = 0; k < targets().columns(); k++) {
      labelSum += targets().at(row, k);
    }
    double value = p.number().orElseThrow() * labelSum - y.number().orElseThrow();
    List<Part> parts = new ArrayList<>();
    parts.add(Part.sign("1/" + examples() + "·("));
    parts.add(p);
    if (labelSum != 1) {
      parts.add(Part.sign("·"));
      parts.add(Part.number("(sum of the labels)", labelSum));
    }
    parts.addAll(List.of(Part.sign(" - "), y, Part.sign(")")));
    return List.of(
        new Equation(Grid.name(dz.symbol(), dz.twin(), position), parts, value / examples()));
  }

  /** First through the loss, then through the function. */
  private List<Equation> composed(Elementwise function, Tensor gradient, Sides dz, int position) {
    int row = outputs().row(position);
    int column = outputs().column(position);
    Part o = outputs().part(row, column);
    Part y = targets().part(row, column);
    Grid before = Grid.ofPositions(z.symbol(), z.twin());
    double derivative = gradient.values()[position];
    Part ofOutput = Part.number("dL/d" + o.text(), derivative);
    List<Equation> equations = new ArrayList<>();
    Loss loss = objective.loss();
    boolean mean = loss instanceof MeanSquaredError;
    if (mean || loss instanceof SquaredError) {
      double factor = 2.0 / (mean ? (long) examples() * outputs().columns() : examples());
      String divisor =
          mean ? "2/(" + examples() + "·" + outputs().columns() + ")" : "2/" + examples();
      equations.add(
          Equation.of(
              ofOutput.text(),
              factor * (o.number().orElseThrow() - y.number().orElseThrow()),
              Part.sign(divisor + "·("),
              o,
              Part.sign(" - "),
              y,
              Part.sign(")")));
    }
    double slope = function.derivative(before.at(row, column), o.number().orElseThrow());
    equations.add(
        WorkedFunction.product(
            Grid.name(dz.symbol(), dz.twin(), position),
            WorkedFunction.slope(function, before.part(row, column), o),
            slope,
            ofOutput));
    return equations;
  }
}
