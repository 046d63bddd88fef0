package gradtwin.compare;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;

/** An activation whose derivative is taken at its output instead of its input, on purpose. */
record WrongArgument(Activation original) implements Activation {
  @Override
  public Tensor forward(Tensor z) {
    return original.forward(z);
  }

  @Override
  public Tensor backward(Tensor z, Tensor y, Tensor dy) {
    return original.backward(y, original.forward(y), dy);
  }

  @Override
  public Term formula(Term z) {
    return original.formula(z);
  }

  @Override
  public int piece(Tensor z) {
    return original.piece(z);
  }
}
