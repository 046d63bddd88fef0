package gradtwin.compare;

import gradtwin.tensor.Positions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import java.util.Optional;

/** Keeps what goes into an activation, and what comes back out of it. */
final class RecordedActivation implements Activation {
  private final Activation original;
  private Optional<Tensor> z = Optional.empty();
  private Optional<Tensor> dz = Optional.empty();

  RecordedActivation(Activation original) {
    this.original = original;
  }

  @Override
  public Tensor forward(Tensor rows) {
    z = Optional.of(rows);
    return original.forward(rows);
  }

  @Override
  public Tensor backward(Tensor rows, Tensor y, Tensor dy) {
    // the live one: a layer takes from it what a mask hides
    dz = Optional.of(original.backward(rows, y, dy));
    return dz.get();
  }

  @Override
  public Term formula(Term rows) {
    return original.formula(rows);
  }

  @Override
  public int piece(Tensor rows) {
    return original.piece(rows);
  }

  /**
   * What goes into the activation.
   *
   * @param output the layer's, for its shape
   */
  Tensor z(Tensor output) {
    return Positions.fromRows(z.orElseThrow(), output.shape());
  }

  Tensor dz(Tensor output) {
    return Positions.fromRows(dz.orElseThrow(), output.shape());
  }
}
