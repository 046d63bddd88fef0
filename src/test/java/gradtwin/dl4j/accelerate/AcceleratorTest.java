package gradtwin.dl4j.accelerate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingHelper;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class AcceleratorTest {
  private static SubsamplingHelper pooling() {
    return (SubsamplingHelper) new AcceleratedMaxPooling(DataType.FLOAT).guarded();
  }

  /** DL4J catches exceptions of what it asks, and says nothing but a line of the log. */
  @Test
  void whatFailsIsNoAnswer() {
    SubsamplingHelper pooling = pooling();

    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                pooling.backpropGradient(
                    null, null, null, null, null, null, null, null, null, null));

    assertInstanceOf(NullPointerException.class, error.getCause());
    assertEquals(
        "AcceleratedMaxPooling failed; 'training.accelerate: false' leaves the layer to DL4J",
        error.getMessage());
  }

  @Test
  void whatIsLeftToDl4jIsNoFailure() {
    assertNull(pooling().activate(null, true, null, null, null, null, null, null, null, null));
  }
}
