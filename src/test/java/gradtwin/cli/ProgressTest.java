package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.Metric;
import gradtwin.train.Epoch;
import gradtwin.train.Metrics;
import gradtwin.train.Part;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Surroundings surroundings(boolean terminal) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Path here = Path.of("").toAbsolutePath();
    return new Surroundings(stream, stream, Map.of(), here, here, terminal, false);
  }

  private String printed() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static Epoch epoch(int number) {
    Metrics metrics = new Metrics(50, Map.of(Metric.LOSS, 0.25, Metric.ACCURACY, 0.9));
    return new Epoch(number, 10L * number, 0.5, Part.VALIDATION, metrics, true, 2, 0.1);
  }

  @Test
  void withoutATerminalAnEpochIsALine() {
    try (TrainingProgress progress = new TrainingProgress(surroundings(false), "xor", 2, 100)) {
      progress.step(1, 100, 0.5);
      progress.epoch(epoch(1));
      progress.step(2, 100, 0.5);
      progress.epoch(epoch(2));
    }

    assertEquals(
        """
        epoch 1/2: loss 0.500000, validation loss 0.250000, accuracy 0.9000, 2.00 s, 50 examples/s
        epoch 2/2: loss 0.500000, validation loss 0.250000, accuracy 0.9000, 2.00 s, 50 examples/s
        """,
        printed());
  }

  @Test
  void onATerminalThereIsABar() {
    try (TrainingProgress progress = new TrainingProgress(surroundings(true), "xor", 2, 100)) {
      progress.step(1, 100, 0.5);
      progress.epoch(epoch(1));
      progress.step(2, 100, 0.5);
    }

    assertTrue(printed().contains("\rxor 100% ["), printed());
    assertTrue(printed().contains("200/200"), printed());
    assertTrue(printed().contains("epoch 2/2 loss 0.5000"), printed());
    assertTrue(printed().contains("\r\u001b[Kepoch 1/2: loss 0.500000, validation "), printed());
    assertTrue(printed().endsWith("\n"), printed());
  }

  @Test
  void withoutATerminalAFetchedFileIsALine() {
    try (FetchProgress progress = new FetchProgress(surroundings(false))) {
      progress.note("from a mirror");
      progress.progress("a.gz", 0, 3 << 20);
      progress.progress("a.gz", 1 << 20, 3 << 20);
      progress.progress("a.gz", 3 << 20, 3 << 20);
    }

    assertEquals("from a mirror\nfetched a.gz, 3.0 MB\n", printed());
  }

  @Test
  void onATerminalEachFetchedFileHasABar() {
    try (FetchProgress progress = new FetchProgress(surroundings(true))) {
      progress.progress("a.gz", 3 << 20, 3 << 20);
      progress.progress("b.gz", 1 << 20, -1);
    }

    assertTrue(printed().contains("\ra.gz 100% ["), printed());
    assertTrue(printed().contains("\rb.gz"), printed());
  }
}
