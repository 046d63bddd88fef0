package gradtwin.bench.kernel;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import gradtwin.twin.Update;
import gradtwin.twin.optimizer.Adam;
import gradtwin.twin.optimizer.GradientNormalization;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One update of the 784 × 128 weights of MNIST's hidden layer by Adam.
 *
 * <p>The update leaves its step where the gradient was, and the next call takes it for a gradient:
 * of the size of the learning rate, since Adam's step is about that whatever the gradient is.
 */
@State(Scope.Thread)
public class AdamBenchmark {
  private List<List<Parameter>> parameters;
  private Update update;
  private long iteration;

  /** Makes the weights, with a gradient. */
  @Setup
  public void setUp() {
    Tensor w = RandomTensor.of(784, 128);
    Parameter weights = new Parameter("W", w, Parameter.Role.WEIGHT, Penalty.NONE);
    weights.gradient().overwriteWith(w);
    parameters = List.of(List.of(weights));
    update = new Update(new Adam(1e-3, 0.9, 0.999, 1e-8), new GradientNormalization.None());
  }

  /** One step. */
  @Benchmark
  public List<List<Parameter>> update() {
    update.apply(parameters, new Moment(iteration++, 0));
    return parameters;
  }
}
