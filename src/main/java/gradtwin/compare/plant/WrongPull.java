package gradtwin.compare.plant;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import gradtwin.twin.layer.CenterLossOutputLayer;
import gradtwin.twin.layer.OutputLayer;
import java.util.List;
import java.util.Optional;

/** An output layer whose centres pull its input wrongly on the way back, on purpose. */
record WrongPull(CenterLossOutputLayer original, Correction wrong) implements OutputLayer {
  /** What is passed down instead. */
  interface Correction {
    /**
     * Returns an element of dx.
     *
     * @param classified what the classifier alone passes down
     * @param pull what the centres add to it
     */
    double of(double classified, double pull);
  }

  @Override
  public List<Parameter> parameters() {
    return original.parameters();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    return original.forward(x, step);
  }

  @Override
  public Term formula(Term x, Step step) {
    return original.formula(x, step);
  }

  @Override
  public Term formula(Term x, Tensor labels, Optional<Tensor> mask, Step step) {
    return original.formula(x, labels, mask, step);
  }

  @Override
  public LossPass forward(Tensor x, Tensor labels, Optional<Tensor> mask, Step step) {
    LossPass right = original.forward(x, labels, mask, step);
    LossPass classifier = original.classifier().forward(x, labels, mask, step);
    return new LossPass() {
      @Override
      public double loss() {
        return right.loss();
      }

      @Override
      public Tensor predictions() {
        return right.predictions();
      }

      @Override
      public Tensor backward() {
        Tensor classified = classifier.backward();
        Tensor dx = right.backward();
        for (int i = 0; i < dx.size(); i++) {
          double ofClassifier = classified.values()[i];
          dx.values()[i] = wrong.of(ofClassifier, dx.values()[i] - ofClassifier);
        }
        return dx;
      }

      @Override
      public void backwardToParameters() {
        right.backwardToParameters();
      }

      @Override
      public int piece() {
        return right.piece();
      }
    };
  }
}
