package gradtwin.compare.plant;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import gradtwin.twin.layer.Layer;
import java.util.List;
import java.util.Optional;

/** A layer that is wrong on its way forward or back, on purpose. It shares its parameters. */
record WrongLayer(Layer original, Bug.WayForward forward, Bug.WayBack back) implements Layer {
  @Override
  public List<Parameter> parameters() {
    return original.parameters();
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return original.maskAfter(mask);
  }

  /** That of the layer as it should be. */
  @Override
  public Term formula(Term x, Step step) {
    return original.formula(x, step);
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    Pass pass = forward.from(original, x, step);
    Walk walk = new Walk(original, x, step, pass);
    return new Pass() {
      @Override
      public Tensor output() {
        return pass.output();
      }

      @Override
      public Tensor backward(Tensor dy) {
        return back.from(walk, dy);
      }

      @Override
      public int piece() {
        return pass.piece();
      }
    };
  }
}
