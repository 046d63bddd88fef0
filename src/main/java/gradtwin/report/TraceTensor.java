package gradtwin.report;

import gradtwin.compare.Trace;
import gradtwin.compare.Trace.Phase;
import gradtwin.compare.Trace.Role;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Stage;
import gradtwin.compare.Trace.Worked;
import gradtwin.report.TraceFigures.Column;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * One tensor of a stage for the page: as numbers if they are few, else as pictures.
 *
 * @param startsLine whether it stands on a line below those before
 * @param symbol as formulas have it
 * @param shape of the whole
 * @param meaning what it is
 * @param difference how far the sides are apart, in words; empty if both have it from one hand
 * @param note what the pictures show of it
 * @param heads over the columns of numbers
 * @param rows of numbers; none if it is shown as pictures
 * @param pictures of it, by whose they are
 * @param norms of what is shown, by whose they are
 */
public record TraceTensor(
    boolean startsLine,
    String symbol,
    String shape,
    String meaning,
    String difference,
    String note,
    List<String> heads,
    List<Row> rows,
    Map<String, TracePicture> pictures,
    Map<String, String> norms) {
  private static final int MOST_COLUMNS = 12;
  private static final int MOST_ROWS = 24;

  /** A row of numbers. */
  public record Row(String label, List<Cell> cells) {}

  /**
   * One number on both sides.
   *
   * @param dl4j empty if both sides have it from one hand
   * @param exact all digits of both
   * @param share of the largest, from -1 to 1
   * @param worked where its arithmetic is; empty if nowhere
   */
  public record Cell(String dl4j, String twin, String exact, double share, String worked) {
    /** The name of a style. */
    public String sign() {
      return share < 0 ? "negative" : "positive";
    }

    /** How strong its colour is, from 0 to 1. */
    public String strength() {
      return String.format(Locale.ROOT, "%.2f", Math.abs(share));
    }
  }

  /** Whether both sides have it from one hand. */
  public boolean isShared() {
    return difference.isEmpty();
  }

  /** A tensor of a stage. */
  static TraceTensor of(Trace trace, Stage stage, int stageIndex, Sides sides) {
    Tensor whole = sides.twin();
    String difference = sides.dl4j() == whole ? "" : TraceFigures.difference(sides.difference());
    int columns = whole.shape().size(whole.shape().rank() - 1);
    int from = sides.perExample() ? trace.first() * whole.columns() : 0;
    int count = sides.perExample() ? trace.shown() * whole.columns() : whole.size();
    if (whole.shape().rank() == 1 && sides.perExample()) {
      columns = 1;
    }
    boolean asNumbers = columns <= MOST_COLUMNS && count <= MOST_ROWS * columns;
    TraceWords words = new TraceWords(trace);
    return new TraceTensor(
        stage.phase() == Phase.UPDATE && sides.role() == Role.PARAMETER,
        sides.symbol(),
        whole.shape().toString(),
        words.meaning(stage, sides),
        difference,
        asNumbers ? "" : note(trace, sides),
        asNumbers ? heads(whole.shape(), columns) : List.of(),
        asNumbers ? rows(trace, stage, stageIndex, sides, from, count, columns) : List.of(),
        asNumbers ? Map.of() : pictures(trace, sides),
        asNumbers ? Map.of() : norms(sides, from, count));
  }

  // numbers

  private static List<String> heads(Shape shape, int columns) {
    if (shape.rank() == 1 && columns == 1) {
      return List.of("");
    }
    List<String> heads = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      heads.add("[" + j + "]");
    }
    return heads;
  }

  private static List<Row> rows(
      Trace trace, Stage stage, int stageIndex, Sides sides, int from, int count, int columns) {
    Column column = Column.of(sides.dl4j(), sides.twin());
    double largest = largest(sides.twin(), from, count);
    List<Row> rows = new ArrayList<>();
    for (int start = from; start < from + count; start += columns) {
      List<Cell> cells = new ArrayList<>();
      for (int position = start; position < start + columns; position++) {
        cells.add(cell(stage, stageIndex, sides, position, column, largest));
      }
      rows.add(new Row(label(trace, sides, start), cells));
    }
    return rows;
  }

  private static Cell cell(
      Stage stage, int stageIndex, Sides sides, int position, Column column, double largest) {
    double dl4j = sides.dl4j().values()[position];
    double twin = sides.twin().values()[position];
    boolean shared = sides.dl4j() == sides.twin();
    String worked =
        stage.worked().stream()
            .filter(w -> w.symbol().equals(sides.symbol()) && w.position() == position)
            .findFirst()
            .map(w -> id(stageIndex, w))
            .orElse("");
    return new Cell(
        shared ? "" : column.text(dl4j),
        column.text(twin),
        shared ? Double.toString(twin) : "DL4J " + dl4j + ", twin " + twin,
        largest == 0 || !Double.isFinite(twin) ? 0 : twin / largest,
        worked);
  }

  /** Where the page has an element's arithmetic. */
  static String id(int stage, Worked worked) {
    return "stage-"
        + (stage + 1)
        + "-"
        + worked.symbol().replace("'", "-after")
        + "-"
        + worked.position();
  }

  private static String label(Trace trace, Sides sides, int position) {
    int[] at = sides.twin().shape().coordinates(position);
    int axes = sides.twin().shape().rank() == 1 && sides.perExample() ? 1 : at.length - 1;
    StringBuilder label = new StringBuilder();
    for (int axis = 0; axis < axes; axis++) {
      label.append(axis == 0 && sides.perExample() ? example(trace, at[0]) : "[" + at[axis] + "]");
    }
    return label.toString();
  }

  /** An example's number, and its class if it has one. */
  private static String example(Trace trace, int n) {
    return trace.classes().isEmpty()
        ? "n=" + n
        : "n=" + n + " (" + trace.classes().get(n - trace.first()) + ")";
  }

  private static double largest(Tensor tensor, int from, int count) {
    return DoubleStream.of(Arrays.copyOfRange(tensor.values(), from, from + count))
        .filter(Double::isFinite)
        .map(Math::abs)
        .max()
        .orElse(0);
  }

  // pictures

  private static Mosaic mosaic(Trace trace, Sides sides) {
    return sides.perExample()
        ? Mosaic.ofExamples(sides.twin(), trace.first(), trace.shown())
        : Mosaic.ofParameter(sides.twin());
  }

  private static Map<String, TracePicture> pictures(Trace trace, Sides sides) {
    Mosaic mosaic = mosaic(trace, sides);
    Map<String, TracePicture> pictures = new LinkedHashMap<>();
    Tensor twin = sides.twin();
    boolean ink =
        sides.role() == Role.FEATURES
            || (sides.role() == Role.INPUT && sides.dl4j() == sides.twin());
    boolean isGrey = ink && DoubleStream.of(twin.values()).allMatch(value -> value >= 0);
    double largest =
        sides.perExample()
            ? largest(twin, trace.first() * twin.columns(), trace.shown() * twin.columns())
            : largest(twin, 0, twin.size());
    if (sides.dl4j() == twin) {
      pictures.put("both", TracePicture.of(twin, mosaic, largest, isGrey));
      return pictures;
    }
    Tensor apart = sides.dl4j().copy();
    for (int i = 0; i < apart.size(); i++) {
      apart.values()[i] -= twin.values()[i];
    }
    pictures.put("DL4J", TracePicture.of(sides.dl4j(), mosaic, largest, isGrey));
    pictures.put("twin", TracePicture.of(twin, mosaic, largest, isGrey));
    pictures.put(
        "DL4J − twin", TracePicture.of(apart, mosaic, largest(apart, 0, apart.size()), false));
    return pictures;
  }

  private static String note(Trace trace, Sides sides) {
    Mosaic mosaic = mosaic(trace, sides);
    Shape shape = sides.twin().shape();
    List<String> parts = new ArrayList<>();
    if (sides.perExample()) {
      List<String> examples = new ArrayList<>();
      for (int n = trace.first(); n < trace.first() + trace.shown(); n++) {
        examples.add(example(trace, n));
      }
      boolean downwards = mosaic.isGrouped() || mosaic.count() == 1;
      parts.add(
          String.join(", ", examples)
              + (downwards ? " from top to bottom" : " from left to right"));
      if (shape.rank() > 3) {
        parts.add("a tile for each channel");
      } else if (shape.rank() == 3) {
        parts.add("features downwards, steps to the right");
      }
    } else if (shape.rank() == 2) {
      parts.add(
          mosaic.count() > 1
              ? "a tile for each of the units, with a pixel for each input"
              : "inputs downwards, units to the right");
    } else if (shape.rank() > 2) {
      parts.add("a tile for each kernel");
    }
    if (mosaic.left() > 0) {
      parts.add(
          "the first "
              + Figures.count(mosaic.count())
              + " of "
              + Figures.count(mosaic.count() + mosaic.left()));
    }
    return String.join("; ", parts);
  }

  private static Map<String, String> norms(Sides sides, int from, int count) {
    Map<String, String> norms = new LinkedHashMap<>();
    if (sides.dl4j() == sides.twin()) {
      norms.put("both", norm(sides.twin(), from, count));
    } else {
      norms.put("DL4J", norm(sides.dl4j(), from, count));
      norms.put("twin", norm(sides.twin(), from, count));
    }
    return norms;
  }

  private static String norm(Tensor tensor, int from, int count) {
    return TraceFigures.number(
        TraceFigures.norm(
            Tensor.of(Shape.of(count), Arrays.copyOfRange(tensor.values(), from, from + count))));
  }
}
