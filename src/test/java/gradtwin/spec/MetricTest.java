package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.yaml.Document;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {
  /** The word that a message writes is the word that a file reads. */
  @ParameterizedTest
  @EnumSource(Metric.class)
  void wordIsTheFilesOwn(Metric metric) {
    assertEquals(
        metric,
        Document.read(
                "f.yaml",
                "metric: " + metric.word(),
                List.of(),
                fields -> fields.oneOf("metric", "?", Metric.LOSS))
            .value()
            .orElseThrow());
  }

  @Test
  void onlyAccuracyRisesAndNeedsClasses() {
    for (Metric metric : Metric.values()) {
      assertEquals(metric == Metric.ACCURACY, metric.higherIsBetter());
      assertEquals(metric == Metric.ACCURACY, metric.classesOnly());
    }
  }

  /** Half the distance from 1 to the next number of the type. */
  @Test
  void precisions() {
    assertEquals(Math.ulp(1.0f) / 2.0, Precision.FLOAT32.unitRoundoff());
    assertEquals(Math.ulp(1.0) / 2, Precision.FLOAT64.unitRoundoff());
    assertTrue(Precision.FLOAT32.word().equals("float32"));
    assertFalse(Precision.FLOAT64.word().equals("float32"));
  }
}
