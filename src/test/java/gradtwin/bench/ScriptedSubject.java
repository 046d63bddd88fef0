package gradtwin.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A subject that follows a script: one word for each command that it reads, the last one again and
 * again.
 *
 * <pre>{@code
 * N            a step takes N microseconds, and the loss is 1 / N; or the workload is open
 * clock        a step takes a microsecond, and the loss is the time at which it was asked for
 * nan          a step takes a microsecond, and the loss is no number
 * die          a line of complaint, and exit code 7
 * hang         no answer
 * nonsense     an answer that is none
 * chatter      lines that are no answers, and then ready
 * }</pre>
 */
final class ScriptedSubject {
  private static final int EXIT_CODE = 7;

  private ScriptedSubject() {}

  /** The words of the script. */
  public static void main(String[] script) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] command = line.split(" ", -1);
      answer(script[Math.min(number++, script.length - 1)], command);
    }
  }

  private static void answer(String word, String[] command) throws InterruptedException {
    switch (word) {
      case "clock" -> System.out.println("answer ran 1000 " + System.nanoTime());
      case "nan" -> System.out.println("answer ran 1000 NaN");
      case "nonsense" -> System.out.println("answer forty two");
      case "chatter" -> System.out.println("I am a library\nanswer ready");
      case "hang" -> Thread.sleep(Long.MAX_VALUE);
      case "die" -> {
        System.err.println("Exception: the script says so\n\tat some.place");
        System.exit(EXIT_CODE);
      }
      default -> {
        if (command[0].equals("open")) {
          System.out.println("answer runtime script as written\nanswer ready");
          return;
        }
        long microseconds = Long.parseLong(word);
        long steps = Long.parseLong(command[1]);
        System.out.println("answer ran " + 1000 * microseconds * steps + " " + 1.0 / microseconds);
      }
    }
  }

  /** Starts one. */
  static SubjectProcess start(String... script) throws SubjectFailure {
    return start(Duration.ofSeconds(60), () -> false, script);
  }

  /** Starts one whose answers are waited for so long. */
  static SubjectProcess start(Duration patience, BooleanSupplier interrupted, String... script)
      throws SubjectFailure {
    return new SubjectProcess(program(List.of(script)), patience, interrupted);
  }

  private static ProcessBuilder program(List<String> script) {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            ScriptedSubject.class.getName());
    program.command().addAll(script);
    return program;
  }
}
