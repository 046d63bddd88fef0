package gradtwin.compare;

import gradtwin.data.DataException;
import gradtwin.spec.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RoundingSurveyTest {
  @Test
  void survey() throws DataException {
    RoundingSurvey survey = new RoundingSurvey();
    for (Path file : RoundingSurvey.files()) {
      for (Precision precision : Precision.values()) {
        for (int seed = 1; seed <= Integer.getInteger("seeds", 1); seed++) {
          try {
            survey.add(file, precision, seed);
          } catch (RuntimeException | AssertionError e) {
            System.out.println("FAIL " + file + " " + precision + " " + seed + " " + e);
          }
        }
      }
    }
    for (var table : java.util.List.of(survey.byLayer(), survey.byFunction())) {
      table.forEach(
          (word, places) ->
              places.forEach(
                  (place, d) ->
                      System.out.printf(
                          "ROW %-30s %-8s %-10s n=%d ex=%d max=%.2f med=%.2f  %s%n",
                          word,
                          place.precision(),
                          place.role(),
                          d.elements(),
                          d.excluded(),
                          d.largest(),
                          d.median(),
                          d.where())));
    }
  }
}
