package gradtwin.dl4j;

import gradtwin.spec.Experiment;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.LayerHelper;

/** Accelerated networks with a bug in what one layer answers DL4J. */
public final class TamperedAcceleration {
  private TamperedAcceleration() {}

  /**
   * A network.
   *
   * @param method of DL4J's helper: {@code preOutput}, {@code activate} or {@code backpropGradient}
   * @param bug is done to each answer
   */
  public static Dl4jNetwork of(
      Experiment experiment, int layer, String method, Consumer<Object> bug) {
    Dl4jNetwork network = Dl4jNetwork.create(experiment).accelerate();
    Layer wrong = network.network().getLayer(layer);
    LayerHelper honest = wrong.getHelper();
    Object tampered =
        Proxy.newProxyInstance(
            honest.getClass().getClassLoader(),
            honest.getClass().getInterfaces(),
            (proxy, called, arguments) -> {
              called.setAccessible(true);
              Object answer = called.invoke(honest, arguments);
              if (called.getName().equals(method) && answer != null) {
                bug.accept(answer);
              }
              return answer;
            });
    try {
      Field field = wrong.getClass().getDeclaredField("helper");
      field.setAccessible(true);
      field.set(wrong, tampered);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
    return network;
  }
}
