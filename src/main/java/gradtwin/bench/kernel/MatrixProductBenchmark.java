package gradtwin.bench.kernel;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The three matrix products of MNIST's hidden layer, all with {@code 2 · batch · 784 · 128}
 * floating-point operations.
 *
 * <pre>{@code
 * forward         z  [batch, 128] = x [batch, 784] · W [784, 128]
 * weightGradient  dW [784, 128]   = xᵀ · dz
 * inputGradient   dx [batch, 784] = dz · Wᵀ
 * }</pre>
 */
@State(Scope.Thread)
public class MatrixProductBenchmark {
  private static final int INPUTS = 784;
  private static final int UNITS = 128;

  @Param({"32", "128", "512"})
  public int batch;

  private Tensor x;
  private Tensor w;
  private Tensor dz;
  private Tensor z;
  private Tensor dw;
  private Tensor dx;

  /** Makes the operands. */
  @Setup
  public void setUp() {
    x = RandomTensor.of(batch, INPUTS);
    w = RandomTensor.of(INPUTS, UNITS);
    dz = RandomTensor.of(batch, UNITS);
    z = dz.zerosLike();
    dw = w.zerosLike();
    dx = x.zerosLike();
  }

  /** The forward pass. */
  @Benchmark
  public Tensor forward() {
    MatrixProduct.multiply(x, w, z);
    return z;
  }

  /** The backward pass to the weights. */
  @Benchmark
  public Tensor weightGradient() {
    MatrixProduct.multiplyTransposedFirst(x, dz, dw);
    return dw;
  }

  /** The backward pass to the input. */
  @Benchmark
  public Tensor inputGradient() {
    MatrixProduct.multiplyTransposedSecond(dz, w, dx);
    return dx;
  }
}
