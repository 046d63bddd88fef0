package gradtwin.dl4j;

import gradtwin.tensor.Shape;
import gradtwin.twin.noise.Affine;
import gradtwin.twin.noise.NoiseSource;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's dropout, of any kind, with the noise that the twin uses, which is a function of seed,
 * layer, iteration and element instead of the state of a generator.
 *
 * <p>It stands in for DL4J's own while a network is in this program; a saved model has the plain
 * one, so that DL4J code which does not know this class can load it.
 */
final class SharedNoise implements IDropout {
  private static final long serialVersionUID = 1;

  private final IDropout plain;
  private final transient NoiseSource noise;
  private transient Optional<INDArray> factor = Optional.empty();

  /**
   * @param plain what it stands for
   */
  SharedNoise(IDropout plain, NoiseSource noise) {
    this.plain = plain;
    this.noise = noise;
  }

  /** What it stands for. */
  IDropout plain() {
    return plain;
  }

  @Override
  @SuppressWarnings("try") // the scope is used by being open
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    int[] sizes = Arrays.stream(input.shape()).mapToInt(Math::toIntExact).toArray();
    Affine change = noise.at(iteration, Shape.of(sizes));
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      // the factor must live until the backward pass, whatever workspace this call runs in
      factor = change.factor().map(tensor -> NdArrays.of(tensor, input.dataType()));
      times(input, result);
      change.offset().ifPresent(tensor -> result.addi(NdArrays.of(tensor, input.dataType())));
    }
    return result;
  }

  @Override
  public INDArray backprop(INDArray dy, INDArray dx, int iteration, int epoch) {
    times(dy, dx);
    factor = Optional.empty();
    return dx;
  }

  private void times(INDArray from, INDArray to) {
    if (factor.isPresent()) {
      Nd4j.getExecutioner().exec(new MulOp(from, factor.get(), to));
    } else if (from != to) {
      to.assign(from);
    }
  }

  @Override
  public void clear() {
    factor = Optional.empty();
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public SharedNoise clone() {
    return new SharedNoise(plain.clone(), noise);
  }
}
