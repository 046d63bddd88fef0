package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final int COUNT = 100;

  @Test
  void eachEpochHasAnOrderOfItsOwnThatTheSeedDecides() {
    Order order = new Order(42, true);
    int[] first = order.ofEpoch(1, COUNT);

    assertArrayEquals(first, new Order(42, true).ofEpoch(1, COUNT));
    assertFalse(Arrays.equals(first, order.ofEpoch(2, COUNT)));
    assertFalse(Arrays.equals(first, new Order(43, true).ofEpoch(1, COUNT)));
  }

  @Test
  void everyExampleComesOnce() {
    int[] rows = new Order(42, true).ofEpoch(3, COUNT);
    Arrays.sort(rows);

    assertArrayEquals(Order.asGiven(COUNT), rows);
  }

  @Test
  void withoutShufflingTheOrderIsThatOfTheData() {
    assertArrayEquals(new int[] {0, 1, 2, 3}, new Order(42, false).ofEpoch(7, 4));
  }
}
