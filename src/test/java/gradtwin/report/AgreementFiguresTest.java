package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.compare.Difference.Ulp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementFiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.25, 0.25",
    "-100, -100",
    "0.6931471805599453, 0.6931471806",
    "8.000000241e60, 8.000000241e+60",
    "1e-20, 1e-20",
    "12345678901234, 1.23456789e+13",
    "NaN, NaN",
    "-Infinity, -Infinity",
  })
  void valuesHaveTenDigits(double value, String shown) {
    assertEquals(shown, AgreementFigures.value(value));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "2.22e-16, 2.2e-16",
    "0.5, 0.500",
    "12.34, 12.3",
    "4321, 4.3e+03",
    "Infinity, infinite",
    "NaN, NaN",
  })
  void differencesAreShort(double value, String shown) {
    assertEquals(shown, AgreementFigures.relative(value));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 0 / 2",
    "0.04, 3.14, 0.0 / 3.1",
    "12.6, 9999, 13 / 9999",
    "4.4e15, Infinity, 4e+15 / infinite",
  })
  void distancesAreShort(double median, double percentile99, String shown) {
    assertEquals(
        shown,
        AgreementFigures.ulp(new Ulp(median, percentile99, Double.NaN, java.util.List.of())));
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "203540, '203,540'", "4940000000000, 4.94e+12"})
  void countsStayShort(long count, String shown) {
    assertEquals(shown, AgreementFigures.count(count));
  }
}
