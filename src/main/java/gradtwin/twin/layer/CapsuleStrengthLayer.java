package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * The length of each capsule's vector: how sure the capsule is that what it stands for is there.
 *
 * <pre>{@code
 * forward   y = |u|
 * backward  du = dy u / |u|
 * }</pre>
 *
 * <p>Shapes: u [N, capsules, d], y [N, capsules]. At a vector of zeros, which is the tip of a cone,
 * 0 is taken as the gradient. Source: Sabour, Frosst and Hinton, "Dynamic routing between
 * capsules", NIPS 2017, section 2. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer}, whose delta is twice as large in
 * 1.0.0-M2.1, and NaN at a vector of zeros.
 */
public final class CapsuleStrengthLayer implements Layer {
  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  /** Capsules are no steps any more. */
  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return Optional.empty();
  }

  @Override
  public Pass forward(Tensor u, Step step) {
    u.requireRank(3);
    int d = u.shape().size(2);
    Tensor y = u.newZeros(Shape.of(u.rows(), u.shape().size(1)));
    for (int i = 0; i < y.size(); i++) {
      double squares = 0;
      for (int k = i * d; k < (i + 1) * d; k++) {
        squares += u.values()[k] * u.values()[k];
      }
      y.values()[i] = Math.sqrt(squares);
    }
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Tensor du = u.zerosLike();
        for (int k = 0; k < du.size(); k++) {
          double length = y.values()[k / d];
          du.values()[k] = length == 0 ? 0 : dy.values()[k / d] * u.values()[k] / length;
        }
        return du;
      }

      /** A capsule of zeros lies where no smooth piece is. */
      @Override
      public int piece() {
        int piece = 0;
        for (double length : y.values()) {
          piece = 31 * piece + (length == 0 ? 1 : 0);
        }
        return piece;
      }
    };
  }

  @Override
  public Term formula(Term u, Step step) {
    return u.square().sum(2).root(2);
  }
}
