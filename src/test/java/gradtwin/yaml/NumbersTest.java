package gradtwin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "3, 3",
    "-3, -3",
    "+3, 3",
    "0.5, 0.5",
    ".5, 0.5",
    "5., 5",
    "1e-3, 0.001",
    "1E3, 1000",
    "2.5e+2, 250",
    "007, 7",
    "-0, -0.0",
    "1e-400, 0"
  })
  void decimals(String text, double number) {
    assertEquals(Optional.of(number), Numbers.parse(text));
  }

  /** What YAML 1.1, Java or a spreadsheet would take, and a number that float64 has no room for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "e3",
        "1e",
        "0x10",
        "0o7",
        "1_000",
        "1,5",
        "1 000",
        "~",
        "null",
        "NaN",
        ".nan",
        "Infinity",
        ".inf",
        "1e400",
        "-1e400",
        "1d",
        "1f",
        "0x1p3",
        "--1",
        "1.2.3",
        "५"
      })
  void nothingElse(String text) {
    assertEquals(Optional.empty(), Numbers.parse(text));
  }

  @Test
  void wholeNumbersAreWrittenWithoutAPoint() {
    assertEquals("3", Numbers.text(3));
    assertEquals("-1000000", Numbers.text(-1e6));
    assertEquals("0.05", Numbers.text(0.05));
    assertEquals("1e-5", Numbers.text(1e-5));
    assertEquals("1e12", Numbers.text(1e12));
  }

  /** What is written is read back, to the bit. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -1, 0.1, 1e-8, 1e-10, 1e12, 123456789.125, Double.MIN_VALUE})
  void roundTrip(double number) {
    assertEquals(Optional.of(number), Numbers.parse(Numbers.text(number)));
  }
}
