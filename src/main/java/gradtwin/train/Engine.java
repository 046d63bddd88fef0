package gradtwin.train;

import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A network that can be trained, whoever computes it. Not safe for use by several threads. */
public interface Engine {
  /**
   * One training step.
   *
   * @param batch is not kept
   * @return the mean loss over the batch before the update, without penalties
   */
  double train(Batch batch);

  /**
   * Examples to train on, in whatever form is the fastest for this engine.
   *
   * @param batchSize of all batches but the last of an epoch
   */
  default Steps over(Examples examples, int batchSize) {
    BatchBuffer buffer = new BatchBuffer(examples);
    return (order, from, to) -> train(buffer.gather(order, from, to));
  }

  /** Training steps on batches of some examples. */
  interface Steps {
    /**
     * One training step on the rows {@code order[from]} to {@code order[to - 1]}.
     *
     * @return as {@link Engine#train}
     */
    double train(int[] order, int from, int to);
  }

  /** Tells the engine that an epoch has ended. */
  void endEpoch();

  /** Training steps so far. */
  long iteration();

  /** The predictions for a batch and their loss. */
  Predictions evaluate(Batch batch);

  /**
   * The predictions [N, outputs, ...] for features [N, ...].
   *
   * @param mask of sequences, see {@link Batch#featureMask()}
   */
  Tensor predict(Tensor features, Optional<Tensor> mask);

  /** The parameters of each layer by key, copied: weights [in, out], bias [out]. */
  List<Map<String, Tensor>> parameters();

  /** A copy of everything that training changes. */
  Snapshot snapshot();

  /**
   * Saves everything that training changes.
   *
   * @param file is overwritten
   */
  void save(Path file) throws IOException;

  /** The type of the numbers that it computes with. */
  Precision precision();

  /** What the numbers depend on besides the configuration. */
  Map<String, String> runtime();

  /** A state that the engine was in. */
  interface Snapshot {
    /** Puts the engine back into that state, exactly. */
    void restore();
  }
}
