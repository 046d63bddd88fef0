package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianOfAnOddCountIsOneOfThem() {
    assertEquals(new Spread(3, 1, 10), Spread.of(List.of(10.0, 1.0, 3.0)));
  }

  @Test
  void theMedianOfAnEvenCountLiesBetweenTwo() {
    assertEquals(new Spread(2.5, 1, 10), Spread.of(List.of(3.0, 10.0, 1.0, 2.0)));
  }

  @Test
  void oneNumberIsAllThree() {
    assertEquals(new Spread(7, 7, 7), Spread.of(List.of(7.0)));
  }

  @Test
  void ofNothingThereIsNone() {
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }
}
