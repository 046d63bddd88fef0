package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.Precision;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Parameter.Role;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundTest {
  /** 3e-14 is beyond the bound of 1e-14, and within twice a rounding of 2e-14. */
  @Test
  void penaltiesMayBeApartByWhatPlainSumsLose() {
    assertTrue(Bound.penalties(1 + 5e-15, 1, 0, Precision.FLOAT64));
    assertFalse(Bound.penalties(1 + 3e-14, 1, 0, Precision.FLOAT64));
    assertTrue(Bound.penalties(1 + 3e-14, 1, 2e-14, Precision.FLOAT64));
    assertFalse(Bound.penalties(1 + 5e-14, 1, 2e-14, Precision.FLOAT64));
    assertFalse(Bound.penalties(1.00001, 1, 0, Precision.FLOAT32));
  }

  /** In float32 the two ones are lost next to 2^24, from the squares of each parameter. */
  @Test
  void plainSumsOfAllParametersAreAddedUp() {
    Penalty squares = new Penalty(0, 1, 1);
    List<Parameter> parameters =
        List.of(
            new Parameter("W", Tensor.vector(4096, 1, 1), Role.WEIGHT, squares),
            new Parameter("V", Tensor.vector(4096, 1, 1), Role.WEIGHT, squares),
            new Parameter("b", Tensor.vector(4096, 1, 1), Role.BIAS, Penalty.NONE));
    assertEquals(4, Bound.ofPlainSums(parameters, Precision.FLOAT32));
    assertEquals(0, Bound.ofPlainSums(parameters, Precision.FLOAT64));
  }
}
