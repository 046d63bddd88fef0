package gradtwin.dl4j.accelerate;

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
