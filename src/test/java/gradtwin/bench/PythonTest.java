package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no shell scripts")
class PythonTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private String program(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
    return file.toString();
  }

  @Test
  void theFirstThatImportsTorchIsTaken() throws Exception {
    String without = program("without", "echo \"No module named 'torch'\" >&2; exit 1");
    String with = program("with", "exit 0");
    String other = program("other", "exit 0");
    assertEquals(with, Python.find(List.of(without, with, other), Map.of(), PATIENCE));
  }

  @Test
  void eachThatDoesNotHasItsReason() throws IOException {
    String without =
        program("without", "echo Traceback; echo \"No module named 'torch'\" >&2; exit 1");
    String missing = folder.resolve("missing").toString();
    String reason =
        assertThrows(
                SubjectFailure.class,
                () -> Python.find(List.of(without, missing), Map.of(), PATIENCE))
            .getMessage();
    assertTrue(reason.contains(without + ": No module named 'torch'; " + missing + ": "), reason);
    assertTrue(reason.contains("--python"), reason);
  }

  @Test
  void oneThatHangsIsGivenUp() throws IOException {
    String hanging = program("hanging", "exec sleep 1000");
    Map<String, String> environment = Map.of("PATH", System.getenv("PATH"));
    String reason =
        assertThrows(
                SubjectFailure.class,
                () -> Python.find(List.of(hanging), environment, Duration.ofSeconds(1)))
            .getMessage();
    assertTrue(reason.contains(hanging + ": it does not end"), reason);
  }
}
