package gradtwin.spec;

import gradtwin.twin.optimizer.AdaDelta;
import gradtwin.twin.optimizer.AdaGrad;
import gradtwin.twin.optimizer.AdaMax;
import gradtwin.twin.optimizer.Adam;
import gradtwin.twin.optimizer.AmsGrad;
import gradtwin.twin.optimizer.Nadam;
import gradtwin.twin.optimizer.Nesterovs;
import gradtwin.twin.optimizer.NoOp;
import gradtwin.twin.optimizer.OptimizerSchedule;
import gradtwin.twin.optimizer.RatedOptimizer;
import gradtwin.twin.optimizer.RmsProp;
import gradtwin.twin.optimizer.Sgd;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * An optimizer as a file names it. The learning rate, and the momentum of nesterovs, may follow a
 * {@link ScheduleSpec}.
 *
 * <pre>{@code
 * optimizer: adam
 * optimizer: {type: sgd, learningRate: 0.1}
 * optimizer: {type: sgd, learningRate: {type: exponential, initial: 0.1, decay: 0.9, by: epoch}}
 * }</pre>
 *
 * @param word as the file writes it
 * @param twin the optimizer by hand
 * @param dl4j makes DL4J's updater
 */
public record OptimizerSpec(String word, OptimizerSchedule twin, Supplier<IUpdater> dl4j) {
  /** A new optimizer is its twin and one row here. */
  public static final Vocabulary<OptimizerSpec> WORDS =
      Vocabulary.<OptimizerSpec>of("optimizer")
          .word(
              "sgd",
              fields -> {
                ScheduleSpec rate = learningRate(fields, 0.01);
                return row(
                    "sgd", rate, new Sgd(rate.atStart()), org.nd4j.linalg.learning.config.Sgd::new);
              })
          .word("nesterovs", OptimizerSpec::nesterovs)
          .word(
              "adam",
              fields -> {
                ScheduleSpec rate = learningRate(fields, 0.001);
                double beta1 = beta1(fields);
                double beta2 = beta2(fields, "decay of the mean square");
                double epsilon = epsilon(fields, 1e-8);
                return row(
                    "adam",
                    rate,
                    new Adam(rate.atStart(), beta1, beta2, epsilon),
                    r -> new org.nd4j.linalg.learning.config.Adam(r, beta1, beta2, epsilon));
              })
          .word(
              "rmsProp",
              fields -> {
                ScheduleSpec rate = learningRate(fields, 0.001);
                double decay =
                    fields.number("decay", "decay of the mean square", Range.FRACTION, 0.95);
                double epsilon = epsilon(fields, 1e-8);
                return row(
                    "rmsProp",
                    rate,
                    new RmsProp(rate.atStart(), decay, epsilon),
                    r -> new org.nd4j.linalg.learning.config.RmsProp(r, decay, epsilon));
              })
          .word(
              "adaGrad",
              fields -> {
                ScheduleSpec rate = learningRate(fields, 0.1);
                double epsilon = epsilon(fields, 1e-6);
                return row(
                    "adaGrad",
                    rate,
                    new AdaGrad(rate.atStart(), epsilon),
                    r -> new org.nd4j.linalg.learning.config.AdaGrad(r, epsilon));
              })
          .word(
              "noOp",
              fields ->
                  new OptimizerSpec("noOp", new NoOp(), org.nd4j.linalg.learning.config.NoOp::new))
          .word(
              "amsGrad",
              fields -> {
                ScheduleSpec rate = learningRate(fields, 0.001);
                double beta1 = beta1(fields);
                double beta2 = beta2(fields, "decay of the mean square");
                double epsilon = epsilon(fields, 1e-8);
                return row(
                    "amsGrad",
                    rate,
                    new AmsGrad(rate.atStart(), beta1, beta2, epsilon),
                    r -> new AMSGrad(r, beta1, beta2, epsilon));
              })
          .word(
              "adaMax",
              fields -> {
                ScheduleSpec rate = learningRate(fields, 0.001);
                double beta1 = beta1(fields);
                double beta2 = beta2(fields, "decay of the greatest absolute value");
                return row(
                    "adaMax",
                    rate,
                    new AdaMax(rate.atStart(), beta1, beta2),
                    r -> new org.nd4j.linalg.learning.config.AdaMax(r, beta1, beta2, 1e-8));
              })
          .word(
              "nadam",
              fields -> {
                ScheduleSpec rate = learningRate(fields, 0.001);
                double beta1 = beta1(fields);
                double beta2 = beta2(fields, "decay of the mean square");
                double epsilon = epsilon(fields, 1e-8);
                fields.deviation(
                    "type",
                    "DL4J's nadam does not correct its mean square for the start at 0 (NadamUpdater"
                        + " in 1.0.0-M2.1): its steps are 1 / sqrt(1 - beta2^t) times too long, most"
                        + " of all the first; the twin's are right");
                return row(
                    "nadam",
                    rate,
                    new Nadam(rate.atStart(), beta1, beta2, epsilon),
                    r -> new org.nd4j.linalg.learning.config.Nadam(r, beta1, beta2, epsilon));
              })
          .word(
              "adaDelta",
              fields -> {
                AdaDelta adaDelta =
                    new AdaDelta(
                        fields.number("decay", "decay of the mean squares", Range.FRACTION, 0.95),
                        fields.number("epsilon", "added inside the roots", Range.POSITIVE, 1e-6));
                return new OptimizerSpec(
                    "adaDelta",
                    adaDelta,
                    () ->
                        new org.nd4j.linalg.learning.config.AdaDelta(
                            adaDelta.decay(), adaDelta.epsilon()));
              })
          .refused(
              "adaBelief",
              "cannot be used: DL4J 1.0.0-M2.1 throws at its start, whatever the network"
                  + " (AdaBeliefUpdater.setStateViewArray)");

