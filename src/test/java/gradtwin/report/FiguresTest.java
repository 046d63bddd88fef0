package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.spec.Metric;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void sharesHaveFourDecimalsAndTheRestSixDigits() {
    assertEquals("0.9783", Figures.of(Metric.ACCURACY, 0.97834));
    assertEquals("0.0123457", Figures.of(Metric.LOSS, 0.01234567));
    assertEquals("1.23457e-08", Figures.of(Metric.LOSS, 1.234567e-8));
    assertEquals("NaN", Figures.of(Metric.LOSS, Double.NaN));
  }

  @Test
  void timesHaveTheDigitsThatMatter() {
    assertEquals("0.25 ms", Figures.seconds(0.00025));
    assertEquals("3.46 s", Figures.seconds(3.456));
    assertEquals("35 s", Figures.seconds(34.56));
  }

  @Test
  void countsHaveTheirNoun() {
    assertEquals("1 fault", Figures.count(1, "fault"));
    assertEquals("0 faults", Figures.count(0, "fault"));
    assertEquals("60,000 examples", Figures.count(60_000, "example"));
    assertEquals("10 classes", Figures.count(10, "class", "classes"));
  }

  @Test
  void longTextIsBrokenBetweenWords() {
    String word = "x".repeat(40);

    assertEquals(
        word + " " + word + "\n" + word + "\n", Figures.wrapped(word + " " + word + " " + word));
  }
}
