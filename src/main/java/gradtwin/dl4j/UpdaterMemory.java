package gradtwin.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * What DL4J's updaters remember, as vectors over all parameters.
 *
 * <p>Consecutive parameters with equal settings share one updater (UpdaterBlock), whose state is
 * all of its first moments, then all of its second. Within each the elements lie as in the vector
 * of parameters.
 */
final class UpdaterMemory {
  /** DL4J's keys of the first, second and third tensor of each updater's state. */
  private static final List<String> KEYS = List.of("M", "msg", "grad", "G", "V", "msdx", "V_HAT");

  private final double[][] vectors;
  private final int[] counts;

  UpdaterMemory(MultiLayerNetwork network) {
    int parameters = Math.toIntExact(network.numParams());
    this.vectors = new double[3][parameters];
    this.counts = new int[parameters];
    for (UpdaterBlock block :
        ((BaseMultiLayerUpdater<?>) network.getUpdater()).getUpdaterBlocks()) {
      GradientUpdater<?> updater = block.getGradientUpdater();
      Map<String, INDArray> state = updater.getState();
      List<String> keys = KEYS.stream().filter(state::containsKey).toList();
      if (keys.size() != state.size()) {
        throw new IllegalStateException(
            "expected states of an updater among " + KEYS + ", got " + state.keySet());
      }
      for (int i = 0; i < keys.size(); i++) {
        double[] values = state.get(keys.get(i)).dup().data().asDouble();
        System.arraycopy(values, 0, vectors[i], block.getParamOffsetStart(), values.length);
      }
      Arrays.fill(counts, block.getParamOffsetStart(), block.getParamOffsetEnd(), keys.size());
    }
  }

  /**
   * What is remembered of one parameter: none, one, two or three arrays of its shape.
   *
   * @param view of the parameter in the vector of all parameters
   */
  List<INDArray> of(INDArray view) {
    List<INDArray> memory = new ArrayList<>();
    int from = Math.toIntExact(view.offset());
    int to = from + Math.toIntExact(view.length());
    for (int i = 0; i < counts[from]; i++) {
      memory.add(
          Nd4j.createFromArray(Arrays.copyOfRange(vectors[i], from, to))
              .reshape(view.ordering(), view.shape()));
    }
    return memory;
  }
}
