package gradtwin.dl4j.accelerate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.deeplearning4j.nn.layers.LayerHelper;

/** What DL4J asks before it computes a layer itself; it does where the answer is null. */
abstract class Accelerator implements LayerHelper {
  private long answers;
  private boolean wantsDelta = true;

  /**
   * Says whether anybody looks at the gradient with respect to what arrives; else zeros stand for
   * it.
   */
  final void wantDelta(boolean wanted) {
    wantsDelta = wanted;
  }

  final boolean wantsDelta() {
    return wantsDelta;
  }

  /** How often DL4J got an answer. */
  final long answers() {
    return answers;
  }

  /**
   * What DL4J is to ask. An exception must not pass for no answer: DL4J would catch it, and compute
   * the layer itself for the rest of the training, so it becomes an error.
   */
  final Object guarded() {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        getClass().getInterfaces(),
        (proxy, method, arguments) -> {
          try {
            return method.invoke(this, arguments);
          } catch (InvocationTargetException e) {
            throw new AssertionError(
                getClass().getSimpleName()
                    + " failed; 'training.accelerate: false' leaves the layer to DL4J",
                e.getCause());
          }
        });
  }

  /** Counts an answer. */
  final <T> T taken(T answer) {
    answers++;
    return answer;
  }

  @Override
  public final Map<String, Long> helperMemoryUse() {
    return Map.of();
  }

  @Override
  public final boolean checkSupported() {
    return true;
  }
}
