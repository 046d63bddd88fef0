package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.cli.ProgramFixture.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a configuration that cannot be read, by every command that reads one. */
class ConfigurationTest {
  @TempDir private Path folder;

  private ProgramFixture program;

  @BeforeEach
  void program() {
    program = new ProgramFixture(folder);
  }

  private String error(String file) {
    Ended train = program.run("train", file).expecting(ExitCode.WRONG_INPUT);
    Ended explain = program.run("explain", file).expecting(ExitCode.WRONG_INPUT);
    assertEquals(train.err(), explain.err());
    assertEquals("", train.out());
    return train.err();
  }

  @Test
  void aMissingFileIsComparedWithItsNeighbours() {
    program.xor(1);

    assertEquals("error: xro.yaml: no such file; did you mean 'xor.yaml'?\n", error("xro.yaml"));
    assertEquals("error: unrelated.yaml: no such file\n", error("unrelated.yaml"));
    assertEquals("error: nowhere/xor.yaml: no such file\n", error("nowhere/xor.yaml"));
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.createDirectory(folder.resolve("configs"));

    assertEquals("error: configs: expected a YAML file, got a folder\n", error("configs"));
  }

  @Test
  void textThatIsNotUtf8IsPointedAt() throws IOException {
    byte[] latin = "name: a\nname: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("latin.yaml"), latin);

    assertEquals(
        "error: latin.yaml:2:10: expected text in UTF-8, got the byte 0xE9\n", error("latin.yaml"));
  }

  @Test
  void anEmptyFileIsNoExperiment() {
    program.file("empty.yaml", "");

    assertEquals(
        """
        empty.yaml:1:1: error: expected a mapping of keys, got an empty file
        error: empty.yaml has 1 fault
        """,
        error("empty.yaml"));
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    Files.write(folder.resolve("huge.yaml"), new byte[5 << 20]);

    assertEquals(
        "error: huge.yaml: expected a YAML file of at most 4 MB, got 5 MB\n", error("huge.yaml"));
  }

  @Test
  void everyFaultIsShownAtItsPlace() {
    program.file(
        "bad.yaml",
        """
        name: bad
        data: {source: xor}
        network:
          layers:
            - {type: output, units: 1, activation: sigmiod, loss: meanSquaredError}
        training: {optimizer: sgd, epochs: 0}
        """);

    String error = error("bad.yaml");

    assertTrue(error.startsWith("bad.yaml:5:44: error: network.layers[0].activation: "), error);
    assertTrue(error.contains("\nbad.yaml:6:36: error: training.epochs: "), error);
    assertTrue(error.endsWith("error: bad.yaml has 2 faults\n"), error);
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    program.file("mark.yaml", "\uFEFF" + program.read(program.xor(1)));

    program.run("validate", "mark.yaml").expecting(ExitCode.DONE);
  }

  @Test
  void anOverrideThatIsWrongIsShownAsSuch() {
    Ended ended =
        program
            .run("train", program.xor(1), "-o", "training.epochs=x")
            .expecting(ExitCode.WRONG_INPUT);

    assertTrue(
        ended.err().startsWith("-o training.epochs=x: error: training.epochs: expected"),
        ended.err());
  }
}
