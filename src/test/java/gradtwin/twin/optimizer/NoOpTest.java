package gradtwin.twin.optimizer;

import static gradtwin.twin.optimizer.OptimizerCheck.assertAgreesWithDl4j;
import static gradtwin.twin.optimizer.OptimizerCheck.steps;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NoOpTest {
  @Test
  void theGradientIsTheStep() {
    assertArrayEquals(new double[] {3, -2}, steps(new NoOp(), 3, -2));
    assertEquals(1, new NoOp().learningRate());
  }

  @Test
  void agreesWithDl4j() {
    assertAgreesWithDl4j(new NoOp(), new org.nd4j.linalg.learning.config.NoOp());
  }
}
