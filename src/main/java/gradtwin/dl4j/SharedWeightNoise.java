package gradtwin.dl4j;

import gradtwin.tensor.Shape;
import gradtwin.twin.noise.Affine;
import gradtwin.twin.noise.Noise;
import gradtwin.twin.noise.NoiseSource;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's weight noise, of any kind, with the noise that the twin uses. It stands in for DL4J's own
 * as {@link SharedNoise} does.
 */
final class SharedWeightNoise implements IWeightNoise {
  private static final long serialVersionUID = 1;

  private final IWeightNoise plain;
  private final transient Noise noise;
  private final long seed;
  private final int index;

  /**
   * @param plain what it stands for
   * @param index of the layer
   */
  SharedWeightNoise(IWeightNoise plain, Noise noise, long seed, int index) {
    this.plain = plain;
    this.noise = noise;
    this.seed = seed;
    this.index = index;
  }

  /** What it stands for. */
  IWeightNoise plain() {
    return plain;
  }

  @Override
  public INDArray getParameter(
      Layer layer,
      String key,
      int iteration,
      int epoch,
      boolean training,
      LayerWorkspaceMgr workspaces) {
    INDArray parameter = layer.getParam(key);
    var configuration = layer.conf().getLayer();
    if (!training || !configuration.initializer().isWeightParam(configuration, key)) {
      return parameter;
    }
    List<String> keys = layer.paramTable().keySet().stream().sorted().toList();
    int[] sizes = Arrays.stream(parameter.shape()).mapToInt(Math::toIntExact).toArray();
    Affine change =
        NoiseSource.ofParameter(noise, seed, index, keys.indexOf(key))
            .at(iteration, Shape.of(sizes));
    INDArray noisy = parameter.dup();
    change.factor().ifPresent(factor -> noisy.muli(NdArrays.of(factor, noisy.dataType())));
    change.offset().ifPresent(offset -> noisy.addi(NdArrays.of(offset, noisy.dataType())));
    return noisy;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public SharedWeightNoise clone() {
    return new SharedWeightNoise(plain.clone(), noise, seed, index);
  }
}
