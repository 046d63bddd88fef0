package gradtwin.twin.optimizer;

/** An optimizer with a learning rate of its own. */
public interface RatedOptimizer extends Optimizer {
  /** The same with another learning rate. */
  RatedOptimizer withLearningRate(double other);
}
