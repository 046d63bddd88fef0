package gradtwin.compare.fuzz;

import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Random data with what is rare in real ones: one example, one step, one feature, sizes that are
 * prime, rows and columns of zeros, values of ten times the usual size, sequences that are shorter
 * than others, targets of which several or none are 1.
 *
 * @param section the section {@code data} of a file
 * @param table the file that it names
 * @param shape of one example as the network sees it
 * @param perStep whether each step has a label
 * @param outputs how many numbers a label has: of a class one for each; of the features, all
 * @param classes whether a label is a class rather than a number
 * @param masked whether steps of sequences may be missing
 * @param reproduces whether the target is the features
 * @param indices whether features are whole numbers that may be looked up
 */
record RandomData(
    Mapping section,
    Table table,
    Shape shape,
    boolean perStep,
    int outputs,
    boolean classes,
    boolean masked,
    boolean reproduces,
    boolean indices) {
  static final String LABEL = "label";
  static final String SEQUENCE = "sequence";
  private static final String WEIGHT = "weight";
  private static final int[] EXAMPLES = {1, 2, 3, 3, 4, 5, 7};
  private static final int[] CLASSES = {2, 2, 3, 5};

  /** What an example is. */
  private enum Kind {
    ROW,
    STEPS,
    IMAGE,
    VOLUME,
    SEQUENCES,
    INDICES
  }

  /** How the numbers of a table are drawn. */
  private enum Values {
    NORMAL,
    LARGE,
    SPARSE,
    BITS,
    FRACTIONS
  }

  /** Large ones are rare: what they make overflow says little. */
  private static final List<Values> VALUES =
      List.of(
          Values.NORMAL,
          Values.NORMAL,
          Values.NORMAL,
          Values.FRACTIONS,
          Values.FRACTIONS,
          Values.SPARSE,
          Values.SPARSE,
          Values.BITS,
          Values.LARGE);

  static RandomData draw(Draw draw) {
    Kind kind = draw.pick(List.of(Kind.values()));
    return kind == Kind.SEQUENCES ? sequences(draw) : table(kind, draw);
  }

  private static Shape shape(Kind kind, Draw draw) {
    return switch (kind) {
      case ROW -> Shape.of(draw.pick(1, 2, 3, 5, 7, 12));
      case INDICES -> Shape.of(draw.pick(1, 1, 2, 3, 5));
      case STEPS -> Shape.of(draw.pick(1, 2, 3), draw.pick(1, 2, 3, 5, 6));
      case IMAGE ->
          Shape.of(draw.pick(1, 2, 3, 4), draw.pick(1, 3, 4, 5, 6), draw.pick(1, 3, 4, 5, 7));
      case VOLUME ->
          Shape.of(draw.pick(1, 2), draw.pick(1, 2, 3), draw.pick(1, 3, 4), draw.pick(2, 3, 5));
      case SEQUENCES -> throw new IllegalArgumentException("expected a kind of table, got " + kind);
    };
  }

  private static Mapping view(Kind kind, Shape shape) {
    return switch (kind) {
      case STEPS -> Mapping.EMPTY.with("type", "sequence").with("steps", shape.size(1));
      case IMAGE ->
          Mapping.EMPTY
              .with("type", "image")
              .with("channels", shape.size(0))
              .with("height", shape.size(1))
              .with("width", shape.size(2));
      case VOLUME ->
          Mapping.EMPTY
              .with("type", "volume")
              .with("channels", shape.size(0))
              .with("depth", shape.size(1))
              .with("height", shape.size(2))
              .with("width", shape.size(3));
      default -> Mapping.EMPTY;
    };
  }

  private static RandomData table(Kind kind, Draw draw) {
    Shape shape = shape(kind, draw);
    boolean reproduces = kind != Kind.INDICES && draw.chance(0.2);
    int classes = draw.chance(0.65) ? draw.pick(CLASSES) : 0;
    int examples = Math.max(classes, draw.pick(EXAMPLES));
    boolean weighted = !reproduces && draw.chance(0.05);
    Values values = draw.pick(VALUES);

    List<String> columns = new ArrayList<>();
    for (int i = 0; i < shape.elements(); i++) {
      columns.add("x" + i);
    }
    columns.add(LABEL);
    if (weighted) {
      columns.add(WEIGHT);
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      List<String> row = new ArrayList<>(features(kind, shape.elements(), values, draw));
      row.add(label(i, classes, draw));
      if (weighted) {
        row.add(draw.pick(List.of("0", "1", "1", "0.5", "2")));
      }
      rows.add(row);
    }

    Mapping section =
        Mapping.EMPTY.with("source", "csv").with("path", "data.csv").with("label", LABEL);
    section = classes == 0 ? section.with("task", "regression") : section;
    section = weighted ? section.with("weight", WEIGHT) : section;
    boolean standardized = kind != Kind.INDICES && draw.chance(0.2);
    section = standardized ? section : section.with("standardize", false);
    Mapping view = view(kind, shape);
    section = view.entries().isEmpty() ? section : section.with("view", view);
    section = reproduces ? section.with("target", "features") : section;
    section = ending(section, examples, draw);
    int outputs = reproduces ? shape.size(0) : Math.max(1, classes);
    return new RandomData(
        section,
        new Table(columns, rows),
        shape,
        false,
        outputs,
        classes > 0 && !reproduces,
        false,
        reproduces,
        kind == Kind.INDICES);
  }

  private static Mapping ending(Mapping section, int examples, Draw draw) {
    int batch = draw.chance(0.5) ? examples : draw.pick(1, 2, 3, 5);
    return section.with("testFraction", 0).with("batchSize", batch);
  }

  private static List<String> features(Kind kind, int count, Values values, Draw draw) {
    boolean zeros = kind != Kind.INDICES && draw.chance(0.06);
    List<String> features = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      features.add(
          kind == Kind.INDICES
              ? Integer.toString(draw.below(2))
              : zeros ? "0" : value(values, draw));
    }
    return features;
  }

  private static String value(Values values, Draw draw) {
    return switch (values) {
      case NORMAL -> decimal(draw.normal());
      case LARGE -> decimal(10 * draw.normal());
      case SPARSE -> draw.chance(0.6) ? "0" : decimal(draw.normal());
      case BITS -> Integer.toString(draw.below(2));
      case FRACTIONS -> decimal(draw.uniform());
    };
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /** The first examples have each class once, so that there are as many as there should be. */
  private static String label(int example, int classes, Draw draw) {
    if (classes == 0) {
      return draw.chance(0.1) ? "0" : decimal(draw.chance(0.8) ? draw.uniform() : draw.normal());
    }
    int label = example < classes ? example : draw.below(classes);
    return String.valueOf((char) ('a' + label));
  }

  private static RandomData sequences(Draw draw) {
    int features = draw.pick(1, 2, 3, 4);
    int longest = draw.pick(1, 2, 3, 5, 6);
    boolean perStep = draw.chance(0.5);
    boolean reproduces = !perStep && draw.chance(0.2);
    boolean equal = draw.chance(0.2);
    int classes = draw.chance(0.7) ? draw.pick(CLASSES) : 0;
    int examples = Math.max(classes, draw.pick(EXAMPLES));
    Values values = draw.pick(VALUES);

    List<String> columns = new ArrayList<>(List.of(SEQUENCE));
    for (int i = 0; i < features; i++) {
      columns.add("x" + i);
    }
    columns.add(LABEL);
    List<List<String>> rows = new ArrayList<>();
    int longestDrawn = 0;
    boolean shorter = false;
    for (int i = 0; i < examples; i++) {
      int steps = equal || i == 0 ? longest : 1 + draw.below(longest);
      shorter |= steps < longest;
      longestDrawn = Math.max(longestDrawn, steps);
      String ofSequence = label(i, classes, draw);
      for (int t = 0; t < steps; t++) {
        List<String> row = new ArrayList<>(List.of("s" + i));
        row.addAll(features(Kind.SEQUENCES, features, values, draw));
        row.add(perStep && t > 0 ? label(examples, classes, draw) : ofSequence);
        rows.add(row);
      }
    }
    boolean padded = draw.chance(0.15);
    int steps = longestDrawn + (padded ? 1 + draw.below(2) : 0);

    Mapping section =
        Mapping.EMPTY
            .with("source", "csvSequence")
            .with("path", "data.csv")
            .with("sequence", SEQUENCE)
            .with("label", LABEL);
    section = classes == 0 ? section.with("task", "regression") : section;
    section = perStep ? section.with("labelPer", "step") : section;
    section = draw.chance(0.2) ? section : section.with("standardize", false);
    section = padded ? section.with("steps", steps) : section;
    section = draw.chance(0.4) ? section.with("align", "end") : section;
    section = reproduces ? section.with("target", "features") : section;
    section = ending(section, examples, draw);
    return new RandomData(
        section,
        new Table(columns, rows),
        Shape.of(features, steps),
        perStep,
        reproduces ? features : Math.max(1, classes),
        classes > 0 && !reproduces,
        shorter || padded,
        reproduces,
        false);
  }

  /** Whether a column holds a feature. */
  static boolean isFeature(String column) {
    return column.startsWith("x");
  }

  /** All features, in rows. */
  Tensor features() {
    List<String> names = table.columns().stream().filter(RandomData::isFeature).toList();
    Tensor features = Tensor.zeros(Shape.of(table.rows().size(), names.size()));
    for (int column = 0; column < names.size(); column++) {
      List<String> values = table.column(names.get(column));
      for (int row = 0; row < values.size(); row++) {
        features.values()[row * names.size() + column] = Double.parseDouble(values.get(row));
      }
    }
    return features;
  }
}
