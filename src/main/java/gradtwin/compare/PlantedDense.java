package gradtwin.compare;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.formula.Term;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.Layer;
import java.util.Arrays;
import java.util.List;

/**
 * A dense layer whose backward pass is wrong in one place, on purpose. Its forward pass is right:
 * it is that of {@link DenseLayer}, whose parameters it shares.
 */
final class PlantedDense implements Layer {
  /** What is wrong. */
  enum Bug {
    BIAS_NOT_SUMMED,
    WRONG_ARGUMENT,
    NOT_TRANSPOSED,
    DELTA_LEFT_OUT
  }

  private final DenseLayer original;
  private final Bug bug;

  PlantedDense(DenseLayer original, Bug bug) {
    this.original = original;
    this.bug = bug;
  }

  @Override
  public List<Parameter> parameters() {
    return original.parameters();
  }

  @Override
  public Pass forward(Tensor sequenceOrRows, Step step) {
    boolean sequence = sequenceOrRows.shape().rank() == 3;
    Tensor x = sequence ? Positions.toRows(sequenceOrRows) : sequenceOrRows;
    Tensor z = original.withActivation(new Identity()).forward(x, step).output();
    Tensor y = original.activation().forward(z);
    Shape shape = sequenceOrRows.shape();
    return new Pass() {
      @Override
      public Tensor output() {
        return sequence ? Positions.fromRows(y, shape) : y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Tensor dx = wrongWayBack(x, z, y, sequence ? Positions.toRows(dy) : dy);
        return sequence ? Positions.fromRows(dx, shape) : dx;
      }

      @Override
      public int piece() {
        return original.activation().piece(z);
      }
    };
  }

  @Override
  public Term formula(Term x, Step step) {
    return original.formula(x, step);
  }

  private Tensor wrongWayBack(Tensor x, Tensor z, Tensor y, Tensor dy) {
    Tensor dz =
        bug == Bug.WRONG_ARGUMENT
            ? original.activation().backward(y, original.activation().forward(y), dy) // f'(y)
            : original.activation().backward(z, y, dy);
    Parameter weights = parameters().get(0);
    MatrixProduct.multiplyTransposedFirst(x, dz, weights.gradient());
    for (Parameter bias : parameters().subList(1, parameters().size())) {
      biasGradient(dz, bias.gradient());
    }
    Tensor dx = x.zerosLike();
    switch (bug) {
      case DELTA_LEFT_OUT -> {} // nothing reaches the layer below
      case NOT_TRANSPOSED ->
          // the numbers of W, taken for Wᵀ [out, in] as they lie in memory
          MatrixProduct.multiply(
              dz, weights.value().reshaped(Shape.of(dz.columns(), dx.columns())), dx);
      case BIAS_NOT_SUMMED, WRONG_ARGUMENT ->
          MatrixProduct.multiplyTransposedSecond(dz, weights.value(), dx);
    }
    return dx;
  }

  private void biasGradient(Tensor dz, Tensor db) {
    double[] sum = db.values();
    Arrays.fill(sum, 0);
    // the bug: only the last example counts, as if each overwrote the one before
    int first = bug == Bug.BIAS_NOT_SUMMED ? dz.rows() - 1 : 0;
    for (int row = first; row < dz.rows(); row++) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += dz.values()[row * sum.length + j];
      }
    }
  }
}
