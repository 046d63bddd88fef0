package gradtwin.compare.fuzz;

import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where gradients are taken.
 *
 * @param experiment what the network is
 * @param weighted the same where each output counts {@link #WEIGHT} times; empty if the loss has no
 *     weights that could
 * @param words of all layers, those inside others too
 * @param parameters of each layer by key
 * @param batch of examples
 */
record Point(
    Experiment experiment,
    Optional<Experiment> weighted,
    Set<String> words,
    List<Map<String, Tensor>> parameters,
    Batch batch) {
  /** A power of two, by which nothing is rounded. */
  static final double WEIGHT = 4;

  Gradients gradients(Side side) {
    return Gradients.of(side.pass(experiment, parameters, batch));
  }

  Point with(Batch other) {
    return new Point(experiment, weighted, words, parameters, other);
  }

  Point with(Experiment other) {
    return new Point(other, weighted, words, parameters, batch);
  }

  Point at(List<Map<String, Tensor>> other) {
    return new Point(experiment, weighted, words, other, batch);
  }

  /** Whether random numbers are drawn for each element of a batch, wherever it stands. */
  boolean draws() {
    return words.stream().anyMatch(word -> LayerSpec.words().example(word).noise().isPresent());
  }

  /** Whether the share of an example in the gradient depends on the other examples. */
  boolean mixesExamples() {
    return draws() || words.contains("batchNormalization") || isOfWholeBatch();
  }

  /** Whether the loss is one number for the batch, over its size, rather than a mean. */
  boolean isOfWholeBatch() {
    return experiment.network().output().loss().word().equals("fMeasure");
  }

  /**
   * Whether a layer looks at steps whether they are there or not: windows see the zeros that data
   * have there, and maskZero takes them for its own mask.
   */
  boolean seesMissingSteps() {
    return words.stream().anyMatch(word -> word.endsWith("1d") || word.equals("maskZero"));
  }

  /** Whether examples have weights. */
  boolean isWeighted() {
    return batch.labelMask().isPresent() && batch.featureMask().isEmpty();
  }

  /** The examples of these numbers. */
  Batch examples(int[] rows) {
    return new Batch(
        rows(batch.features(), rows),
        rows(batch.labels(), rows),
        batch.featureMask().map(mask -> rows(mask, rows)),
        batch.labelMask().map(mask -> rows(mask, rows)));
  }

  private static Tensor rows(Tensor tensor, int[] rows) {
    Tensor chosen = Tensor.zeros(tensor.shape().ofOneExample().batchOf(rows.length));
    int width = tensor.columns();
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(tensor.values(), rows[i] * width, chosen.values(), i * width, width);
    }
    return chosen;
  }

  /** A dense layer right below another that reads its units by one row of weights each. */
  Optional<Integer> denseBelowDense() {
    List<LayerSpec> layers = experiment.network().layers();
    return IntStream.range(0, layers.size() - 1)
        .filter(i -> layers.get(i).word().equals("dense"))
        .filter(i -> layers.get(i).weightNoise().isEmpty())
        .filter(i -> layers.get(i + 1).weightNoise().isEmpty())
        .filter(i -> Set.of("dense", "output").contains(layers.get(i + 1).word()))
        .boxed()
        .findFirst();
  }

  /** What belongs to the units of a dense layer, in reverse order of the units. */
  List<Map<String, Tensor>> reversedUnits(int layer, List<Map<String, Tensor>> original) {
    List<Map<String, Tensor>> reversed = new ArrayList<>(original);
    reversed.set(layer, changed(original.get(layer), (key, tensor) -> columnsReversed(tensor)));
    reversed.set(
        layer + 1,
        changed(
            original.get(layer + 1),
            (key, tensor) -> key.equals("W") ? rowsReversed(tensor) : tensor));
    return reversed;
  }

  private interface Change {
    Tensor of(String key, Tensor tensor);
  }

  private static Map<String, Tensor> changed(Map<String, Tensor> original, Change change) {
    Map<String, Tensor> changed = new LinkedHashMap<>();
    original.forEach((key, tensor) -> changed.put(key, change.of(key, tensor)));
    return changed;
  }

  /** Along the last axis. */
  private static Tensor columnsReversed(Tensor tensor) {
    Tensor reversed = tensor.zerosLike();
    int width = tensor.shape().size(tensor.shape().rank() - 1);
    for (int i = 0; i < tensor.size(); i++) {
      int column = i % width;
      reversed.values()[i - column + (width - 1 - column)] = tensor.values()[i];
    }
    return reversed;
  }

  private static Tensor rowsReversed(Tensor tensor) {
    int rows = tensor.rows();
    return rows(tensor, IntStream.range(0, rows).map(i -> rows - 1 - i).toArray());
  }
}
