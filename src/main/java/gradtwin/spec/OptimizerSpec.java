package gradtwin.spec;

import gradtwin.twin.optimizer.AdaGrad;
import gradtwin.twin.optimizer.Adam;
import gradtwin.twin.optimizer.Nesterovs;
import gradtwin.twin.optimizer.NoOp;
import gradtwin.twin.optimizer.Optimizer;
import gradtwin.twin.optimizer.RmsProp;
import gradtwin.twin.optimizer.Sgd;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.function.Supplier;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * An optimizer as a file names it.
 *
 * <pre>{@code
 * optimizer: adam
 * optimizer: {type: sgd, learningRate: 0.1}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the optimizer by hand
 * @param dl4j makes DL4J's updater
 */
public record OptimizerSpec(String word, Optimizer twin, Supplier<IUpdater> dl4j) {
  /** A new optimizer is its twin and one row here. */
  public static final Vocabulary<OptimizerSpec> WORDS =
      Vocabulary.<OptimizerSpec>of("optimizer")
          .word(
              "sgd",
              fields -> {
                Sgd sgd = new Sgd(learningRate(fields, 0.01));
                return new OptimizerSpec(
                    "sgd", sgd, () -> new org.nd4j.linalg.learning.config.Sgd(sgd.learningRate()));
              })
          .word(
              "nesterovs",
              fields -> {
                Nesterovs nesterovs =
                    new Nesterovs(
                        learningRate(fields, 0.1),
                        fields.number(
                            "momentum", "share of the last step kept", Range.FRACTION, 0.9));
                return new OptimizerSpec(
                    "nesterovs",
                    nesterovs,
                    () ->
                        new org.nd4j.linalg.learning.config.Nesterovs(
                            nesterovs.learningRate(), nesterovs.momentum()));
              })
          .word(
              "adam",
              fields -> {
                Adam adam =
                    new Adam(
                        learningRate(fields, 0.001),
                        fields.number("beta1", "decay of the mean", Range.FRACTION, 0.9),
                        fields.number("beta2", "decay of the mean square", Range.FRACTION, 0.999),
                        epsilon(fields, 1e-8));
                return new OptimizerSpec(
                    "adam",
                    adam,
                    () ->
                        new org.nd4j.linalg.learning.config.Adam(
                            adam.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon()));
              })
          .word(
              "rmsProp",
              fields -> {
                RmsProp rmsProp =
                    new RmsProp(
                        learningRate(fields, 0.001),
                        fields.number("decay", "decay of the mean square", Range.FRACTION, 0.95),
                        epsilon(fields, 1e-8));
                return new OptimizerSpec(
                    "rmsProp",
                    rmsProp,
                    () ->
                        new org.nd4j.linalg.learning.config.RmsProp(
                            rmsProp.learningRate(), rmsProp.decay(), rmsProp.epsilon()));
              })
          .word(
              "adaGrad",
              fields -> {
                AdaGrad adaGrad = new AdaGrad(learningRate(fields, 0.1), epsilon(fields, 1e-6));
                return new OptimizerSpec(
                    "adaGrad",
                    adaGrad,
                    () ->
                        new org.nd4j.linalg.learning.config.AdaGrad(
                            adaGrad.learningRate(), adaGrad.epsilon()));
              })
          .word(
              "noOp",
              fields ->
                  new OptimizerSpec("noOp", new NoOp(), org.nd4j.linalg.learning.config.NoOp::new));

  private static double learningRate(Fields fields, double fallback) {
    return fields.number("learningRate", "length of a step", Range.POSITIVE, fallback);
  }

  private static double epsilon(Fields fields, double fallback) {
    return fields.number(
        "epsilon", "added to the root in the denominator", Range.POSITIVE, fallback);
  }

  public IUpdater toDl4j() {
    return dl4j.get();
  }
}
