package gradtwin.report;

import gradtwin.train.Epoch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** One epoch on one line, for people and for programs. */
public final class EpochLine {
  private EpochLine() {}

  /** For people: {@code loss 0.0712, validation loss 0.0801, accuracy 0.9756}. */
  public static String text(Epoch epoch) {
    return epoch.measured().values().entrySet().stream()
        .map(m -> m.getKey().word() + " " + Figures.of(m.getKey(), m.getValue()))
        .collect(
            Collectors.joining(
                ", ",
                "loss " + Figures.digits(epoch.loss()) + ", " + epoch.measuredOn().word() + " ",
                ""));
  }

  /** For programs: one JSON object. */
  public static String json(Epoch epoch) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("epoch", epoch.number());
    object.put("steps", epoch.steps());
    object.put("loss", epoch.loss());
    object.put(epoch.measuredOn().word(), epoch.measured().byName());
    object.put("best", epoch.best());
    object.put("seconds", epoch.seconds());
    object.put("measuringSeconds", epoch.measuringSeconds());
    return Json.line(object);
  }
}
