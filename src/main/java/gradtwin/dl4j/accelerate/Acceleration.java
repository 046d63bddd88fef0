package gradtwin.dl4j.accelerate;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The layers of a network that this program computes in DL4J's place, through DL4J's own extension
 * point: a layer asks its {@code LayerHelper} first, and computes itself where that answers
 * nothing. Neither the configuration nor a saved model knows of it.
 */
public final class Acceleration {
  private final DataType type;
  private final boolean wholeSequences;
  private final Map<Integer, List<Accelerator>> accelerators = new TreeMap<>();

  private Acceleration(MultiLayerNetwork network) {
    var configuration = network.getLayerWiseConfigurations();
    this.type = configuration.getDataType();
    this.wholeSequences = configuration.getBackpropType() == BackpropType.Standard;
  }

  /** Gives an accelerator to each layer of a network for which there is one. */
  public static Acceleration of(MultiLayerNetwork network) {
    Acceleration acceleration = new Acceleration(network);
    for (int i = 0; i < network.getnLayers(); i++) {
      acceleration.accelerate(i, network.getLayer(i));
    }
    return acceleration;
  }

  /** The numbers of the layers that have an accelerator. */
  public List<Integer> layers() {
    return List.copyOf(accelerators.keySet());
  }

  /** Of these, the numbers of those whose accelerators have computed something so far. */
  public List<Integer> busyLayers() {
    return layers().stream()
        .filter(layer -> accelerators.get(layer).stream().anyMatch(a -> a.answers() > 0))
        .toList();
  }

  /**
   * Says whether anybody looks at the gradient with respect to the features: training does not.
   * Until it is said, somebody does.
   */
  public void wantDeltaOfFeatures(boolean wanted) {
    accelerators.getOrDefault(0, List.of()).forEach(first -> first.wantDelta(wanted));
  }

  private void accelerate(int number, Layer layer) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      return;
    }
    // the very classes: those that inherit from them compute something else
    if (layer.getClass() == ConvolutionLayer.class) {
      accelerate(number, (ConvolutionLayer) layer);
    } else if (layer.getClass() == SubsamplingLayer.class) {
      accelerate(number, (SubsamplingLayer) layer);
    } else if (layer.getClass() == LSTM.class) {
      accelerate(number, (LSTM) layer);
    } else if (layer instanceof BaseWrapperLayer wrapper) {
      accelerate(number, wrapper.getUnderlying());
    } else if (layer instanceof BidirectionalLayer) {
      accelerate(number, (Layer) get(BidirectionalLayer.class, "fwd", layer));
      accelerate(number, (Layer) get(BidirectionalLayer.class, "bwd", layer));
    }
  }

  private void accelerate(int number, ConvolutionLayer layer) {
    var configuration =
        (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer.conf().getLayer();
    if (configuration.getCnn2dDataFormat() == CNN2DFormat.NCHW) {
      give(
          number, ConvolutionLayer.class, layer, new AcceleratedConvolution(type, layer.hasBias()));
    }
  }

  private void accelerate(int number, SubsamplingLayer layer) {
    var configuration =
        (org.deeplearning4j.nn.conf.layers.SubsamplingLayer) layer.conf().getLayer();
    if (configuration.getPoolingType() == PoolingType.MAX
        && configuration.getCnn2dDataFormat() == CNN2DFormat.NCHW) {
      give(number, SubsamplingLayer.class, layer, new AcceleratedMaxPooling(type));
    }
  }

  private void accelerate(int number, LSTM layer) {
    var configuration = (org.deeplearning4j.nn.conf.layers.LSTM) layer.conf().getLayer();
    AcceleratedLstm accelerator = new AcceleratedLstm(type);
    if (wholeSequences
        && configuration.getRnnDataFormat() == RNNFormat.NCW
        && accelerator.checkSupported(
            configuration.getGateActivationFn(), configuration.getActivationFn(), false)) {
      give(number, LSTM.class, layer, accelerator);
    }
  }

  private void give(int number, Class<?> owner, Layer layer, Accelerator accelerator) {
    try {
      field(owner, "helper").set(layer, accelerator.guarded());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("expected " + owner + ".helper to be made accessible", e);
    }
    accelerators.computeIfAbsent(number, key -> new ArrayList<>()).add(accelerator);
  }

  private static Object get(Class<?> owner, String name, Layer layer) {
    try {
      return field(owner, name).get(layer);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("expected " + owner + "." + name + " to be accessible", e);
    }
  }

  /**
   * DL4J 1.0.0-M2.1 lets only its own classes be helpers, by name, and asks for none by default.
   */
  private static Field field(Class<?> owner, String name) {
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("expected DL4J 1.0.0-M2.1's " + owner + "." + name, e);
    }
  }
}
