package gradtwin.twin.optimizer;

import gradtwin.twin.Moment;
import java.util.function.Function;

/**
 * An optimizer with a schedule for its learning rate, its momentum, or both.
 *
 * <p>A float32 library computes the value of a schedule in float64 and rounds it when it is used
 * (DL4J: {@code ISchedule.valueAt} is a double); so does this.
 *
 * @param at makes the optimizer of a moment; all of one kind
 */
public record ScheduledOptimizer(Function<Moment, Optimizer> at) implements OptimizerSchedule {
  @Override
  public Optimizer at(Moment moment) {
    return at.apply(moment);
  }

  @Override
  public ScheduledOptimizer roundedToFloat32() {
    return new ScheduledOptimizer(moment -> at(moment).roundedToFloat32());
  }
}
