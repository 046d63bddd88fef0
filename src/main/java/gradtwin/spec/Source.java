package gradtwin.spec;

import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.List;
import java.util.Optional;

/** Where examples come from, as a file names it. Paths are relative to the file. */
public sealed interface Source {
  Vocabulary<Source> WORDS =
      Vocabulary.<Source>of("data source")
          .word("xor", fields -> new Xor())
          .word(
              "mnist",
              fields ->
                  new Mnist(
                      fields.optionalText(
                          "directory", "folder with the four MNIST files, gzipped or plain")))
          .word("digits", Digits::read)
          .word("csv", Csv::read)
          .word("csvSequence", CsvSequence::read)
          .word("idx", Idx::read);

  /** Reads the source and the keys that come with it. */
  static Source read(Fields fields) {
    return fields.variant("source", "where the examples come from", WORDS);
  }

  /** As the file writes it. */
  String word();

  /** The four rows of exclusive or. */
  record Xor() implements Source {
    @Override
    public String word() {
      return "xor";
    }
  }

  /**
   * Handwritten digits, 28 by 28.
   *
   * @param directory where to look first
   */
  record Mnist(Optional<String> directory) implements Source {
    @Override
    public String word() {
      return "mnist";
    }
  }

  /**
   * Digits drawn by this program, 28 by 28. They are not MNIST.
   *
   * @param examples training images, at least 10
   * @param testExamples test images, at least 10
   */
  record Digits(int examples, int testExamples) implements Source {
    static Digits read(Fields fields) {
      Range range = Range.between(10, 1_000_000);
      return new Digits(
          fields.wholeNumber("examples", "training images to draw", range, 10_000),
          fields.wholeNumber("testExamples", "test images to draw", range, 2_000));
    }

    @Override
    public String word() {
      return "digits";
    }
  }

  /**
   * What the columns of a table are.
   *
   * @param delimiter one character between values
   * @param label the column to predict
   * @param features the columns to predict from; all that have no other use if empty
   * @param categorical those features whose values are names rather than numbers
   * @param task whether the label is a class or a number
   * @param standardize whether numeric features are brought to mean 0 and deviation 1
   */
  record Columns(
      String delimiter,
      String label,
      List<String> features,
      List<String> categorical,
      Task task,
      boolean standardize) {
    public Columns {
      features = List.copyOf(features);
      categorical = List.copyOf(categorical);
    }

    static Columns read(Fields fields) {
      Columns columns =
          new Columns(
              fields.text("delimiter", "one character between values", ","),
              fields.text("label", "the column to predict"),
              fields.texts("features", "the columns to predict from; default: all others"),
              fields.texts("categorical", "features whose values are names"),
              fields.oneOf("task", "what the label is", Task.CLASSIFICATION),
              fields.flag("standardize", "numeric features to mean 0, deviation 1", true));
      if (columns.delimiter().length() != 1) {
        fields.error(
            "delimiter",
            "expected one character, got '" + columns.delimiter() + "'; \"\\t\" is a tab");
      }
      if (columns.features().contains(columns.label())) {
        fields.error(
            "features", "expected features other than the label '" + columns.label() + "'");
      }
      return columns;
    }

    /** Checks a column with a use of its own, which is neither label nor feature. */
    private void checkOther(Fields fields, String key, Optional<String> column) {
      if (column.filter(label::equals).isPresent()) {
        fields.error(key, "expected another column than the label '" + label + "'");
      } else if (column.filter(features::contains).isPresent()) {
        fields.error(key, "expected a column that is no feature, got '" + column.get() + "'");
      }
    }
  }

  /**
   * A table with named columns.
   *
   * @param path the file, whose first line names the columns
   * @param columns what they are
   * @param weight the column that says how much the loss of a row counts; empty if each counts 1
   * @param testFraction the share of rows kept for the test, if there is no test file
   * @param testPath a file of the same columns for the test
   */
  record Csv(
      String path,
      Columns columns,
      Optional<String> weight,
      double testFraction,
      Optional<String> testPath)
      implements Source {
    static Csv read(Fields fields) {
      String path = fields.text("path", "the file; its first line names the columns");
      Columns columns = Columns.read(fields);
      Optional<String> weight =
          fields.optionalText("weight", "the column of what the loss of a row counts");
      columns.checkOther(fields, "weight", weight);
      return new Csv(
          path,
          columns,
          weight,
          fields.number("testFraction", "share of rows kept for the test", Range.FRACTION, 0.2),
          fields.optionalText("testPath", "a file of the same columns for the test"));
    }

    @Override
    public String word() {
      return "csv";
    }
  }

  /**
   * Sequences of rows with named columns, the steps: in one table, in which a column names the
   * sequence of each row, or in a folder with a table for each sequence.
   *
   * @param path the file or the folder; the first line of a file names the columns
   * @param sequence the column that names a row's sequence; empty for a folder
   * @param labelPer what has a label of its own
   * @param columns what they are
   * @param steps how many every sequence is padded to; as many as the longest has if empty
   * @param align where the steps of a shorter sequence stand
   * @param testFraction the share of sequences kept for the test, if there is no test path
   * @param testPath a file or a folder of the same kind for the test
   */
  record CsvSequence(
      String path,
      Optional<String> sequence,
      LabelPer labelPer,
      Columns columns,
      Optional<Integer> steps,
      Alignment align,
      double testFraction,
      Optional<String> testPath)
      implements Source {
    private static final Range STEPS = Range.between(1, 1_000_000);

    static CsvSequence read(Fields fields) {
      String path = fields.text("path", "a file, or a folder with a file for each sequence");
      Optional<String> sequence =
          fields.optionalText(
              "sequence", "the column that names a row's sequence; none for a folder");
      LabelPer labelPer =
          fields.oneOf("labelPer", "what has a label of its own", LabelPer.SEQUENCE);
      Columns columns = Columns.read(fields);
      columns.checkOther(fields, "sequence", sequence);
      return new CsvSequence(
          path,
          sequence,
          labelPer,
          columns,
          fields.optionalWholeNumber("steps", "of each sequence; default: of the longest", STEPS),
          fields.oneOf("align", "where a shorter sequence stands", Alignment.START),
          fields.number(
              "testFraction", "share of sequences kept for the test", Range.FRACTION, 0.2),
          fields.optionalText("testPath", "a file or a folder of the same kind for the test"));
    }

    @Override
    public String word() {
      return "csvSequence";
    }
  }

  /** What has a label of its own. */
  enum LabelPer {
    /** The sequence: every row of it has the same. */
    SEQUENCE,
    /** Each step. */
    STEP
  }

  /** Where the steps of a sequence stand that is shorter than others: the rest is masked. */
  enum Alignment {
    /** First the steps, then the padding. */
    START,
    /** First the padding, then the steps, so that all sequences end together. */
    END
  }

  /**
   * Images and labels in MNIST's IDX format, gzipped or plain.
   *
   * @param images the training images
   * @param labels the training labels
   * @param testImages the test images
   * @param testLabels the test labels
   */
  record Idx(String images, String labels, String testImages, String testLabels) implements Source {
    static Idx read(Fields fields) {
      return new Idx(
          fields.text("images", "IDX file of the training images"),
          fields.text("labels", "IDX file of the training labels"),
          fields.text("testImages", "IDX file of the test images"),
          fields.text("testLabels", "IDX file of the test labels"));
    }

    @Override
    public String word() {
      return "idx";
    }
  }
}
