package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackpropagationTest {
  @Test
  void hasOneOfEachPerLayer() {
    List<Tensor> two = List.of(Tensor.vector(1), Tensor.vector(2));
    assertEquals(
        2, new Backpropagation(0, 0, two, two, List.of(Map.of(), Map.of())).layers(), "layers");
    assertEquals(
        "expected one activation, delta and gradient per layer, got 2, 2 and 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Backpropagation(0, 0, two, two, List.of(Map.of())))
            .getMessage());
  }
}
