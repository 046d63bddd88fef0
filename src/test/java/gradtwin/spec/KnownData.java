package gradtwin.spec;

import gradtwin.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Knows what the data sets look like without looking at any. */
public final class KnownData implements DataInspector {
  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private static final Shape IMAGE = Shape.of(1, 28, 28);

  /** The one table of sequences: of at most five steps with three features. */
  private static final String SEQUENCES = "walks.csv";

  /** The one CSV file there is: a regression with three features. */
  private static final String CSV = "house-prices.csv";

  @Override
  public DataDescription describe(Source source) throws Fault {
    if (source instanceof Source.Xor) {
      return new DataDescription(
          Shape.of(2), Target.LABEL, Task.CLASSIFICATION, List.of("0", "1"), 4);
    }
    if (source instanceof Source.Digits digits) {
      return new DataDescription(
          IMAGE, Target.LABEL, Task.CLASSIFICATION, DIGITS, digits.examples());
    }
    if (source instanceof Source.Mnist) {
      return new DataDescription(IMAGE, Target.LABEL, Task.CLASSIFICATION, DIGITS, 60_000);
    }
    if (source instanceof Source.Csv csv) {
      if (!csv.path().equals(CSV)) {
        throw new Fault("path", "expected a file, found nothing at '" + csv.path() + "'");
      }
      return new DataDescription(Shape.of(3), Target.LABEL, Task.REGRESSION, List.of(), 100);
    }
    if (source instanceof Source.CsvSequence csv) {
      if (!csv.path().equals(SEQUENCES)) {
        throw new Fault("path", "expected a file, found nothing at '" + csv.path() + "'");
      }
      Target target = csv.labelPer() == Source.LabelPer.STEP ? Target.STEPS : Target.LABEL;
      return new DataDescription(
          Shape.of(3, 5), target, Task.CLASSIFICATION, List.of("up", "down"), 40, true);
    }
    throw new Fault("images", "expected a file, found nothing");
  }
}
