package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScatterSampleTest {
  @Test
  void everyElementOfASmallBlockIsDrawn() {
    Tensor block = Tensor.zeros(Shape.of(40, 50));

    assertEquals(IntStream.range(0, 2000).boxed().toList(), ScatterSample.of(block, block));
  }

  @Test
  void largeBlockKeepsItsExtremes() {
    Tensor dl4j = Tensor.zeros(Shape.of(300, 301));
    Tensor twin = Tensor.zeros(Shape.of(300, 301));
    dl4j.values()[4_321] = 1e-3; // where they differ
    dl4j.values()[54_321] = 7;
    twin.values()[54_321] = 7; // the largest
    dl4j.values()[77_777] = -9;
    twin.values()[77_777] = -9; // the smallest

    List<Integer> positions = ScatterSample.of(dl4j, twin);

    assertTrue(positions.containsAll(List.of(4_321, 54_321, 77_777)));
    assertTrue(positions.size() > 1_500 && positions.size() <= ScatterSample.LIMIT);
    assertEquals(
        positions.stream().sorted().distinct().toList(), positions, "ascending, once each");
  }
}
