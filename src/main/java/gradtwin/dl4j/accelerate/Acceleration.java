package gradtwin.dl4j.accelerate;

import java.lang.reflect.Field;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

public final class Acceleration {
  private Acceleration() {}

  public static void install(MultiLayerNetwork network) {
    for (Layer l : network.getLayers()) {
      if (l instanceof org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer w) l = w.getUnderlying();
      if (l instanceof org.deeplearning4j.nn.layers.recurrent.LSTM) set(org.deeplearning4j.nn.layers.recurrent.LSTM.class, l, new AcceleratedLstm(network.getLayerWiseConfigurations().getDataType()));
      if (l.getClass() == ConvolutionLayer.class) {
        var c = (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) l.conf().getLayer();
        set(ConvolutionLayer.class, l, new AcceleratedConvolution(network.getLayerWiseConfigurations().getDataType(), c.hasBias()));
      }
    }
  }
  static void set(Class<?> c, Object o, Object v) {
    try { Field f = c.getDeclaredField("helper"); f.setAccessible(true); f.set(o, v); } catch (ReflectiveOperationException e) { throw new IllegalStateException(e); }
  }
}
