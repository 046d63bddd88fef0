package gradtwin.report;

import gradtwin.compare.Equation;
import gradtwin.compare.Trace;
import gradtwin.compare.Trace.Formula;
import gradtwin.compare.Trace.Outline;
import gradtwin.compare.Trace.Phase;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Stage;
import gradtwin.compare.Trace.Worked;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trace as text for a terminal of 100 columns: stage by stage, with the numbers of both sides
 * below each other, and one element of each tensor worked out.
 */
public final class TraceText {
  private static final int WIDTH = 100;

  /** A tensor of more numbers is abbreviated, whatever the width of its rows. */
  private static final int MOST_NUMBERS = 400;

  private static final int MOST_ROWS = 12;

  /** How many numbers an abbreviated row has. */
  private static final int BEGINNING = 5;

  private final Trace trace;
  private final TraceWords words;
  private final boolean colour;

  private TraceText(Trace trace, boolean colour) {
    this.trace = trace;
    this.words = new TraceWords(trace);
    this.colour = colour;
  }

  /**
   * The text, each line ending in a line end.
   *
   * @param data what the examples are, in one phrase
   * @param colour whether the reader's terminal is to be sent ANSI sequences
   */
  public static String text(Trace trace, String data, boolean colour) {
    return new TraceText(trace, colour).text(data);
  }

  private String text(String data) {
    StringBuilder text = new StringBuilder();
    text.append(bold("One training step of " + trace.name() + ", in slow motion")).append('\n');
    text.append(Figures.wrapped(TraceWords.ANSWER));
    text.append(
        Figures.wrapped(
            trace.precision()
                + ", seed "
                + trace.seed()
                + ", data: "
                + data
                + "; first batch: "
                + Figures.count(trace.batch(), "example")
                + (trace.shown() < trace.batch() ? ", " + shownExamples() : "")));
    for (int i = 0; i < trace.stages().size(); i++) {
      text.append('\n').append(stage(i));
    }
    return text.toString();
  }

  private String shownExamples() {
    int end = trace.first() + trace.shown() - 1;
    return trace.shown() == 1
        ? "of which example " + trace.first() + " is shown"
        : "of which examples " + trace.first() + " to " + end + " are shown";
  }

  private String stage(int index) {
    Stage stage = trace.stages().get(index);
    StringBuilder text = new StringBuilder();
    text.append(bold(words.title(index))).append('\n');
    text.append("  ").append(flow(stage)).append('\n');
    text.append(indented(Figures.wrapped(words.story(index)), "  "));
    for (Formula formula : stage.formulas()) {
      text.append('\n').append("  ").append(formula.of()).append(":\n");
      text.append(indented(formula.text() + "\n", "  "));
    }
    for (Sides sides : stage.tensors()) {
      text.append('\n').append(tensor(stage, sides));
    }
    if (stage.phase() == Phase.START) {
      text.append(pictures(stage.tensors().get(0).twin()));
    }
    for (Worked worked : stage.telling()) {
      text.append('\n').append(worked(worked));
    }
    if (stage.phase() == Phase.LOSS) {
      text.append('\n').append(loss());
    }
    return text.toString();
  }

  private String loss() {
    Trace.Loss loss = trace.loss();
    TextTable table = new TextTable(0);
    table.row("", "DL4J", "twin");
    table.row("  loss L", TraceFigures.number(loss.dl4j()), TraceFigures.number(loss.twin()));
    if (loss.dl4jPenalty() != 0 || loss.twinPenalty() != 0) {
      table.row(
          "  penalties, of the parameters alone",
          TraceFigures.number(loss.dl4jPenalty()),
          TraceFigures.number(loss.twinPenalty()));
    }
    return table.toString();
  }

  // where in the flow

