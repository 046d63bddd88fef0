package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TamperedPassTest {
  private static Backpropagation pass(double activation, double delta, double gradient) {
    return new Backpropagation(
        0.5,
        0.25,
        List.of(Tensor.matrix(new double[] {activation})),
        List.of(Tensor.matrix(new double[] {delta, 1.0 / 3})),
        List.of(Map.of("W", Tensor.matrix(new double[] {gradient}))));
  }

  @Test
  void whatABugAddsElsewhereIsAdded() {
    Backpropagation tampered = TamperedPass.of(pass(7, 10, 20), pass(1, 2, 3), pass(1, 5, -4));

    assertEquals(0.5, tampered.loss());
    assertEquals(0.25, tampered.penalty());
    assertArrayEquals(new double[] {7}, tampered.activations().get(0).values());
    // 10 + (5 - 2) and 20 + (-4 - 3); where nothing differs, the bits stay
    assertArrayEquals(new double[] {13, 1.0 / 3}, tampered.deltas().get(0).values());
    assertArrayEquals(new double[] {13}, tampered.gradients().get(0).get("W").values());
  }
}
