package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
  private final List<String> commandLines = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @TempDir private Path folder;

  /** Runs the demonstration over a program that only notes what it is asked. */
  private int run(int codeOfFetch, int codeOfTrain) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(stream, stream, Map.of(), folder, folder, false, false);
    DemoCommand demo =
        new DemoCommand(
            surroundings,
            arguments -> {
              commandLines.add(String.join(" ", arguments).replaceAll("runs/demo-[-0-9]+", "RUNS"));
              return answer(arguments, codeOfFetch, codeOfTrain);
            });
    return new CommandLine(demo).execute();
  }

  private static int answer(String[] arguments, int codeOfFetch, int codeOfTrain) {
    if (List.of(arguments).contains("--plant")) {
      return ExitCode.NO.number(); // a planted bug is found
    }
    return arguments[0].equals("data") ? codeOfFetch : codeOfTrain;
  }

  private List<String> trainings() {
    return commandLines.stream().filter(line -> line.startsWith("train ")).toList();
  }

  @Test
  void xorThenMnist() {
    assertEquals(ExitCode.DONE.number(), run(0, 0));

    assertEquals(
        List.of(
            "train configs/xor-perceptron.yaml --runs RUNS",
            "train configs/xor-mlp.yaml --runs RUNS",
            "train configs/mnist-mlp.yaml --runs RUNS -o training.epochs=3"),
        trainings());
  }

  @Test
  void comparesBothAndShowsTheArticlesGradient() {
    run(0, 0);

    assertEquals(
        List.of(
            "compare configs/xor-perceptron.yaml --plant article-gradient",
            "compare configs/xor-mlp.yaml --html RUNS/xor-mlp.html --json RUNS/xor-mlp.json",
            "compare configs/mnist-mlp.yaml --html RUNS/mnist-mlp.html --json RUNS/mnist-mlp.json"),
        commandLines.stream().filter(line -> line.startsWith("compare ")).toList());
    assertTrue(
        out.toString(StandardCharsets.UTF_8).contains("expected shape [1], got [1, 1]"),
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutMnistTheDigitsStandInUnderTheirOwnName() {
    assertEquals(ExitCode.DONE.number(), run(ExitCode.WRONG_ENVIRONMENT.number(), 0));

    assertEquals(
        "train configs/mnist-mlp.yaml --runs RUNS -o training.epochs=3 -o data.source=digits -o"
            + " name=digits-mlp",
        trainings().get(2));
    assertEquals(
        "compare configs/mnist-mlp.yaml --html RUNS/digits-mlp.html --json RUNS/digits-mlp.json -o"
            + " data.source=digits -o name=digits-mlp",
        commandLines.get(commandLines.size() - 1));
    assertTrue(
        out.toString(StandardCharsets.UTF_8)
            .contains("MNIST is not here and cannot be fetched. Every number that follows is"));
  }

  @Test
  void whatFailsShowsInTheExitCode() {
    assertEquals(ExitCode.NO.number(), run(0, ExitCode.NO.number()));
  }
}
