package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class ParameterTest {
  @Test
  void gradientStartsAtZeroInTheShapeOfTheValue() {
    Tensor value = Tensor.matrix(new double[] {1, 2, 3});
    Parameter parameter = new Parameter("W", value, Parameter.Role.WEIGHT, Penalty.NONE);
    assertSame(value, parameter.value());
    assertEquals(value.shape(), parameter.gradient().shape());
    assertArrayEquals(new double[3], parameter.gradient().values());
    assertEquals("W[1, 3]", parameter.toString());
  }

  @Test
  void namedOtherwiseItIsTheSameParameter() {
    Parameter parameter =
        new Parameter("W", Tensor.vector(1, 2), Parameter.Role.WEIGHT, Penalty.NONE);
    Parameter named = parameter.named("fW");
    assertEquals("fW", named.key());
    assertSame(parameter.value(), named.value());
    assertSame(parameter.gradient(), named.gradient());
    assertEquals(parameter.role(), named.role());
  }
}
