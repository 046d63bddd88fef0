package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.loss.Objective;
import java.util.List;

/**
 * The last layer of a network: a projection to the outputs, and the objective that joins the output
 * activation with the loss.
 *
 * <pre>{@code
 * forward   z = projection(x)    predictions = f(z)    loss = mean over examples of L(labels, f(z))
 * backward  dz = dloss/dz        dx = projection backward of dz
 * }</pre>
 *
 * <p>Shapes: x [N, ...], z, predictions and labels [N, outputs]. The projection is a dense layer
 * without activation (DL4J's {@code OutputLayer}) or nothing at all ({@code LossLayer}).
 */
public final class OutputLayer implements Layer {
  private final Layer projection;
  private final Objective objective;

  public OutputLayer(Layer projection, Objective objective) {
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
  public List<Parameter> parameters() {
    return projection.parameters();
  }

  /** The forward pass without labels: its output is the predictions. */
  @Override
  public Pass forward(Tensor x, Step step) {
    Pass projected = projection.forward(x, step);
    Pass activated = new ActivationLayer(objective.activation()).forward(projected.output(), step);
    return new Pass() {
      @Override
      public Tensor output() {
        return activated.output();
      }

      @Override
      public Tensor backward(Tensor dy) {
        return projected.backward(activated.backward(dy));
      }
    };
  }

  /** The forward pass up to the loss. */
  public LossPass forward(Tensor x, Tensor labels, Step step) {
    Pass projected = projection.forward(x, step);
    return new LossPass(projected, objective.forward(projected.output(), labels));
  }

  /** A forward pass that ended in a loss, and can be gone back from there. */
  public static final class LossPass {
    private final Pass projected;
    private final Objective.Pass evaluated;

    LossPass(Pass projected, Objective.Pass evaluated) {
      this.projected = projected;
      this.evaluated = evaluated;
    }

    /** The mean over the batch, without penalties. */
    public double loss() {
      return evaluated.loss();
    }

    /** [N, outputs] */
    public Tensor predictions() {
      return evaluated.predictions();
    }

    /** Overwrites the gradients of the parameters and returns dx, shaped like the input. */
    public Tensor backward() {
      return projected.backward(evaluated.backward());
    }

    /** As {@link #backward()}, sparing dx. */
    public void backwardToParameters() {
      projected.backwardToParameters(evaluated.backward());
    }

    /** See {@link Pass#piece()}. */
    public int piece() {
      return 31 * projected.piece() + evaluated.piece();
    }
  }
}
