package gradtwin.compare.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.fuzz.FuzzResult.Counts;
import gradtwin.compare.fuzz.Trial.Kind;
import gradtwin.data.DataCatalogue;
import gradtwin.data.DataPlaces;
import gradtwin.spec.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzTest {
  private static final Fuzz.Observer SILENT =
      new Fuzz.Observer() {
        @Override
        public void examined(Counts counts, double seconds) {}

        @Override
        public void failed(long network, Failure failure) {}

        @Override
        public void found(Finding finding) {}
      };

  @TempDir Path folder;

  private Fuzz.Settings settings(long networks) {
    return new Fuzz.Settings(1, 0, networks, Double.POSITIVE_INFINITY, folder.resolve("out"));
  }

  /** Finds fault with every network that can be read and has an output layer called so. */
  private static Function<Bench, Examination> disliking(String verdict) {
    return bench ->
        new Examination() {
          @Override
          public Trial examine(Draft draft) {
            if (bench.read(draft).value().isEmpty()) {
              return Trial.refused("unreadable");
            }
            int last = draft.layers().size() - 1;
            return draft.layers().get(last).word().orElseThrow().equals("output")
                ? Trial.failed(new Failure(verdict, "output", "the end", "It is an output."))
                : Trial.of(Kind.AGREED);
          }

          @Override
          public Trial examine(Draft draft, int witness) {
            return examine(draft);
          }
        };
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Of a kind two are written, as small as can be, and each is a file that can be read again. */
  @Test
  void whatIsFoundIsWrittenSmall() throws IOException {
    FuzzResult result = Fuzz.run(settings(12), () -> false, SILENT, disliking("dl4j deviates"));
    assertEquals(12, result.counts().networks());
    assertTrue(result.counts().failed() > 2, result.counts().toString());
    assertEquals(
        Map.of("dl4j deviates | output", (int) result.counts().failed()), result.failures());
    assertEquals(2, result.findings().size());
    assertFalse(result.isClean());
    List<String> names = new ArrayList<>();
    for (Finding finding : result.findings()) {
      assertTrue(finding.layers() <= 2, finding.file()); // one that ends a sequence, the output
      names.add("dl4j-deviates-output-" + finding.network() + ".csv");
      names.add("dl4j-deviates-output-" + finding.network() + ".yaml");
      Path file = Path.of(finding.file());
      String text = Files.readString(file);
      assertTrue(
          text.startsWith(
              "# Found by fuzz with seed 1, network "
                  + finding.network()
                  + ".\n# Verdict: dl4j deviates\n# Origin: the end\n# It is an output.\n"
                  + "# To see it again: gradtwin compare "
                  + file.getFileName()
                  + "\n"),
          text);
      Experiment read =
          Experiment.read(
                  "f.yaml",
                  text,
                  List.of(),
                  new DataCatalogue(new DataPlaces(file.getParent(), Path.of(""), Map.of())))
              .value()
              .orElseThrow();
      assertEquals("output", read.network().output().word());
    }
    assertEquals(
        names.stream().sorted().toList(),
        files().stream().map(path -> path.getFileName().toString()).toList());
  }

  /** What no other program can show is shown by this one again. */
  @Test
  void aBrokenRelationIsSeenAgainByItsNumber() throws IOException {
    FuzzResult result = Fuzz.run(settings(3), () -> false, SILENT, disliking("relation parts"));
    Finding finding = result.findings().get(0);
    assertTrue(
        Files.readString(Path.of(finding.file()))
            .contains(
                "# To see it again: gradtwin fuzz --seed 1 --from "
                    + finding.network()
                    + " --networks 1\n"));
  }

  @Test
  void whatIsCleanLeavesNothingBehind() throws IOException {
    FuzzResult result = Fuzz.run(settings(2), () -> false, SILENT, bench -> agreeing());
    assertEquals(new Counts(2, 0, 0, 0, 0), result.counts());
    assertTrue(result.isClean());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  private static Examination agreeing() {
    return new Examination() {
      @Override
      public Trial examine(Draft draft) {
        return Trial.of(Kind.AGREED);
      }

      @Override
      public Trial examine(Draft draft, int witness) {
        return examine(draft);
      }
    };
  }

  @Test
  void theUserEndsIt() throws IOException {
    int[] asked = {0};
    FuzzResult result = Fuzz.run(settings(100), () -> ++asked[0] > 2, SILENT, bench -> agreeing());
    assertEquals(2, result.counts().networks());
    assertTrue(result.interrupted());
  }

  /** The network that an earlier run did not survive lies where that run had laid it. */
  @Test
  void aCrashIsFoundByTheNextRun() throws IOException {
    Path current = Files.createDirectories(folder.resolve("out/current"));
    Files.writeString(current.resolve("network.yaml"), "name: a\ndata:\n  path: data.csv\n");
    Files.writeString(current.resolve("data.csv"), "x,y\n");
    FuzzResult result = Fuzz.run(settings(1), () -> false, SILENT, bench -> agreeing());
    assertFalse(result.isClean());
    assertEquals(1, result.findings().size());
    assertEquals("crash", result.findings().get(0).failure().verdict());
    assertEquals(
        List.of("crash-1.csv", "crash-1.yaml"),
        files().stream().map(path -> path.getFileName().toString()).toList());
    String text = Files.readString(folder.resolve("out/crash-1.yaml"));
    assertTrue(text.startsWith("# An earlier run ended in the middle"), text);
    assertTrue(text.endsWith("name: a\ndata:\n  path: crash-1.csv\n"), text);
  }

  /** The real examiner, on a few networks: both sides of each agree, or it says what is wrong. */
  @Test
  void realNetworks() throws IOException {
    FuzzResult result = Fuzz.run(settings(4), () -> false, SILENT);
    assertEquals(4, result.counts().networks());
    assertEquals(result.counts().failed() == 0, result.isClean());
    assertEquals(
        result.counts().networks() - result.counts().refused(),
        result.uses().get("precision").values().stream().mapToInt(Integer::intValue).sum());
  }
}
