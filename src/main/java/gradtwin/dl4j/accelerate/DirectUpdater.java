package gradtwin.dl4j.accelerate;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's updater without its detour: the same operations on the same memory, so the same bits.
 *
 * <p>DL4J asks whether a gradient comes from elsewhere by comparing two arrays by identity, one of
 * which is a new view each time. So every gradient does, and for each parameter some twenty views
 * are cut in each step: half of the arrays that a step of a small network makes. This network's
 * gradients lie where the updater expects them.
 */
final class DirectUpdater extends MultiLayerUpdater {
  private static final long serialVersionUID = 1;

  private final boolean normalizes;

  /**
   * @param state that it goes on with; null if there is none
   */
  DirectUpdater(MultiLayerNetwork network, INDArray state) {
    super(network, state);
    this.normalizes = Arrays.stream(getOrderedLayers()).anyMatch(DirectUpdater::normalizes);
  }

  private static boolean normalizes(Trainable layer) {
    if (layer.getConfig() == null || layer.numParams() == 0) {
      return false;
    }
    GradientNormalization kind = layer.getConfig().getGradientNormalization();
    return kind != null && kind != GradientNormalization.None;
  }

  @Override
  public synchronized void update(
      Gradient gradient, int iteration, int epoch, int batchSize, LayerWorkspaceMgr workspaces) {
    if (normalizes) {
      super.update(gradient, iteration, epoch, batchSize, workspaces);
      return;
    }
    if (isMiniBatch()) {
      divideByMinibatch(false, gradient, batchSize);
    }
    for (UpdaterBlock block : updaterBlocks) {
      if (!block.skipDueToPretrainConfig(false)) {
        MemoryWorkspace scope = workspaces.notifyScopeEntered(ArrayType.UPDATER_WORKING_MEM);
        try {
          block.update(iteration, epoch);
        } finally {
          scope.close();
        }
      }
    }
  }
}
