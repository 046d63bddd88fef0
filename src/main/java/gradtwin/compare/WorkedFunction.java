package gradtwin.compare;

import gradtwin.compare.Equation.Part;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Worked;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Elementwise;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Tanh;
import java.util.ArrayList;
import java.util.List;

/**
 * The arithmetic of an activation, element by element: {@code y = f(z)} and {@code dz = f'(z) dy}.
 *
 * @param selection which elements
 * @param name of the function
 */
record WorkedFunction(Selection selection, String name, Activation function) {
  /** Above it, the exponential of the textbook's softmax overflows. */
  private static final double LARGEST_EXPONENT = 700;

  /** The way forward. */
  List<Worked> forward(Sides z, Sides y) {
    Grid in = Grid.ofPositions(z.symbol(), z.twin());
    Grid out = Grid.ofPositions(y.symbol(), y.twin());
    return selection.work(y, position -> forward(in, out, position));
  }

  private List<Equation> forward(Grid z, Grid y, int position) {
    int row = z.row(position);
    int column = z.column(position);
    Part at = z.part(row, column);
    String of = y.name(row, column);
    if (function instanceof Softmax) {
      return softmax(z, of, row, column);
    }
    if (!(function instanceof Elementwise elementwise)) {
      return List.of();
    }
    double value = elementwise.value(z.at(row, column));
    if (function instanceof Identity) {
      return List.of(Equation.of(of, value, at));
    } else if (function instanceof Sigmoid) {
      return List.of(Equation.of(of, value, Part.sign("1 / (1 + exp(-"), at, Part.sign("))")));
    } else if (function instanceof Relu) {
      return List.of(Equation.of(of, value, Part.sign("max(0, "), at, Part.sign(")")));
    }
    return List.of(Equation.of(of, value, Part.sign(name + "("), at, Part.sign(")")));
  }

  private static List<Equation> softmax(Grid z, String of, int row, int column) {
    double sum = 0;
    for (int k = 0; k < z.columns(); k++) {
      if (Math.abs(z.at(row, k)) > LARGEST_EXPONENT) {
        return List.of();
      }
      sum += Math.exp(z.at(row, k));
    }
    return List.of(
        Equation.of(
            of,
            Math.exp(z.at(row, column)) / sum,
            Part.sign("exp("),
            z.part(row, column),
            Part.sign(") / "),
            Part.number("(sum over k of exp(" + z.symbol() + "[k]))", sum)));
  }

  /** The way back, through a function of each element alone. */
  List<Worked> backward(Sides z, Sides y, Sides dy, Sides dz) {
    if (!(function instanceof Elementwise elementwise)) {
      return List.of();
    }
    Grid in = Grid.ofPositions(z.symbol(), z.twin());
    Grid out = Grid.ofPositions(y.symbol(), y.twin());
    return selection.work(
        dz,
        position -> {
          double incoming = dy.twin().values()[position];
          double value = dz.twin().values()[position];
          double slope =
              elementwise.derivative(z.twin().values()[position], y.twin().values()[position]);
          if (value == 0 && slope * incoming != 0) {
            return List.of(); // a step that is not there
          }
          int row = in.row(position);
          int column = in.column(position);
          return List.of(
              product(
                  Grid.name(dz.symbol(), dz.twin(), position),
                  slope(elementwise, in.part(row, column), out.part(row, column)),
                  slope,
                  Grid.part(dy.symbol(), dy.twin(), position)));
        });
  }

  /** The slope at a place, as a product that another factor can follow. */
  static List<Part> slope(Elementwise function, Part z, Part y) {
    double at = z.number().orElseThrow();
    double value = y.number().orElseThrow();
    if (function instanceof Identity) {
      return List.of();
    } else if (function instanceof Tanh) {
      return List.of(Part.sign("(1 - "), y, Part.sign("^2)"));
    } else if (function instanceof Sigmoid) {
      return List.of(y, Part.sign("·(1 - "), y, Part.sign(")"));
    }
    return List.of(Part.number("f'(" + z.text() + ")", function.derivative(at, value)));
  }

  /** {@code slope * incoming}. */
  static Equation product(String name, List<Part> slope, double slopeValue, Part incoming) {
    List<Part> parts = new ArrayList<>(slope);
    if (!slope.isEmpty()) {
      parts.add(Part.sign("·"));
    }
    parts.add(incoming);
    return new Equation(name, parts, slopeValue * incoming.number().orElseThrow());
  }
}