  /** The network in a line, with the place of the stage in brackets. */
  private String flow(Stage stage) {
    List<String> places = new ArrayList<>();
    places.add("input");
    for (Outline outline : trace.layers()) {
      places.add(outline.index() + " " + outline.type());
    }
    places.add("loss");
    int at =
        switch (stage.phase()) {
          case START -> 0;
          case FORWARD, BACKWARD, UPDATE -> stage.layer() + 1;
          case LOSS -> places.size() - 1;
        };
    String arrow =
        switch (stage.phase()) {
          case START, FORWARD, LOSS -> " → ";
          case BACKWARD -> " ← ";
          case UPDATE -> "   ";
        };
    String mark = stage.phase() == Phase.UPDATE ? " − u" : "";
    places.set(at, "[" + places.get(at) + mark + "]");
    int from = 0;
    int to = places.size();
    while (line(places, from, to, arrow).length() > WIDTH - 4) {
      if (at - from > to - 1 - at) {
        from++;
      } else {
        to--;
      }
    }
    return line(places, from, to, arrow);
  }

  private static String line(List<String> places, int from, int to, String arrow) {
    return (from > 0 ? "…" + arrow : "")
        + String.join(arrow, places.subList(from, to))
        + (to < places.size() ? arrow + "…" : "");
  }

  // numbers

  private String tensor(Stage stage, Sides sides) {
    String head =
        "  "
            + sides.symbol()
            + " "
            + sides.twin().shape()
            + "  "
            + words.meaning(stage, sides)
            + (isShared(sides) ? "" : "; " + TraceFigures.difference(sides.difference()));
    TraceFigures.Column column = TraceFigures.Column.of(sides.dl4j(), sides.twin());
    if (sides.twin().size() <= MOST_NUMBERS) {
      String whole = table(sides, column, MOST_NUMBERS).toString();
      if (whole.lines().allMatch(line -> line.length() <= WIDTH)) {
        return head + "\n" + whole;
      }
    }
    return head + "\n" + table(sides, column, BEGINNING);
  }

  /**
   * The numbers of both sides.
   *
   * @param longest a row of more is abbreviated
   */
  private TextTable table(Sides sides, TraceFigures.Column column, int longest) {
    TextTable table = new TextTable(0, 1);
    rows(sides)
        .forEach(
            (label, range) -> {
              Range part = part(sides.twin(), range, longest);
              if (isShared(sides)) {
                table.row(cells("    " + label, "both", sides.twin(), range, part, column));
              } else {
                table.row(cells("    " + label, "DL4J", sides.dl4j(), range, part, column));
                table.row(cells("", "twin", sides.twin(), range, part, column));
              }
            });
    return table;
  }

  /** Whether both sides have it from the same hand. */
  private static boolean isShared(Sides sides) {
    return sides.dl4j() == sides.twin();
  }

  /** Elements in row-major order, from (inclusive) to (exclusive). */
  private record Range(int from, int to) {}

  /** The rows to print, by label. */
  private Map<String, Range> rows(Sides sides) {
    Map<String, Range> rows = new LinkedHashMap<>();
    Tensor tensor = sides.twin();
    int columns = tensor.columns();
    if (sides.perExample()) {
      for (int n = trace.first(); n < trace.first() + trace.shown(); n++) {
        rows.put("n=" + n, new Range(n * columns, (n + 1) * columns));
      }
      return rows;
    }
    if (tensor.shape().rank() != 2 || tensor.rows() > MOST_ROWS) {
      rows.put("", new Range(0, tensor.size()));
      return rows;
    }
    for (int i = 0; i < tensor.rows(); i++) {
      rows.put("[" + i + "]", new Range(i * columns, (i + 1) * columns));
    }
    return rows;
  }

  /**
   * The numbers of one side in a row.
   *
   * @param part the elements to print; fewer than the range if they are too many
   */
  private static List<String> cells(
      String label,
      String side,
      Tensor tensor,
      Range range,
      Range part,
      TraceFigures.Column column) {
    List<String> cells = new ArrayList<>(List.of(label, side));
    boolean all = part.equals(range);
    if (!all) {
      cells.add(part.from() > range.from() ? "…" : "");
    }
    for (int i = part.from(); i < part.to(); i++) {
      cells.add(column.text(tensor.values()[i]));
    }
    if (!all) {
      double[] values = Arrays.copyOfRange(tensor.values(), range.from(), range.to());
      cells.add(part.to() < range.to() ? "…" : "");
      cells.add(
          "norm "
              + TraceFigures.number(TraceFigures.norm(Tensor.of(Shape.of(values.length), values))));
    }
    return cells;
  }

