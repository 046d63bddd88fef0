package gradtwin.dl4j;

import gradtwin.tensor.DropoutMask;
import gradtwin.tensor.Shape;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's dropout with the mask that the twin uses, which is a function of seed, layer, iteration
 * and element instead of the state of a generator.
 *
 * <p>It stands in for {@link Dropout} while a network is in this program; a saved model has the
 * plain one, so that DL4J code which does not know this class can load it.
 */
final class SharedDropout implements IDropout {
  private static final long serialVersionUID = 1;

  private final long seed;
  private final int layer;
  private final double kept;
  private transient INDArray mask;

  /**
   * @param kept DL4J's parameter: the probability of keeping an element
   */
  SharedDropout(long seed, int layer, double kept) {
    this.seed = seed;
    this.layer = layer;
    this.kept = kept;
  }

  /** The plain DL4J dropout of the same probability. */
  Dropout plain() {
    return new Dropout(kept);
  }

  @Override
  @SuppressWarnings("try") // the scope is used by being open
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    int[] sizes = Arrays.stream(input.shape()).mapToInt(Math::toIntExact).toArray();
    DropoutMask shared = new DropoutMask(seed, layer, 1 - kept);
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      // the mask must live until the backward pass, whatever workspace this call runs in
      mask = NdArrays.of(shared.at(iteration, Shape.of(sizes)), input.dataType());
    }
    return Nd4j.getExecutioner().exec(new MulOp(input, mask, result))[0];
  }

  @Override
  public INDArray backprop(INDArray dy, INDArray dx, int iteration, int epoch) {
    if (mask == null) {
      throw new IllegalStateException("expected a forward pass before the backward pass, got none");
    }
    Nd4j.getExecutioner().exec(new MulOp(dy, mask, dx));
    mask = null;
    return dx;
  }

  @Override
  public void clear() {
    mask = null;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public SharedDropout clone() {
    return new SharedDropout(seed, layer, kept);
  }
}
