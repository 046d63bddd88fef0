package gradtwin.twin.schedule;

import gradtwin.tensor.Decimals;
import gradtwin.twin.Moment;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Values that are given one by one, each of which holds until the next.
 *
 * <pre>{@code
 * values[k], k the largest key with k <= i
 * }</pre>
 *
 * <p>DL4J: {@code org.nd4j.linalg.schedule.MapSchedule}.
 *
 * @param values the value from an iteration or epoch on; one of them from 0 on
 * @param by what i counts
 */
public record Piecewise(SortedMap<Integer, Double> values, Clock by) implements Schedule {
  public Piecewise {
    if (!values.containsKey(0)) {
      throw new IllegalArgumentException("expected a value from 0 on, got " + values);
    }
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  @Override
  public double at(Moment moment) {
    double value = values.get(0);
    for (var entry : values.entrySet()) {
      if (entry.getKey() <= by.count(moment)) {
        value = entry.getValue();
      }
    }
    return value;
  }

  @Override
  public BigDecimal exactly(Moment moment) {
    long now = by.count(moment);
    int from = values.keySet().stream().filter(key -> key <= now).reduce(0, Math::max);
    return Decimals.of(values.get(from));
  }
}
