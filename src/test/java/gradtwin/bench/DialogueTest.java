package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DialogueTest {
  private static final String XOR = "open xor-mlp 4 8 1\n";
  private static final Optional<Workload> WORKLOAD =
      Optional.of(new Workload(BenchmarkNetwork.XOR_MLP, 4, 8, 1));

  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  private Dialogue dialogue(String said) {
    return new Dialogue(
        new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(heard, true, StandardCharsets.UTF_8));
  }

  /** Runs belong to the workload before them, and the next one is not taken for a run. */
  @Test
  void commandsComeInTheirOrder() throws IOException {
    Dialogue dialogue = dialogue(XOR + "run 3\nrun 5\n" + XOR + "run 7\n");
    assertEquals(WORKLOAD, dialogue.nextWorkload());
    assertEquals(OptionalInt.of(3), dialogue.nextRun());
    assertEquals(OptionalInt.of(5), dialogue.nextRun());
    assertEquals(OptionalInt.empty(), dialogue.nextRun());
    assertEquals(WORKLOAD, dialogue.nextWorkload());
    assertEquals(OptionalInt.of(7), dialogue.nextRun());
    assertEquals(OptionalInt.empty(), dialogue.nextRun());
    assertFalse(dialogue.nextWorkload().isPresent());
  }

  @Test
  void answersAreLines() {
    Dialogue dialogue = dialogue("");
    dialogue.ready(Map.of("arithmetic", "plain Java"));
    dialogue.ran(1234, 0.5);
    assertEquals(
        "answer runtime arithmetic plain Java\nanswer ready\nanswer ran 1234 0.5\n",
        heard.toString(StandardCharsets.UTF_8));
  }

  /** Means over the epoch so far: 2, 3 and 4 are means of the losses 2, 4 and 6, then 1. */
  @Test
  void aTrainingPausesAfterTheStepsThatWereAskedFor() {
    PacedTraining pace = new PacedTraining(dialogue("run 2\nrun 2\n"));
    assertFalse(pace.pausesForEver());
    pace.step(1, 10, 2);
    assertFalse(pace.pausesForEver());
    pace.step(1, 20, 3);
    assertFalse(pace.pausesForEver());
    assertEquals("3.0", loss(0));
    pace.step(1, 30, 4);
    pace.epoch(null);
    assertFalse(pace.pausesForEver());
    pace.step(2, 10, 1);
    assertEquals(true, pace.pausesForEver());
    assertEquals("3.5", loss(1)); // (6 + 1) / 2
  }

  private String loss(int answer) {
    return heard.toString(StandardCharsets.UTF_8).split("\n", -1)[answer].split(" ", -1)[3];
  }
}