  /** All of a short row; of a long one some numbers from the first on that is not 0. */
  private static Range part(Tensor tensor, Range range, int longest) {
    if (range.to() - range.from() <= longest) {
      return range;
    }
    int start = range.from();
    while (start < range.to() && tensor.values()[start] == 0) {
      start++;
    }
    boolean fromStart = start < range.from() + BEGINNING || start == range.to();
    int from = fromStart ? range.from() : Math.min(start, range.to() - BEGINNING);
    return new Range(from, from + BEGINNING);
  }

  /** Small pictures of examples that are square images of one channel, beside each other. */
  private String pictures(Tensor features) {
    Optional<Integer> side = side(features.shape());
    if (side.isEmpty()) {
      return "";
    }
    int width = side.get();
    int count = Math.min(trace.shown(), (WIDTH - 4) / (width + 2));
    double[] values = features.values();
    double largest = 0;
    for (double value : values) {
      if (value < 0) {
        return "";
      }
      largest = Math.max(largest, value);
    }
    StringBuilder text = new StringBuilder("\n");
    for (int row = 0; row < width; row += 2) {
      StringBuilder line = new StringBuilder("    ");
      for (int n = trace.first(); n < trace.first() + count; n++) {
        for (int x = 0; x < width; x++) {
          int at = n * features.columns() + row * width + x;
          boolean upper = values[at] > largest / 2;
          boolean lower = row + 1 < width && values[at + width] > largest / 2;
          line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
        }
        line.append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static Optional<Integer> side(Shape shape) {
    boolean row = shape.rank() == 2;
    boolean image = shape.rank() == 4 && shape.size(1) == 1 && shape.size(2) == shape.size(3);
    int side = (int) Math.round(Math.sqrt(shape.ofOneExample().elements()));
    boolean square = side * side == shape.ofOneExample().elements();
    return (row || image) && square && side >= 8 && side <= 48
        ? Optional.of(side)
        : Optional.empty();
  }

  // arithmetic

  private String worked(Worked worked) {
    StringBuilder text = new StringBuilder();
    List<Equation> equations = worked.equations();
    for (int i = 0; i < equations.size(); i++) {
      Equation equation = equations.get(i);
      String name = "  " + equation.name() + " ";
      String margin = " ".repeat(name.length());
      String names = TraceFigures.names(equation);
      String numbers = TraceFigures.numbers(equation);
      String value = TraceFigures.number(equation.value());
      text.append(folded(name + "= ", margin + "  ", names));
      text.append(folded(margin + "= ", margin + "  ", numbers));
      String end = margin + "= " + value;
      if (i == equations.size() - 1 && worked.dl4j().isPresent()) {
        end += "      DL4J: " + TraceFigures.number(worked.dl4j().get());
      }
      if (!numbers.equals(value) || i == equations.size() - 1) {
        text.append(end).append('\n');
      }
    }
    return text.toString();
  }

  /** Lines that break at the signs of a sum. */
  private static String folded(String start, String margin, String expression) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(start);
    boolean fresh = true;
    for (String term : expression.split("(?= [+-] )", -1)) {
      if (!fresh && line.length() + term.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(margin).append(term.stripLeading());
      } else {
        line.append(term);
      }
      fresh = false;
    }
    return text.append(line).append('\n').toString();
  }

  private static String indented(String lines, String margin) {
    StringBuilder text = new StringBuilder();
    lines.lines().forEach(line -> text.append((margin + line).stripTrailing()).append('\n'));
    return text.toString();
  }

  private String bold(String text) {
    return colour ? "\u001B[1m" + text + "\u001B[0m" : text;
  }
}
