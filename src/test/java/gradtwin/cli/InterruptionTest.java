package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill -INT")
  void ctrlCFinishesTheStepAndSavesTheParameters() throws IOException, InterruptedException {
    ProgramFixture program = new ProgramFixture(folder);
    Process process =
        ChildProgram.start(folder, List.of(), "train", program.xor(1_000_000), "--engine", "twin");
    try {
      waitForFirstCheckpoint(process);
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }

    assertEquals(ExitCode.INTERRUPTED.number(), process.exitValue(), program.read("err.txt"));
    assertTrue(program.read("out.txt").contains("stopped  interrupted in epoch "));
    String run = program.onlyRun();
    assertTrue(program.read(run + "/run.json").contains("\"state\" : \"interrupted\""));
    program.run("evaluate", run, "--last").expecting(ExitCode.DONE);
  }

  private void waitForFirstCheckpoint(Process process) throws InterruptedException {
    long start = System.nanoTime();
    while (!Files.isDirectory(folder.resolve("runs"))
        || new ProgramFixture(folder)
            .runs().stream().noneMatch(run -> Files.exists(run.resolve("model.npz")))) {
      assertTrue(process.isAlive(), "the program ended by itself");
      assertTrue(System.nanoTime() - start < PATIENCE_SECONDS * 1_000_000_000L, "no checkpoint");
      Thread.sleep(20);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no kill -INT")
  void ctrlCEndsTheSubjectsOfABenchmark() throws IOException, InterruptedException {
    Process process =
        ChildProgram.start(
            folder,
            List.of(),
            "bench",
            "--network",
            "xor-mlp",
            "--subject",
            "twin",
            "--rounds",
            "1000000");
    List<ProcessHandle> subjects = List.of();
    try {
      long start = System.nanoTime();
      while (subjects.isEmpty()) {
        assertTrue(process.isAlive(), "the program ended by itself");
        assertTrue(System.nanoTime() - start < PATIENCE_SECONDS * 1_000_000_000L, "no subject");
        Thread.sleep(20);
        subjects = process.descendants().toList();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
      assertTrue(subjects.stream().noneMatch(ProcessHandle::isAlive), "a subject is left over");
    }

    ProgramFixture program = new ProgramFixture(folder);
    assertEquals(ExitCode.INTERRUPTED.number(), process.exitValue(), program.read("err.txt"));
    assertTrue(program.read("out.txt").startsWith("Interrupted: "), program.read("out.txt"));
  }
}
