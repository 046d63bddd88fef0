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
   * A table with named columns.
   *
   * @param path the file, whose first line names the columns
   * @param delimiter one character between values
   * @param label the column to predict
   * @param features the columns to predict from; all others if empty
   * @param categorical those features whose values are names rather than numbers
   * @param task whether the label is a class or a number
   * @param testFraction the share of rows kept for the test, if there is no test file
   * @param testPath a file of the same columns for the test
   * @param standardize whether numeric features are brought to mean 0 and deviation 1
   */
  record Csv(
      String path,
      String delimiter,
      String label,
      List<String> features,
      List<String> categorical,
      Task task,
      double testFraction,
      Optional<String> testPath,
      boolean standardize)
      implements Source {
    static Csv read(Fields fields) {
      Csv csv =
          new Csv(
              fields.text("path", "the file; its first line names the columns"),
              fields.text("delimiter", "one character between values", ","),
              fields.text("label", "the column to predict"),
              fields.texts("features", "the columns to predict from; default: all others"),
              fields.texts("categorical", "features whose values are names"),
              fields.oneOf("task", "what the label is", Task.CLASSIFICATION),
              fields.number("testFraction", "share of rows kept for the test", Range.FRACTION, 0.2),
              fields.optionalText("testPath", "a file of the same columns for the test"),
              fields.flag("standardize", "numeric features to mean 0, deviation 1", true));
      if (csv.delimiter().length() != 1) {
        fields.error(
            "delimiter", "expected one character, got '" + csv.delimiter() + "'; \"\\t\" is a tab");
      }
      if (csv.features().contains(csv.label())) {
        fields.error("features", "expected features other than the label '" + csv.label() + "'");
      }
      return csv;
    }

    @Override
    public String word() {
      return "csv";
    }
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
