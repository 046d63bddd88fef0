package gradtwin.twin.layer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.Layer.Pass;
import java.util.function.IntFunction;

/** A pooling of the windows of each plane: of each channel of each example. */
final class PoolingPass implements Pass {
  private final Pooling pooling;
  private final Tensor x;
  private final IntFunction<int[][]> windows;
  private final Tensor y;

  /**
   * Pools.
   *
   * @param x [N, channels, ...]
   * @param output [N, channels, ...], the shape of the numbers for the windows
   * @param windows of each plane of an example, given its number, in the output's order
   */
  PoolingPass(Pooling pooling, Tensor x, Shape output, IntFunction<int[][]> windows) {
    this.pooling = pooling;
    this.x = x;
    this.windows = windows;
    this.y = x.newEmpty(output);
    double[] in = x.values();
    double[] out = y.values();
    int size = planeSize();
    int place = 0;
    for (int plane = 0, from = 0; plane < planes(); plane++, from += size) {
      for (int[] window : windowsOf(plane)) {
        out[place++] = pooling.forward(in, from, window);
      }
    }
  }

  @Override
  public Tensor output() {
    return y;
  }

  @Override
  public Tensor backward(Tensor dy) {
    Tensor dx = x.zerosLike();
    double[] in = x.values();
    double[] out = y.values();
    double[] incoming = dy.values();
    double[] outgoing = dx.values();
    int size = planeSize();
    int place = 0;
    for (int plane = 0, from = 0; plane < planes(); plane++, from += size) {
      for (int[] window : windowsOf(plane)) {
        pooling.backward(in, from, window, out[place], incoming[place], outgoing);
        place++;
      }
    }
    return dx;
  }

  @Override
  public int piece() {
    int size = planeSize();
    int piece = 1;
    for (int plane = 0, from = 0; plane < planes(); plane++, from += size) {
      for (int[] window : windowsOf(plane)) {
        piece = 31 * piece + pooling.piece(x.values(), from, window);
      }
    }
    return piece;
  }

  /** One for each channel of each example. */
  private int planes() {
    return x.rows() * x.shape().size(1);
  }

  private int planeSize() {
    return x.size() / Math.max(1, planes());
  }

  private int[][] windowsOf(int plane) {
    return windows.apply(plane / x.shape().size(1));
  }
}
