package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Role;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Update;
import gradtwin.twin.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares one step of both optimizers from the same parameters and the same gradient, DL4J's, so
 * that a difference of the gradients is not counted twice.
 */
final class UpdateComparison {
  private final Experiment experiment;
  private final Dl4jNetwork dl4j;
  private final List<Map<String, Tensor>> before;

  /**
   * @param dl4j a network at {@code before}, which takes a step
   */
  UpdateComparison(Experiment experiment, Dl4jNetwork dl4j, List<Map<String, Tensor>> before) {
    this.experiment = experiment;
    this.dl4j = dl4j;
    this.before = before;
  }

  List<Block> compare(Batch batch, Backpropagation ofDl4j) {
    dl4j.train(batch);
    List<Map<String, Tensor>> steps = dl4j.lastSteps();
    List<Map<String, Tensor>> after = dl4j.parameters();
    Network twin = experiment.toTwin();
    List<List<Parameter>> parameters = twin.parameters();
    for (int layer = 0; layer < parameters.size(); layer++) {
      for (Parameter parameter : parameters.get(layer)) {
        parameter.value().overwriteWith(before.get(layer).get(parameter.key()));
        parameter.gradient().overwriteWith(ofDl4j.gradients().get(layer).get(parameter.key()));
      }
    }
    update().apply(parameters, 0);

    List<Block> blocks = new ArrayList<>();
    for (int layer = 0; layer < parameters.size(); layer++) {
      for (Parameter parameter : parameters.get(layer)) {
        String key = parameter.key();
        boolean moved =
            movedBy(
                steps.get(layer).get(key), before.get(layer).get(key), after.get(layer).get(key));
        // the twin's update leaves its step where the gradient was, as DL4J's does
        blocks.add(block(layer, key, steps.get(layer).get(key), parameter.gradient(), moved));
      }
    }
    return blocks;
  }

  /** As with parameters and batches, both sides start from the very same hyperparameters. */
  private Update update() {
    Optimizer optimizer = experiment.training().optimizer().twin();
    return new Update(
        experiment.precision() == Precision.FLOAT32 ? optimizer.roundedToFloat32() : optimizer,
        experiment.training().gradientNormalization().twin());
  }

  private Block block(int layer, String key, Tensor ofDl4j, Tensor ofTwin, boolean moved) {
    Difference difference = Difference.of(List.of(ofDl4j), List.of(ofTwin), experiment.precision());
    Verdict verdict = Verdict.AGREE;
    String explanation = "";
    if (!difference.finite()) {
      verdict = Verdict.NOT_FINITE;
    } else if (!moved) {
      verdict = Verdict.DL4J_DEVIATES;
      explanation = "DL4J's parameters did not move by its own step";
    } else if (!difference.bothZero()
        && difference.blockRelative() > Bound.of(experiment.precision())) {
      verdict = Verdict.INCONCLUSIVE;
      explanation = "the optimizers take different steps from equal gradients";
    }
    return Blocks.of(
        layer,
        experiment.network().layers().get(layer).word(),
        Role.UPDATE,
        key,
        verdict,
        false,
        difference,
        explanation);
  }

  /** Whether a stored parameter moved by a step, as far as rounding it lets one see. */
  private boolean movedBy(Tensor step, Tensor start, Tensor end) {
    double rounding = 2 * experiment.precision().unitRoundoff();
    for (int i = 0; i < step.size(); i++) {
      double expected = start.values()[i] - step.values()[i];
      double largest = Math.max(Math.abs(start.values()[i]), Math.abs(expected));
      if (Math.abs(end.values()[i] - expected) > rounding * largest) {
        return false;
      }
    }
    return true;
  }
}
