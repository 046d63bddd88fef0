package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.compare.Equation;
import gradtwin.compare.Equation.Part;
import gradtwin.report.TraceFigures.Column;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceFiguresTest {
  @Test
  void sixDigitsWithoutZerosAtTheEnd() {
    assertEquals("0.333333", TraceFigures.number(1 / 3.0));
    assertEquals("0.5", TraceFigures.number(0.5));
    assertEquals("100", TraceFigures.number(100));
    assertEquals("-0.00012345", TraceFigures.number(-1.2345e-4));
    assertEquals("1.5e-05", TraceFigures.number(1.5e-5));
    assertEquals("0", TraceFigures.number(-0.0));
    assertEquals("NaN", TraceFigures.number(Double.NaN));
  }

  /** Numbers below each other have as many decimals as give the largest six digits. */
  @Test
  void aColumnHasOneFormat() {
    Column column = Column.of(Tensor.vector(0.0123456789, -0.001, 0));

    assertEquals("0.0123457", column.text(0.0123456789));
    assertEquals("-0.0010000", column.text(-0.001));
    assertEquals("0", column.text(0));
    assertEquals("12.3400", Column.of(Tensor.vector(12.34)).text(12.34));
    assertEquals("2", Column.of(Tensor.vector(1, 2)).text(2));
    assertEquals("1.00000e-09", Column.of(Tensor.vector(1e-9)).text(1e-9));
    assertEquals("Infinity", Column.of(Tensor.vector(1, Double.POSITIVE_INFINITY)).text(1 / 0.0));
  }

  private static Part sign(String text) {
    return new Part(text, Optional.empty());
  }

  private static Part number(String name, double value) {
    return new Part(name, Optional.of(value));
  }

  private static String numbers(Part... parts) {
    return TraceFigures.numbers(new Equation("e", List.of(parts), 0));
  }

  @Test
  void namesAndNumbersAreReadAlike() {
    Equation equation =
        new Equation("e", List.of(number("a", 2), sign("·("), number("b", -3), sign(")")), -6);

    assertEquals("a·(b)", TraceFigures.names(equation));
    assertEquals("2·(-3)", TraceFigures.numbers(equation));
  }

  /** A negative number stands in parentheses wherever it would be misread without. */
  @Test
  void negativeNumbersAreNotMisread() {
    assertEquals("-2·(-3)", numbers(number("a", -2), sign("·"), number("b", -3)));
    assertEquals("1 - (-3)", numbers(number("a", 1), sign(" - "), number("b", -3)));
    assertEquals("(-2)^2", numbers(number("a", -2), sign("^2")));
    assertEquals("exp(-(-2))", numbers(sign("exp(-"), number("a", -2), sign(")")));
    assertEquals("|-2|", numbers(sign("|"), number("a", -2), sign("|")));
  }
}
