package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
  private record Numbers(double a, double b, double c, List<Double> list) {}

  private record Possible(Optional<String> there, Optional<String> absent) {}

  private record Nested(String name, Map<String, Integer> counts) {}

  @Test
  void nanAndInfinitiesAreTexts() {
    Numbers numbers =
        new Numbers(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            List.of(Double.NaN, 1.5));

    assertEquals(
        "{\"a\":\"NaN\",\"b\":\"Infinity\",\"c\":\"-Infinity\",\"list\":[\"NaN\",1.5]}",
        Json.line(numbers));
  }

  @Test
  void doublesReadBackToTheSameBits() throws IOException {
    Numbers numbers = new Numbers(0.1 + 0.2, Double.MIN_VALUE, -0.0, List.of(Math.PI));

    assertEquals(numbers, Json.read(Json.line(numbers), Numbers.class));
  }

  @Test
  void whatIsAbsentIsLeftOut() {
    assertEquals("{\"there\":\"x\"}", Json.line(new Possible(Optional.of("x"), Optional.empty())));
  }

  @Test
  void aDocumentIsIndentedByTwo() {
    assertEquals(
        """
        {
          "name" : "a",
          "counts" : {
            "b" : 1
          }
        }
        """,
        Json.document(new Nested("a", Map.of("b", 1))));
  }

  @Test
  void unknownKeysArePassedOver() throws IOException {
    assertEquals(
        new Nested("a", Map.of()),
        Json.read("{\"name\":\"a\",\"new\":true,\"counts\":{}}", Nested.class));
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThrows(IOException.class, () -> Json.read("{", Nested.class));
  }
}
