package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.cli.ProgramFixture.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  @TempDir private Path folder;

  private ProgramFixture program;

  @BeforeEach
  void program() {
    program = new ProgramFixture(folder);
  }

  @Test
  void goodFilesAreCounted() {
    Ended ended =
        program.run("validate", program.xor(1), program.digits()).expecting(ExitCode.DONE);

    assertEquals("2 files, 0 faults\n", ended.out());
    assertEquals("", ended.err());
  }

  @Test
  void everyFaultOfEveryFileIsShown() {
    program.file(
        "bad.yaml",
        """
        name: bad
        data: {source: xor}
        network:
          layers:
            - {type: output, units: 3, activation: sigmoid, loss: meanSquaredError}
        training: {optimizer: sgd}
        """);

    Ended ended =
        program
            .run("validate", "bad.yaml", "nothing-like-it.yaml", program.xor(1))
            .expecting(ExitCode.WRONG_INPUT);

    assertEquals(
        """
        bad.yaml:5:29: error: network.layers[0].units: expected 2 units, one per class (or 1 for the second class), got 3
              - {type: output, units: 3, activation: sigmoid, loss: meanSquaredError}
                                      ^
        error: nothing-like-it.yaml: no such file
        3 files, 2 faults
        """,
        ended.out());
  }

  @Test
  void programsGetTheSameAsJson() throws IOException {
    program.file("bad.yaml", "name: bad\ndata: {source: xor}\nnetwork: 3\ntraining: {}\n");

    Ended ended =
        program
            .run("validate", "bad.yaml", "none.yaml", "--json", "-")
            .expecting(ExitCode.WRONG_INPUT);

    JsonNode json = new ObjectMapper().readTree(ended.out());
    assertEquals(2, json.get("files").asInt());
    assertEquals(3, json.get("faults").asInt());
    JsonNode first = json.get("messages").get(0);
    assertEquals("bad.yaml", first.get("file").asText());
    assertEquals("error", first.get("severity").asText());
    assertEquals(3, first.get("line").asInt());
    assertEquals(10, first.get("column").asInt());
    assertEquals("network", first.get("path").asText());
    assertTrue(first.get("message").asText().startsWith("expected a mapping"), first.toString());
    JsonNode last = json.get("messages").get(2);
    assertEquals("none.yaml", last.get("file").asText());
    assertEquals(0, last.get("line").asInt());
  }

  @Test
  void aWarningIsNoFault() {
    program.file(
        "slow.yaml",
        """
        name: slow
        data: {source: xor}
        network:
          layers:
            - {type: output, units: 2, activation: softmax, loss: meanSquaredError}
        training: {optimizer: sgd}
        """);

    Ended ended = program.run("validate", "slow.yaml").expecting(ExitCode.DONE);

    assertEquals(
        """
        slow.yaml:5:59: warning: network.layers[0].loss: meanSquaredError after softmax learns slowly: its gradient vanishes where the network is certain and wrong; crossEntropy does not
              - {type: output, units: 2, activation: softmax, loss: meanSquaredError}
                                                                    ^
        1 file, 0 faults
        """,
        ended.out());
  }

  @Test
  void overridesCount() {
    Ended ended =
        program
            .run("validate", program.xor(1), "-o", "network.layers[1].units=3")
            .expecting(ExitCode.WRONG_INPUT);

    assertEquals(
        """
        -o network.layers[1].units=3: error: network.layers[1].units: expected 2 units, one per class (or 1 for the second class), got 3
        1 file, 1 fault
        """,
        ended.out());
  }

  /** Asked for, a warning says why and what to do; once, however often it is met. */
  @Test
  void warningsAreExplainedOnRequest() {
    program.file(
        "slow.yaml",
        """
        name: slow
        data: {source: xor}
        network:
          layers:
            - {type: output, units: 2, activation: softmax, loss: meanSquaredError}
        training: {optimizer: sgd}
        """);

    Ended ended =
        program.run("validate", "--explain", "slow.yaml", "slow.yaml").expecting(ExitCode.DONE);

    assertEquals(2, ended.out().split("learns slowly", -1).length - 1);
    assertEquals(1, ended.out().split("its gradient is p - y", -1).length - 1);
  }
}
