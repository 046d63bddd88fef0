package gradtwin.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Python that has PyTorch. */
final class Python {
  private static final List<String> COMMON = List.of("python3", "/usr/bin/python3");

  private Python() {}

  /**
   * The first of some programs that imports torch.
   *
   * @param named what the user named; then nothing else is tried. Empty to try what is common
   * @param patience how long each may take to import torch
   * @throws SubjectFailure saying what was wrong with each
   */
  static String find(List<String> named, Map<String, String> environment, Duration patience)
      throws SubjectFailure, InterruptedException {
    List<String> reasons = new ArrayList<>();
    for (String candidate : named.isEmpty() ? COMMON : named) {
      String reason = whyNot(candidate, environment, patience);
      if (reason.isEmpty()) {
        return candidate;
      }
      reasons.add(candidate + ": " + reason);
    }
    throw new SubjectFailure(
        "no Python with PyTorch was found ("
            + String.join("; ", reasons)
            + "); install PyTorch, or name a Python that has it with --python");
  }

  /** Why a program does not import torch; empty if it does. */
  private static String whyNot(String program, Map<String, String> environment, Duration patience)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(program, "-c", "import torch");
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "it does not end";
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() == 0) {
        return "";
      }
      String[] lines = said.strip().split("\n", -1);
      return lines[lines.length - 1];
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
