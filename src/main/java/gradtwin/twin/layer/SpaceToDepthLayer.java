package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;

/**
 * Makes each pixel of a square block of an image a channel of its own.
 *
 * <pre>{@code
 * forward   y[(i b + j) C + c, h, w] = x[c, h b + i, w b + j]    i, j = 0 .. b - 1
 * backward  dx[c, h b + i, w b + j] = dy[(i b + j) C + c, h, w]
 * }</pre>
 *
 * <p>Shapes: x [N, C, height, width], y [N, C b², height / b, width / b]. The side b of a block is
 * a whole number of at least 1 that divides height and width. Source: {@code tf.nn.space_to_depth}
 * of TensorFlow, whose order of channels this is. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer}.
 */
public final class SpaceToDepthLayer implements Layer {
  private final int blockSize;

  /**
   * @param blockSize the side of a block in pixels
   */
  public SpaceToDepthLayer(int blockSize) {
    this.blockSize = blockSize;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Shape input = x.shape().ofOneExample();
    int channels = input.size(0);
    int height = input.size(1) / blockSize;
    int width = input.size(2) / blockSize;
    int[] sources = new int[input.elements()];
    int place = 0;
    for (int i = 0; i < blockSize; i++) {
      for (int j = 0; j < blockSize; j++) {
        for (int c = 0; c < channels; c++) {
          for (int h = 0; h < height; h++) {
            int row = (c * input.size(1) + h * blockSize + i) * input.size(2);
            for (int w = 0; w < width; w++) {
              sources[place++] = row + w * blockSize + j;
            }
          }
        }
      }
    }
    Shape output = Shape.of(channels * blockSize * blockSize, height, width);
    return new Placement(input, output, sources).pass(x);
  }

  @Override
  public Term formula(Term x, Step step) {
    int b = blockSize;
    Shape in = x.shape();
    int channels = in.size(1);
    return x.picked(
        Shape.of(in.size(0), channels * b * b, in.size(2) / b, in.size(3) / b),
        at -> {
          int block = at[1] / channels; // i b + j
          int row = at[2] * b + block / b;
          int column = at[3] * b + block % b;
          return new int[] {at[0], at[1] % channels, row, column};
        });
  }
}
