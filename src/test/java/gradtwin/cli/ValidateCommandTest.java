package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.cli.ProgramFixture.Ended;
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
}
