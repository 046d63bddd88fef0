package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.Targets;
import java.util.List;
import java.util.Optional;

/**
 * A projection to the outputs, and the objective that joins the output activation with the loss.
 *
 * <pre>{@code
 * forward   z = projection(x)    predictions = f(z)    loss = mean over examples of L(labels, f(z))
 * backward  dz = dloss/dz        dx = projection backward of dz
 * }</pre>
 *
 * <p>Shapes: x [N, ...], z, predictions and labels [N, outputs], or [N, outputs, P...] with outputs
 * at each of several positions (the steps of a sequence, the pixels of an image), whose losses are
 * added up. The projection is a dense layer without activation (DL4J's {@code OutputLayer} and
 * {@code RnnOutputLayer}) or nothing at all ({@code LossLayer}, {@code RnnLossLayer}, {@code
 * CnnLossLayer}, {@code Cnn3DLossLayer}).
 */
public final class ObjectiveLayer implements OutputLayer {
  private final Layer projection;
  private final Objective objective;

  public ObjectiveLayer(Layer projection, Objective objective) {
    this.projection = projection;
    this.objective = objective;
  }

  public Layer projection() {
    return projection;
  }

  public Objective objective() {
    return objective;
  }

  @Override
  public Optional<Layer> inner() {
    return Optional.of(projection);
  }

  @Override
  public List<Parameter> parameters() {
    return projection.parameters();
  }

  /** There is a prediction at every step; whether it counts is a matter of the labels' mask. */
  private Pass project(Tensor x, Step step) {
    return projection.forward(x, step.withMask(Optional.empty()));
  }

  /** The forward pass without labels: its output is the predictions. */
  @Override
  public Pass forward(Tensor x, Step step) {
    Pass projected = project(x, step);
    Tensor z = projected.output();
    Pass activated = new ActivationLayer(objective.activation()).forward(Positions.toRows(z), step);
    Tensor predictions = Positions.fromRows(activated.output(), z.shape());
    return new Pass() {
      @Override
      public Tensor output() {
        return predictions;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Tensor dz = activated.backward(Positions.toRows(dy));
        return projected.backward(Positions.fromRows(dz, z.shape()));
      }
    };
  }

  @Override
  public LossPass forward(Tensor x, Tensor labels, Optional<Tensor> mask, Step step) {
    Pass projected = project(x, step);
    Tensor z = projected.output();
    return new ObjectivePass(
        projected, objective.forward(Positions.toRows(z), Targets.of(labels, mask)));
  }

  @Override
  public Term formula(Term x, Step step) {
    Term z = projection.formula(x, step.withMask(Optional.empty()));
    Term predictions = objective.activation().formula(RowTerms.ofPositions(z));
    return RowTerms.backTo(predictions, z.shape());
  }

  @Override
  public Term formula(Term x, Tensor labels, Optional<Tensor> mask, Step step) {
    Term z = projection.formula(x, step.withMask(Optional.empty()));
    return objective.formula(RowTerms.ofPositions(z), Targets.of(labels, mask));
  }

  private record ObjectivePass(Pass projected, Objective.Pass evaluated) implements LossPass {
    @Override
    public double loss() {
      return evaluated.loss();
    }

    @Override
    public Tensor predictions() {
      return Positions.fromRows(evaluated.predictions(), projected.output().shape());
    }

    @Override
    public Tensor backward() {
      return projected.backward(dz());
    }

    @Override
    public void backwardToParameters() {
      projected.backwardToParameters(dz());
    }

    private Tensor dz() {
      return Positions.fromRows(evaluated.backward(), projected.output().shape());
    }

    @Override
    public int piece() {
      return 31 * projected.piece() + evaluated.piece();
    }
  }
}
