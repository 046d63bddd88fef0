package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.cli.ProgramFixture.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {
  @TempDir private Path folder;

  private ProgramFixture program;

  @BeforeEach
  void program() {
    program = new ProgramFixture(folder);
  }

  /** What a user does next works: without a fault, without a warning, and on both engines. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp", "cnn", "rnn", "csv"})
  void everyTemplateIsValidAndCanBeTrained(String template) throws Exception {
    program.run("init", "--template", template).expecting(ExitCode.DONE);
    String file = template + ".yaml";
    List<String> smaller = new ArrayList<>(List.of("-o", "training.epochs=1"));
    if (template.equals("csv")) {
      String table = Path.of("data", "cups.csv").toAbsolutePath().toString();
      smaller.addAll(List.of("-o", "data.path=" + table));
    } else {
      smaller.addAll(List.of("-o", "data.examples=80", "-o", "data.testExamples=20"));
    }

    Ended validated = run("validate", file, smaller).expecting(ExitCode.DONE);
    Ended compared = run("compare", file, smaller).expecting(ExitCode.DONE);

    assertTrue(program.read(file).startsWith("# A"), program.read(file));
    assertTrue(program.read(file).contains("name: " + template + " "), program.read(file));
    assertEquals("", validated.err());
    assertTrue(compared.out().contains("agree"), compared.out());
    for (String engine : List.of("twin", "dl4j")) {
      List<String> options = new ArrayList<>(smaller);
      options.addAll(List.of("--engine", engine));
      run("train", file, options).expecting(ExitCode.DONE);
    }
  }

  private Ended run(String command, String file, List<String> options) {
    List<String> line = new ArrayList<>(List.of(command, file));
    line.addAll(options);
    return program.run(line.toArray(String[]::new));
  }

  @Test
  void saysWhatToDoNext() {
    Ended ended = program.run("init", "my first.yml").expecting(ExitCode.DONE);

    assertEquals(
        """
        wrote my first.yml
        next:
          gradtwin validate my first.yml  says what is wrong with it, after you have changed it
          gradtwin train my first.yml     trains it, and writes a run into runs/
          gradtwin compare my first.yml   holds the gradients of DL4J against those of the twin
        """,
        ended.out());
    assertTrue(program.read("my first.yml").contains("\nname: my-first "));
  }

  @Test
  void writesOverNothing() {
    program.file("mlp.yaml", "mine");

    Ended refused = program.run("init").expecting(ExitCode.WRONG_INPUT);
    assertEquals(
        "error: mlp.yaml: the file is there already; --force writes over it\n", refused.err());
    assertEquals("mine", program.read("mlp.yaml"));

    program.run("init", "--force").expecting(ExitCode.DONE);
    assertTrue(program.read("mlp.yaml").contains("name: mlp "));
  }

  @Test
  void refusesWhatItCannotWrite() {
    assertEquals(
        "error: --template: expected one of mlp, cnn, rnn, csv, got 'cvs'; did you mean 'csv'?\n",
        program.run("init", "--template", "cvs").expecting(ExitCode.WRONG_INPUT).err());
    assertEquals(
        "error: FILE: no such folder: gone\n",
        program.run("init", "gone/x.yaml").expecting(ExitCode.WRONG_INPUT).err());
  }

  /** The working directory of the test is its home too, where the table would lie. */
  @Test
  void namesTheExampleTable() {
    program.run("init", "x.yaml", "--template", "csv").expecting(ExitCode.DONE);

    assertTrue(program.read("x.yaml").contains("  path: data/cups.csv\n"), program.read("x.yaml"));
  }
}
