package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.compare.Equation.Part;
import gradtwin.compare.Equation.Product;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EquationTest {
  private static String text(Equation equation) {
    return String.join("", equation.parts().stream().map(Part::text).toList());
  }

  @Test
  void aSumOfProducts() {
    Equation sum =
        Equation.sum(
            "z",
            List.of(
                new Product(Part.number("x[0]", 2), Part.number("W[0]", 3)),
                new Product(Part.number("x[1]", -1), Part.number("W[1]", 4)),
                new Product(Part.number("b", 0.5))));

    assertEquals("x[0]·W[0] + x[1]·W[1] + b", text(sum));
    assertEquals(2.5, sum.value()); // 6 - 4 + 0.5
  }

  /** Of 1 -2 3 -4 ... 9, the six of the largest size are kept, in their order. */
  @Test
  void theLeastOfManyAreAddedUp() {
    List<Product> products = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      products.add(new Product(Part.number("x" + i, i % 2 == 0 ? -i : i)));
    }

    Equation sum = Equation.sum("s", products);

    assertEquals("x4 + x5 + x6 + x7 + x8 + x9 + (3 more)", text(sum));
    assertEquals(5, sum.value()); // 1 - 2 + 3 - 4 + 5 - 6 + 7 - 8 + 9
    assertEquals(2, sum.parts().get(sum.parts().size() - 1).number().orElseThrow()); // 1 - 2 + 3
  }
}
