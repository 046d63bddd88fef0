package gradtwin.twin.optimizer;

import gradtwin.twin.Moment;
import gradtwin.twin.schedule.Schedule;

/**
 * An optimizer whose hyperparameters may depend on the moment of the training. Those of all moments
 * share one memory.
 */
public interface OptimizerSchedule {
  /** The optimizer at a moment, with the hyperparameters of that moment. */
  Optimizer at(Moment moment);

  /** The same with the values of schedules by their other formula, {@link Schedule#exactly}. */
  Optimizer exactlyAt(Moment moment);

  /**
   * The same with every hyperparameter rounded to float32, as a float32 library stores it. It
   * matters: 1 - beta2 for beta2 = 0.999 changes by 5e-5 of itself. The value of a schedule is
   * computed in float64 and rounded when it is used (DL4J: {@code ISchedule.valueAt} is a double).
   */
  default OptimizerSchedule roundedToFloat32() {
    return new Rounded(this);
  }

  /** Hyperparameters that are rounded to float32 at each moment. */
  record Rounded(OptimizerSchedule exact) implements OptimizerSchedule {
    @Override
    public Optimizer at(Moment moment) {
      return exact.at(moment).roundedToFloat32();
    }

    @Override
    public Optimizer exactlyAt(Moment moment) {
      return exact.exactlyAt(moment).roundedToFloat32();
    }
  }

  /**
   * A learning rate that follows a schedule.
   *
   * @param optimizer of which everything but the learning rate is used
   */
  record ScheduledRate(RatedOptimizer optimizer, Schedule learningRate)
      implements OptimizerSchedule {
    @Override
    public Optimizer at(Moment moment) {
      return optimizer.withLearningRate(learningRate.at(moment));
    }

    @Override
    public Optimizer exactlyAt(Moment moment) {
      return optimizer.withLearningRate(learningRate.exactly(moment).doubleValue());
    }
  }

  /** Nesterov's momentum and its learning rate, each after a schedule. */
  record ScheduledMomentum(Schedule learningRate, Schedule momentum) implements OptimizerSchedule {
    @Override
    public Optimizer at(Moment moment) {
      return new Nesterovs(learningRate.at(moment), momentum.at(moment));
    }

    @Override
    public Optimizer exactlyAt(Moment moment) {
      return new Nesterovs(
          learningRate.exactly(moment).doubleValue(), momentum.exactly(moment).doubleValue());
    }
  }
}
