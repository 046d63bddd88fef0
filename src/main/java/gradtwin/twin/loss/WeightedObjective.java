package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;

/**
 * Another objective, some of whose outputs count more; see {@link WeightedLoss}.
 *
 * @param loss what {@code objective} is of, with its weights
 */
record WeightedObjective(Objective objective, WeightedLoss loss) implements Objective {
  @Override
  public Activation activation() {
    return objective.activation();
  }

  @Override
  public Term formula(Term z, Targets targets) {
    return objective.formula(z, targets.weighted(loss.weights()));
  }

  @Override
  public Pass forward(Tensor z, Targets targets) {
    return objective.forward(z, targets.weighted(loss.weights()));
  }
}
