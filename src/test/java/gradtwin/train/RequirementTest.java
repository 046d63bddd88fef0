package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.spec.Metric;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementTest {
  private static final Training.Scores SCORES =
      new Training.Scores(
          new Metrics(10, Map.of(Metric.LOSS, 0.01, Metric.ACCURACY, 0.99)),
          Optional.empty(),
          new Metrics(5, Map.of(Metric.LOSS, 0.1, Metric.ACCURACY, 0.975)));

  @ParameterizedTest
  @CsvSource({
    "test.accuracy=0.975",
    "test.accuracy>=0.975",
    "test.accuracy <= 0.975",
    "train.loss=0.01",
    "train.loss<=1e-2",
    "test.loss>=0.1"
  })
  void isMetAtItsBound(String text) {
    assertEquals(Optional.empty(), Requirement.parse(text).unmet(SCORES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test.accuracy=0.98 | required test.accuracy >= 0.98, got 0.975000",
        "test.accuracy<=0.9 | required test.accuracy <= 0.9, got 0.975000",
        "train.loss=0.009   | required train.loss <= 0.009, got 0.0100000",
        "test.loss>=0.2     | required test.loss >= 0.2, got 0.100000",
        "validation.loss=1  | required validation.loss <= 1.0, but it was not measured",
        "test.meanSquaredError=1"
            + " | required test.meanSquaredError <= 1.0, but it was not measured"
      })
  void saysWhatWasRequiredAndWhatThereIs(String text, String reason) {
    assertEquals(Optional.of(reason), Requirement.parse(text).unmet(SCORES));
  }

  @Test
  void aNanMeetsNothing() {
    Metrics nan = new Metrics(1, Map.of(Metric.LOSS, Double.NaN));
    Training.Scores scores = new Training.Scores(nan, Optional.empty(), nan);

    assertEquals(
        Optional.of("required test.loss <= 1.0, got NaN"),
        Requirement.parse("test.loss=1").unmet(scores));
    assertEquals(
        Optional.of("required test.loss >= 1.0, got NaN"),
        Requirement.parse("test.loss>=1").unmet(scores));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accuracy=0.9 | expected a part, a metric and a bound, such as test.accuracy>=0.975 or"
            + " train.loss<=0.01, got 'accuracy=0.9'",
        "tset.loss=1 | expected a part of the examples (train, validation, test), got 'tset'",
        "test.acc=1 | expected a metric (loss, accuracy, meanSquaredError, meanAbsoluteError),"
            + " got 'acc'",
        "test.loss=1e | expected a number, got '1e'"
      })
  void whatCannotBeReadIsRefused(String text, String message) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Requirement.parse(text));

    assertEquals(message, refused.getMessage());
  }
}
