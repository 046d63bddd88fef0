package gradtwin.twin.optimizer;

import static gradtwin.twin.optimizer.OptimizerCheck.EXACT;
import static gradtwin.twin.optimizer.OptimizerCheck.FIVE_STEPS;
import static gradtwin.twin.optimizer.OptimizerCheck.assertAgreesWithDl4j;
import static gradtwin.twin.optimizer.OptimizerCheck.assertFollows;
import static gradtwin.twin.optimizer.OptimizerCheck.exact;
import static gradtwin.twin.optimizer.OptimizerCheck.steps;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Shape;
import org.junit.jupiter.api.Test;

class SgdTest {
  @Test
  void byHand() {
    assertArrayEquals(new double[] {0.25, -0.5, 0}, steps(new Sgd(0.25), 1, -2, 0));
    assertEquals(0.25, new Sgd(0.25).learningRate());
    assertTrue(new Sgd(0.25).initialState(Shape.of(3)).isEmpty());
  }

  @Test
  void fiveSteps() {
    assertFollows(g -> exact(0.1).multiply(g.get(g.size() - 1), EXACT), new Sgd(0.1), FIVE_STEPS);
  }

  @Test
  void agreesWithDl4j() {
    assertAgreesWithDl4j(new Sgd(0.1), new org.nd4j.linalg.learning.config.Sgd(0.1));
  }
}
