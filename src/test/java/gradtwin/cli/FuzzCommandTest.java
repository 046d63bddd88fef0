package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.cli.ProgramFixture.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuzzCommandTest {
  @TempDir private Path folder;

  private Ended run(String... arguments) {
    return new ProgramFixture(folder).run(arguments);
  }

  private static JsonNode tree(String json) throws IOException {
    return new ObjectMapper().readTree(json);
  }

  /** The same seed makes the same networks; the exit code says whether any of them failed. */
  @Test
  void whatWasTriedIsTold() throws IOException {
    Ended ended = run("fuzz", "--networks", "3", "--seed", "5", "--json", "-");
    JsonNode json = tree(ended.out());
    assertEquals(1, json.get("schema").asInt());
    assertEquals(5, json.at("/result/seed").asInt());
    JsonNode counts = json.at("/result/counts");
    int all = 0;
    for (JsonNode count : counts) {
      all += count.asInt();
    }
    assertEquals(3, all);
    boolean failed = counts.get("failed").asInt() > 0;
    assertEquals((failed ? ExitCode.NO : ExitCode.DONE).number(), ended.code(), ended.err());
    assertEquals(failed, Files.exists(folder.resolve("fuzz")));
    assertTrue(ended.err().contains("random networks from seed 5"), ended.err());
    Ended again = run("fuzz", "--networks", "3", "--seed", "5", "--json", "-", "--out", "other");
    assertEquals(counts, tree(again.out()).at("/result/counts"));
    assertEquals(json.at("/result/coverage"), tree(again.out()).at("/result/coverage"));
  }

  /** What an earlier run did not survive is an answer of no. */
  @Test
  void aCrashIsAFinding() throws IOException {
    Path current = Files.createDirectories(folder.resolve("fuzz/current"));
    Files.writeString(current.resolve("network.yaml"), "name: a\n");
    Files.writeString(current.resolve("data.csv"), "x,y\n");
    Ended ended = run("fuzz", "--networks", "1", "--seed", "5").expecting(ExitCode.NO);
    assertTrue(ended.err().contains("written: fuzz/crash-1.yaml"), ended.err());
    assertFalse(Files.exists(current));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--networks | 0  | --networks: expected a whole number above 0, got 0",
        "--minutes  | -1 | --minutes: expected a number above 0, got -1.0",
        "--from     | -2 | --from: expected a whole number of at least 0, got -2",
      })
  void wrongOptions(String option, String value, String message) {
    Ended ended = run("fuzz", option, value).expecting(ExitCode.WRONG_INPUT);
    assertTrue(ended.err().contains(message), ended.err());
  }

  @Test
  void theFolderIsNoFile() throws IOException {
    Files.writeString(folder.resolve("taken"), "");
    Ended ended = run("fuzz", "--out", "taken").expecting(ExitCode.WRONG_INPUT);
    assertTrue(ended.err().contains("--out: expected a folder, got the file taken"), ended.err());
  }
}