  private static OptimizerSpec nesterovs(Fields fields) {
    ScheduleSpec rate = learningRate(fields, 0.1);
    ScheduleSpec momentum =
        ScheduleSpec.read(fields, "momentum", "share of the last step kept", Range.FRACTION, 0.9);
    OptimizerSchedule twin =
        rate.isNumber() && momentum.isNumber()
            ? new Nesterovs(rate.atStart(), momentum.atStart())
            : new OptimizerSchedule.ScheduledMomentum(rate.twin(), momentum.twin());
    return new OptimizerSpec(
        "nesterovs",
        twin,
        () -> {
          var nesterovs =
              new org.nd4j.linalg.learning.config.Nesterovs(rate.atStart(), momentum.atStart());
          rate.toDl4j().ifPresent(schedule -> nesterovs.setLrAndSchedule(Double.NaN, schedule));
          momentum.toDl4j().ifPresent(nesterovs::setMomentumISchedule);
          return nesterovs;
        });
  }

  /**
   * An optimizer whose learning rate may follow a schedule.
   *
   * @param twin the optimizer with the learning rate at the start
   * @param dl4j makes DL4J's updater for a learning rate
   */
  private static OptimizerSpec row(
      String word, ScheduleSpec rate, RatedOptimizer twin, DoubleFunction<IUpdater> dl4j) {
    return new OptimizerSpec(
        word,
        rate.isNumber() ? twin : new OptimizerSchedule.ScheduledRate(twin, rate.twin()),
        () -> {
          IUpdater updater = dl4j.apply(rate.atStart());
          rate.toDl4j().ifPresent(schedule -> updater.setLrAndSchedule(Double.NaN, schedule));
          return updater;
        });
  }

  private static ScheduleSpec learningRate(Fields fields, double fallback) {
    return ScheduleSpec.read(fields, "learningRate", "length of a step", Range.POSITIVE, fallback);
  }

  private static double beta1(Fields fields) {
    return fields.number("beta1", "decay of the mean", Range.FRACTION, 0.9);
  }

  private static double beta2(Fields fields, String help) {
    return fields.number("beta2", help, Range.FRACTION, 0.999);
  }

  private static double epsilon(Fields fields, double fallback) {
    return fields.number(
        "epsilon", "added to the root in the denominator", Range.POSITIVE, fallback);
  }

  public IUpdater toDl4j() {
    return dl4j.get();
  }
}
