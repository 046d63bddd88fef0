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

class TraceCommandTest {
  @TempDir private Path folder;
  private ProgramFixture program;

  @BeforeEach
  void program() {
    program = new ProgramFixture(folder);
  }

  @Test
  void aStepOnTheTerminal() {
    Ended ended = program.run("trace", program.xor(1)).expecting(ExitCode.DONE);

    assertTrue(ended.out().startsWith("One training step of xor, in slow motion\n"), ended.out());
    assertTrue(ended.out().contains("\nStep 8 of 8: update of layer 1 "), ended.out());
    assertTrue(ended.out().lines().allMatch(line -> line.length() <= 100), ended.out());
    assertEquals("", ended.err());
  }

  @Test
  void imagesFitTheTerminalToo() {
    Ended ended = program.run("trace", program.digits(), "--example", "3").expecting(ExitCode.DONE);

    assertTrue(
        ended.out().replace('\n', ' ').contains("of which examples 3 to 6 are shown"), ended.out());
    assertTrue(ended.out().contains("█"), ended.out());
    assertTrue(ended.out().lines().allMatch(line -> line.length() <= 100), ended.out());
  }

  @Test
  void aPageAndJson() throws IOException {
    Ended ended =
        program
            .run("trace", program.xor(1), "--html", "step.html", "--json", "-", "--example", "2")
            .expecting(ExitCode.DONE);

    JsonNode json = new ObjectMapper().readTree(ended.out());
    assertEquals(2, json.get("first").asInt());
    assertEquals(2, json.get("shown").asInt());
    assertEquals("trace", json.get("provenance").get("commandLine").get(0).asText());
    assertTrue(ended.err().startsWith("One training step of xor"), ended.err());
    assertTrue(program.read("step.html").startsWith("<!doctype html>"));
  }

  @Test
  void thereIsNoSuchExample() {
    Ended ended =
        program.run("trace", program.xor(1), "--example", "4").expecting(ExitCode.WRONG_INPUT);

    assertTrue(
        ended
            .err()
            .contains("--example: expected 0 to 3, as the first batch has 4 examples, got 4"),
        ended.err());
  }

  @Test
  void atLeastOneExampleIsShown() {
    Ended ended =
        program.run("trace", program.xor(1), "--examples", "0").expecting(ExitCode.WRONG_INPUT);

    assertTrue(ended.err().contains("--examples: expected at least 1, got 0"), ended.err());
  }

  @Test
  void aPageIsRefusedBeforeTheWork() {
    Ended ended =
        program
            .run("trace", program.xor(1), "--html", "missing/step.html")
            .expecting(ExitCode.WRONG_INPUT);

    assertTrue(ended.err().contains("--html: no such folder: missing"), ended.err());
    assertEquals("", ended.out());
  }
}
