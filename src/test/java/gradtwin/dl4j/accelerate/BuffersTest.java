package gradtwin.dl4j.accelerate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The memory of accelerated layers: in blocks or in one, and allocated once. */
class BuffersTest {
  private static final int EXAMPLES = 5;
  private static final int CHANNELS = 3;
  private static final int OUTPUTS = 4;
  private static final Axis AXIS = new Axis(8, 4, 3, 2, 1, 1);

  /** A step may make some small objects, such as pointers, and no array of numbers. */
  private static final long SMALL = 50_000;

  private static INDArray numbers(int seed, long... shape) {
    INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
    for (long i = 0; i < array.length(); i++) {
      array.data().put(i, Math.sin(seed + 0.7 * i));
    }
    return array;
  }

  /** Everything that a convolution computes, one after the other. */
  private static double[] convolution(int imagesInABlock, boolean whole) {
    Sliding sliding = new Sliding(imagesInABlock, CHANNELS, AXIS, AXIS, whole);
    ConvolutionBuffers buffers =
        new ConvolutionBuffers(DataType.DOUBLE, sliding, EXAMPLES, OUTPUTS);
    NativeNumbers x = NativeNumbers.of(numbers(1, EXAMPLES, CHANNELS, 8, 8));
    NativeNumbers dz = NativeNumbers.of(numbers(2, EXAMPLES, OUTPUTS, 4, 4));
    INDArray z = numbers(3, EXAMPLES, OUTPUTS, 4, 4);
    INDArray dx = numbers(4, EXAMPLES, CHANNELS, 8, 8);
    INDArray dw = numbers(5, OUTPUTS, CHANNELS, 3, 3);
    INDArray db = numbers(6, OUTPUTS);
    buffers.load(numbers(7, OUTPUTS, CHANNELS, 3, 3), numbers(8, OUTPUTS));
    buffers.forward(x, NativeNumbers.of(z));
    buffers.backward(x, dz, NativeNumbers.of(dx), true);
    buffers.storeWeightsGradient(NativeNumbers.of(dw));
    buffers.storeBiasGradient(NativeNumbers.of(db));
    return Nd4j.concat(0, z.ravel(), dx.ravel(), dw.ravel(), db).toDoubleVector();
  }

  /** The last block is smaller than the others, or all are. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void blocksMakeOneBatch(int imagesInABlock) {
    double[] atOnce = convolution(EXAMPLES, true);
    assertArrayEquals(atOnce, convolution(imagesInABlock, true), 1e-13);
    assertArrayEquals(atOnce, convolution(imagesInABlock, false), 1e-13);
  }

  /** Pixels that change between two passes, in one block of several, change the outputs. */
  @Test
  void onlyWhatIsTheSameIsRemembered() {
    Sliding sliding = new Sliding(2, CHANNELS, AXIS, AXIS, false);
    ConvolutionBuffers used = new ConvolutionBuffers(DataType.DOUBLE, sliding, EXAMPLES, OUTPUTS);
    INDArray weights = numbers(7, OUTPUTS, CHANNELS, 3, 3);
    INDArray bias = numbers(8, OUTPUTS);
    INDArray x = numbers(1, EXAMPLES, CHANNELS, 8, 8);
    INDArray z = numbers(3, EXAMPLES, OUTPUTS, 4, 4);
    used.load(weights, bias);
    used.forward(NativeNumbers.of(x), NativeNumbers.of(z));
    x.data().put(2L * sliding.imageSize() + 5, 9);
    assertArrayEquals(fresh(x, weights, bias), again(used, x, weights, bias));
    weights.data().put(3, -2);
    assertArrayEquals(fresh(x, weights, bias), again(used, x, weights, bias));
    bias.data().put(1, 4);
    assertArrayEquals(fresh(x, weights, bias), again(used, x, weights, bias));
  }

  private static double[] fresh(INDArray x, INDArray weights, INDArray bias) {
    Sliding sliding = new Sliding(2, CHANNELS, AXIS, AXIS, false);
    return again(
        new ConvolutionBuffers(DataType.DOUBLE, sliding, EXAMPLES, OUTPUTS), x, weights, bias);
  }

  private static double[] again(
      ConvolutionBuffers buffers, INDArray x, INDArray weights, INDArray bias) {
    INDArray z = numbers(3, EXAMPLES, OUTPUTS, 4, 4);
    buffers.load(weights, bias);
    buffers.forward(NativeNumbers.of(x), NativeNumbers.of(z));
    return z.ravel().toDoubleVector();
  }

  private static long allocatedBy(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 3; i++) {
      work.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** The images alone take 1.6 MB. */
  @Test
  void aConvolutionAllocatesNoArray() {
    Axis axis = new Axis(32, 30, 3, 1, 1, 0);
    Sliding sliding = new Sliding(8, CHANNELS, axis, axis, false);
    ConvolutionBuffers buffers = new ConvolutionBuffers(DataType.DOUBLE, sliding, 64, OUTPUTS);
    INDArray weights = numbers(7, OUTPUTS, CHANNELS, 3, 3);
    INDArray bias = numbers(8, OUTPUTS);
    NativeNumbers x = NativeNumbers.allocate(DataType.DOUBLE, 64L * CHANNELS * 32 * 32);
    NativeNumbers z = NativeNumbers.allocate(DataType.DOUBLE, 64L * OUTPUTS * 30 * 30);
    NativeNumbers dx = NativeNumbers.allocate(DataType.DOUBLE, 64L * CHANNELS * 32 * 32);
    long allocated =
        allocatedBy(
            () -> {
              buffers.load(weights, bias);
              buffers.forward(x, z);
              buffers.backward(x, z, dx, true);
              buffers.storeWeightsGradient(NativeNumbers.of(weights));
              buffers.storeBiasGradient(NativeNumbers.of(bias));
            });
    assertTrue(allocated < SMALL, allocated + " bytes");
  }

  /** The gates of one step take 128 kB, and there are 20. */
  @Test
  void anLstmAllocatesNoArray() {
    int units = 64;
    LstmBuffers.Sizes sizes = new LstmBuffers.Sizes(64, 8, units, 20, true);
    LstmBuffers buffers = new LstmBuffers(DataType.DOUBLE, sizes);
    INDArray w = numbers(1, 8, 4L * units).dup('f');
    INDArray rw = numbers(2, units, 4L * units).dup('f');
    INDArray b = numbers(3, 1, 4L * units);
    NativeNumbers x = NativeNumbers.of(numbers(4, 20L * 8 * 64));
    NativeNumbers start = NativeNumbers.of(numbers(5, 64L * units));
    NativeNumbers y = NativeNumbers.allocate(DataType.DOUBLE, 20L * units * 64);
    long allocated =
        allocatedBy(
            () -> {
              w.data().put(0, w.data().getDouble(0) + 1); // so that nothing is remembered
              buffers.load(w, rw, b);
              buffers.forward(x, start, start, y);
              buffers.backward(y, x, true);
            });
    assertTrue(allocated < 20 * SMALL / 10, allocated + " bytes");
  }
}
