package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final LocalDateTime NOON = LocalDateTime.of(2025, 1, 2, 12, 0, 5);

  @TempDir private Path folder;

  @Test
  void aFolderThatIsThereIsNeverUsedAgain() throws IOException {
    Path runs = folder.resolve("deep/runs");

    Path first = RunDirectory.create(runs, "xor", NOON).path();
    Path second = RunDirectory.create(runs, "xor", NOON).path();
    Path third = RunDirectory.create(runs, "xor", NOON).path();

    assertEquals(runs.resolve("xor-20250102-120005"), first);
    assertEquals(runs.resolve("xor-20250102-120005-2"), second);
    assertEquals(runs.resolve("xor-20250102-120005-3"), third);
  }

  @Test
  void aFolderIsARunIfItHasAConfigurationAndARecord() throws IOException {
    RunDirectory run = RunDirectory.create(folder, "xor", NOON);
    assertTrue(RunDirectory.open(run.path()).isEmpty());

    Files.writeString(run.configuration(), "");
    Files.writeString(run.record(), "");

    assertEquals(run.path(), RunDirectory.open(run.path()).orElseThrow().path());
  }

  @Test
  void metricsAreAppendedLineByLine() throws IOException {
    RunDirectory run = RunDirectory.create(folder, "xor", NOON);

    run.appendMetrics("{1}");
    run.appendMetrics("{2}");

    assertEquals("{1}\n{2}\n", Files.readString(run.metrics()));
  }
}
