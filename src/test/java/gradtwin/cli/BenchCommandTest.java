package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.cli.ProgramFixture.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  @TempDir private Path folder;

  private Ended run(String... arguments) {
    return new ProgramFixture(folder).run(arguments);
  }

  /** The whole way for the smallest network: no Python has PyTorch where there is no such file. */
  @Test
  void aNetworkIsMeasuredWithoutPyTorch() throws IOException {
    Ended ended =
        run(
                "bench",
                "--network",
                "xor-mlp",
                "--rounds",
                "2",
                "--seconds",
                "0.001",
                "--no-kernels",
                "--python",
                "no/python",
                "--json",
                "-",
                "--html",
                "bench.html")
            .expecting(ExitCode.DONE);
    JsonNode json = new ObjectMapper().readTree(ended.out());
    List<String> subjects = new ArrayList<>();
    for (JsonNode row : json.get("rows")) {
      subjects.add(row.get("subject").asText());
      assertEquals("xor-mlp", row.get("network").asText());
      assertTrue(row.at("/microsecondsPerStep/median").asDouble() > 0, row.toString());
      assertTrue(row.get("steps").asInt() >= 2, row.toString());
    }
    assertEquals(List.of("dl4j", "stock", "twin"), subjects);
    assertEquals(2, json.get("ratios").size());
    assertEquals(2, json.get("missing").size());
    for (JsonNode missing : json.get("missing")) {
      assertTrue(missing.get("reason").asText().contains("no/python"), missing.toString());
    }
    assertTrue(
        json.at("/sameSteps/0/largestRelativeDifference").asDouble() < 1e-5, json.toString());
    assertTrue(ended.err().contains("xor-mlp at batch 4: dl4j "), ended.err());
    assertTrue(new ProgramFixture(folder).read("bench.html").contains("id=\"times-title\""));
  }

  @Test
  void whoAsksForPyTorchWantsIt() {
    Ended ended =
        run(
                "bench",
                "--network",
                "xor-mlp",
                "--subject",
                "pytorch64",
                "--no-kernels",
                "--python",
                "no/python",
                "--markdown",
                "-")
            .expecting(ExitCode.WRONG_ENVIRONMENT);
    assertTrue(
        ended.out().contains("- not measured: xor-mlp at batch 4 of pytorch64: "), ended.out());
    assertTrue(ended.err().contains("not measured: xor-mlp at batch 4, pytorch64: "), ended.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rounds   | 0         | --rounds: expected a whole number above 0, got 0",
        "--seconds  | 0         | --seconds: expected a number above 0 and at most 60, got 0.0",
        "--seconds  | NaN       | --seconds: expected a number above 0 and at most 60, got NaN",
        "--network  | mnist-mpl | or lstm, got 'mnist-mpl'; did you mean 'mnist-mlp'?",
        "--subject  | dl4       | or pytorch64, got 'dl4'; did you mean 'dl4j'?",
        "--html     | no/x.html | --html: no such folder: no",
        "--markdown | no/x.md   | --markdown: no such folder: no",
      })
  void wrongOptions(String option, String value, String message) {
    Ended ended = run("bench", option, value).expecting(ExitCode.WRONG_INPUT);
    assertTrue(ended.err().contains(message), ended.err());
  }

  @Test
  void standardOutputTakesOneOfThem() {
    Ended ended = run("bench", "--json", "-", "--markdown", "-").expecting(ExitCode.WRONG_INPUT);
    assertTrue(ended.err().contains("--markdown: expected a file"), ended.err());
  }
}
