package gradtwin.train;

import gradtwin.spec.Metric;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured on some examples.
 *
 * @param examples how many there were, at least 1
 * @param values the metrics, the loss first
 */
public record Metrics(int examples, Map<Metric, Double> values) {
  public Metrics {
    values = Collections.unmodifiableMap(new EnumMap<>(values));
  }

  /**
   * One metric.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public double of(Metric metric) {
    Double value = values.get(metric);
    if (value == null) {
      throw new IllegalArgumentException("expected one of " + values.keySet() + ", got " + metric);
    }
    return value;
  }

  /** The metrics by the names that files write. */
  public Map<String, Double> byName() {
    Map<String, Double> named = new LinkedHashMap<>();
    values.forEach((metric, value) -> named.put(metric.word(), value));
    return named;
  }

  public double loss() {
    return of(Metric.LOSS);
  }
}
