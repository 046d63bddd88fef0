package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.cli.ProgramFixture.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataCommandTest {
  private static final List<String> FILES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  @TempDir private Path folder;

  private ProgramFixture program;

  @BeforeEach
  void program() {
    program = new ProgramFixture(folder, Map.of("MNIST_DIR", folder.toString()));
  }

  @Test
  void whatThereIs() throws IOException {
    FILES.forEach(name -> program.file(name, "damaged"));

    Ended text = program.run("data", "list").expecting(ExitCode.DONE);
    JsonNode json =
        new ObjectMapper()
            .readTree(program.run("data", "list", "--json", "-").expecting(ExitCode.DONE).out());

    assertTrue(text.out().contains(" found in " + folder + "; "), text.out());
    assertEquals("xor", json.at("/data/0/name").asText());
    assertEquals(6, json.get("data").size());
  }

  @Test
  void damagedFilesDoNotPassVerification() {
    FILES.forEach(name -> program.file(name, "damaged"));

    Ended ended = program.run("data", "verify", "mnist").expecting(ExitCode.NO);

    assertEquals(4, ended.out().lines().filter(line -> line.contains("expected SHA-256")).count());
  }

  @Test
  void verificationForPrograms() throws IOException {
    FILES.forEach(name -> program.file(name, "damaged"));

    JsonNode json =
        new ObjectMapper()
            .readTree(program.run("data", "verify", "--json", "-").expecting(ExitCode.NO).out());

    assertEquals("mnist", json.get("name").asText());
    assertEquals(folder.toString(), json.get("folder").asText());
    assertEquals("MNIST_DIR", json.get("why").asText());
    assertFalse(json.get("intact").asBoolean());
    assertEquals(4, json.get("files").size());
    JsonNode first = json.at("/files/0");
    assertTrue(first.get("file").asText().endsWith(FILES.get(0)), first.toString());
    assertFalse(first.get("intact").asBoolean());
    assertEquals(64, first.get("expected").asText().length());
    // of the word 'damaged', by sha256sum
    assertEquals(
        "41f0c27c00e8018f7715b5f50f67b5b54c229c1b843a014152785d9005f58fde",
        first.get("found").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fetch digits | digits has no files that this program knows beforehand; only mnist can be"
            + " fetched and verified",
        "verify minst | expected mnist, got 'minst'; did you mean 'mnist'?",
        "fetch cifar  | expected mnist, got 'cifar'"
      })
  void onlyMnistCanBeFetchedAndVerified(String arguments, String message) {
    Ended ended = program.run(("data " + arguments).split(" ")).expecting(ExitCode.WRONG_INPUT);

    assertEquals("error: " + message + "\n", ended.err());
  }
}
