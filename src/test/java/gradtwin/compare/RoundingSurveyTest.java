package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.data.DataException;
import gradtwin.spec.LayerSpec;
import gradtwin.spec.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Rounding is predicted well enough to be a gate. {@code configs/ROUNDING.md} says how well. To
 * measure anew: {@code mvn test -Dtest=RoundingSurveyTest -Drounding.write=true}.
 */
class RoundingSurveyTest {
  private static final Path PAGE = Path.of("configs/ROUNDING.md");

  /** What the project promises of fewer than a million elements. */
  private static final double PROMISED = 4;

  /** The columns before the distances: elements, and elements on kinks. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| ([A-Za-z0-9 ]+) \\| (float\\d\\d) \\| (\\d+) \\| (\\d+) \\|(.*)\\|$",
          Pattern.MULTILINE);

  /** DL4J computes another function under this name, see configs/known-deviations. */
  private static final String NEVER_RIGHT = "pnormPooling3d";

  private static final Pattern LARGEST = Pattern.compile("([\\d.]+|NaN|Infinity) \\(");

  @Test
  @EnabledIfSystemProperty(named = "rounding.write", matches = "true")
  void write() throws DataException, IOException {
    RoundingSurvey survey = new RoundingSurvey();
    for (Path file : RoundingSurvey.files()) {
      for (Precision precision : Precision.values()) {
        for (int seed = 1; seed <= RoundingSurvey.SEEDS; seed++) {
          survey.add(file, precision, seed);
        }
      }
    }
    Files.writeString(PAGE, survey.page());
    survey
        .byLayer()
        .forEach(
            (word, byPlace) ->
                byPlace.forEach(
                    (place, distances) ->
                        assertTrue(
                            distances.largest() < PROMISED,
                            word + " " + place + ": " + distances + " at " + distances.where())));
  }

  /** The published distances keep the promise, and every layer is among them. */
  @Test
  void thePublishedDistancesAreAsPromised() throws IOException {
    String page = Files.readString(PAGE);
    List<MatchResult> rows = ROW.matcher(page).results().toList();
    for (MatchResult row : rows) {
      if (Long.parseLong(row.group(3)) < 1_000_000) {
        Matcher largest = LARGEST.matcher(row.group(5));
        while (largest.find()) {
          assertTrue(Double.parseDouble(largest.group(1)) < PROMISED, row.group());
        }
      }
    }
    for (String word : LayerSpec.words().words()) {
      if (word.equals(NEVER_RIGHT)) {
        continue;
      }
      long measured = rows.stream().filter(row -> row.group(1).equals(word)).count();
      assertEquals(Precision.values().length, measured, word);
    }
  }

  /** A sample of what the page was made from: with a seed that it does not have. */
  @Test
  void otherSeedsKeepThePromise() throws DataException {
    RoundingSurvey survey = new RoundingSurvey();
    List<Path> files = RoundingSurvey.files();
    for (int i = 0; i < files.size(); i += 20) {
      for (Precision precision : Precision.values()) {
        survey.add(files.get(i), precision, 100 + i);
      }
    }
    survey
        .byLayer()
        .forEach(
            (word, byPlace) ->
                byPlace.forEach(
                    (place, distances) -> {
                      String found = word + " " + place + ": " + distances;
                      assertTrue(
                          distances.largest() < PROMISED, found + " at " + distances.where());
                    }));
  }
}
