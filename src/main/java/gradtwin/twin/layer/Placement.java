package gradtwin.twin.layer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.layer.Layer.Pass;
import java.util.function.IntBinaryOperator;

/**
 * Where each element of an example's output comes from in its input. The way back adds the gradient
 * of each element to that of its source.
 */
final class Placement {
  /** The source of an element that is 0 whatever the input. */
  static final int NOWHERE = -1;

  private final Shape input;
  private final Shape output;
  private final int[] sources;

  /**
   * A placement that treats each axis by itself.
   *
   * @param input the shape of one example
   * @param output the shape of one example
   * @param source the coordinate in the input, or {@link #NOWHERE}, given the axis and the
   *     coordinate in the output
   */
  Placement(Shape input, Shape output, IntBinaryOperator source) {
    this(input, output, sources(input, output, source));
  }

  /**
   * Any placement.
   *
   * @param sources the position in the input, or {@link #NOWHERE}, of each in the output
   */
  Placement(Shape input, Shape output, int[] sources) {
    this.input = input;
    this.output = output;
    this.sources = sources;
  }

  private static int[] sources(Shape input, Shape output, IntBinaryOperator source) {
    int[] sources = {0};
    for (int axis = 0; axis < output.rank(); axis++) {
      int size = output.size(axis);
      int[] finer = new int[sources.length * size];
      for (int i = 0; i < finer.length; i++) {
        int outer = sources[i / size];
        int inner = source.applyAsInt(axis, i % size);
        boolean somewhere = outer != NOWHERE && inner != NOWHERE;
        finer[i] = somewhere ? outer * input.size(axis) + inner : NOWHERE;
      }
      sources = finer;
    }
    return sources;
  }

  /**
   * The mask of sequences after a layer that moves their steps: steps from nowhere are not there.
   *
   * @param mask [N, T]
   */
  static Tensor ofMask(Layer layer, Tensor mask) {
    Tensor oneFeature = mask.reshaped(Shape.of(mask.rows(), 1, mask.columns()));
    Tensor moved = layer.forward(oneFeature, Step.PREDICTION).output();
    return moved.reshaped(Shape.of(moved.rows(), moved.columns()));
  }

  /**
   * The pass of a layer that does nothing else.
   *
   * @param x [N, ...]
   */
  Pass pass(Tensor x) {
    Tensor y = x.newZeros(output.batchOf(x.rows()));
    for (int n = 0; n < x.rows(); n++) {
      int in = n * input.elements();
      int out = n * sources.length;
      for (int i = 0; i < sources.length; i++) {
        if (sources[i] != NOWHERE) {
          y.values()[out + i] = x.values()[in + sources[i]];
        }
      }
    }
    return new PlacedPass(y);
  }

  private final class PlacedPass implements Pass {
    private final Tensor y;

    PlacedPass(Tensor y) {
      this.y = y;
    }

    @Override
    public Tensor output() {
      return y;
    }

    @Override
    public Tensor backward(Tensor dy) {
      Tensor dx = dy.newZeros(input.batchOf(dy.rows()));
      for (int n = 0; n < dy.rows(); n++) {
        int in = n * input.elements();
        int out = n * sources.length;
        for (int i = 0; i < sources.length; i++) {
          if (sources[i] != NOWHERE) {
            dx.values()[in + sources[i]] += dy.values()[out + i];
          }
        }
      }
      return dx;
    }
  }
}
