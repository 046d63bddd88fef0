package gradtwin.bench.kernel;

import gradtwin.tensor.Correlation;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.WindowAxis;
import gradtwin.tensor.Windows;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * LeNet's second convolution on a batch of 64: x [64, 20, 12, 12], w [50, 20, 5, 5], z [64, 50, 8,
 * 8].
 */
@State(Scope.Thread)
public class ConvolutionBenchmark {
  private static final int BATCH = 64;
  private static final int CHANNELS = 20;
  private static final int FILTERS = 50;
  private static final int SIZE = 12;
  private static final int KERNEL = 5;

  private final Windows windows =
      new Windows(
          List.of(
              WindowAxis.fitting(SIZE, KERNEL, 1, 1, 0),
              WindowAxis.fitting(SIZE, KERNEL, 1, 1, 0)));
  private final Correlation correlation = new Correlation(windows, 1);
  private Tensor x;
  private Tensor w;
  private Tensor columns;

  /** Makes the operands. */
  @Setup
  public void setUp() {
    x = RandomTensor.of(BATCH, CHANNELS, SIZE, SIZE);
    w = RandomTensor.of(FILTERS, CHANNELS, KERNEL, KERNEL);
    columns = RandomTensor.of(CHANNELS * windows.kernel(), windows.count());
  }

  /** The columns of one image after the other. */
  @Benchmark
  public Tensor gather() {
    int image = CHANNELS * windows.positions();
    for (int n = 0; n < BATCH; n++) {
      windows.gather(x.values(), n * image, CHANNELS, 0, columns.values());
    }
    return columns;
  }

  /** The forward pass. */
  @Benchmark
  public Tensor forward() {
    return correlation.forward(w, x);
  }
}
