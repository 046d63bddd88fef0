package gradtwin.compare.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.Experiment;
import gradtwin.tensor.Parameter;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
  private static final int NETWORKS = 400;

  @TempDir Path folder;

  private final Grammar grammar = new Grammar();
  private Bench bench;
  private Generator generator;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder.resolve("bench"));
    generator = new Generator(bench, grammar);
  }

  private static String text(Draft draft) {
    return draft.text("data.csv") + draft.table().csv();
  }

  /** Whatever was drawn before. */
  @Test
  void aNetworkIsAFunctionOfSeedAndNumber() throws IOException {
    String fifth = text(generator.draft(7, 5));
    Generator other = new Generator(new Bench(folder.resolve("other")), new Grammar());
    for (int number = 0; number < 5; number++) {
      assertNotEquals(fifth, text(other.draft(7, number)));
    }
    assertEquals(fifth, text(other.draft(7, 5)));
    assertNotEquals(fifth, text(other.draft(8, 5)));
  }

  /** Nearly all are read without a fault, have something to learn, and every layer has its turn. */
  @Test
  void theReaderTakesThem() {
    int refused = 0;
    Map<String, Integer> words = new TreeMap<>();
    Set<String> texts = new HashSet<>();
    for (int number = 0; number < NETWORKS; number++) {
      Draft draft = generator.draft(11, number);
      texts.add(text(draft));
      Document<Experiment> read = bench.read(draft);
      if (read.value().isEmpty()) {
        refused++;
        continue;
      }
      boolean learns =
          read.value().get().toTwin().parameters().stream()
              .flatMap(List::stream)
              .anyMatch(Parameter::isLearned);
      assertTrue(learns, draft.text("data.csv"));
      draft.layers().forEach(layer -> words.merge(layer.word().orElseThrow(), 1, Integer::sum));
    }
    assertTrue(refused <= NETWORKS / 50, refused + " of " + NETWORKS + " refused");
    assertEquals(NETWORKS, texts.size());
    Set<String> missing = new TreeSet<>(grammar.layers().words());
    missing.removeAll(words.keySet());
    assertEquals(Set.of(), missing, words.toString());
  }
}
