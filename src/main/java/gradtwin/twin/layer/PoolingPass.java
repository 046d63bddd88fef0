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
    walk((plane, window, place) -> y.values()[place] = pooling.forward(x.values(), plane, window));
  }

  @Override
  public Tensor output() {
    return y;
  }

  @Override
  public Tensor backward(Tensor dy) {
    Tensor dx = x.zerosLike();
    walk(
        (plane, window, place) ->
            pooling.backward(
                x.values(), plane, window, y.values()[place], dy.values()[place], dx.values()));
    return dx;
  }

  @Override
  public int piece() {
    int[] piece = {1};
    walk(
        (plane, window, place) ->
            piece[0] = 31 * piece[0] + pooling.piece(x.values(), plane, window));
    return piece[0];
  }

  private interface Visitor {
    /**
     * Sees one window.
     *
     * @param plane where its plane begins
     * @param place of its number in the output
     */
    void see(int plane, int[] window, int place);
  }

  private void walk(Visitor visitor) {
    int channels = x.shape().size(1);
    int planeSize = x.size() / Math.max(1, x.rows() * channels);
    int place = 0;
    for (int n = 0; n < x.rows(); n++) {
      int[][] ofExample = windows.apply(n);
      for (int c = 0; c < channels; c++) {
        for (int[] window : ofExample) {
          visitor.see((n * channels + c) * planeSize, window, place++);
        }
      }
    }
  }
}
