package gradtwin.train;

import gradtwin.spec.Precision;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/** An engine whose only parameter is the number of steps, and whose losses are given. */
final class ScriptedEngine implements Engine {
  private final IntToDoubleFunction trainingLoss;
  private final IntToDoubleFunction measuredLoss;
  private final UnaryOperator<Tensor> predict;
  private final List<Batch> batches = new ArrayList<>();
  private int steps;
  private int epochs;

  /**
   * @param trainingLoss of a step, counted from 1
   * @param measuredLoss after so many steps
   * @param predict the predictions for features
   */
  ScriptedEngine(
      IntToDoubleFunction trainingLoss,
      IntToDoubleFunction measuredLoss,
      UnaryOperator<Tensor> predict) {
    this.trainingLoss = trainingLoss;
    this.measuredLoss = measuredLoss;
    this.predict = predict;
  }

  /** The batches that were trained on, copied. */
  List<Batch> batches() {
    return batches;
  }

  int steps() {
    return steps;
  }

  int epochs() {
    return epochs;
  }

  @Override
  public double train(Batch batch) {
    batches.add(batch.slice(0, batch.size()));
    return trainingLoss.applyAsDouble(++steps);
  }

  @Override
  public void endEpoch() {
    epochs++;
  }

  @Override
  public long iteration() {
    return steps;
  }

  @Override
  public Predictions evaluate(Batch batch) {
    return new Predictions(
        predict(batch.features(), batch.featureMask()), measuredLoss.applyAsDouble(steps));
  }

  @Override
  public Tensor predict(Tensor features, Optional<Tensor> mask) {
    return predict.apply(features);
  }

  @Override
  public List<Map<String, Tensor>> parameters() {
    return List.of(Map.of("steps", Tensor.vector(steps)));
  }

  @Override
  public Snapshot snapshot() {
    int then = steps;
    return () -> steps = then;
  }

  @Override
  public void save(Path file) throws IOException {
    Files.writeString(file, Integer.toString(steps));
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT64;
  }

  @Override
  public Map<String, String> runtime() {
    return Map.of();
  }
}
