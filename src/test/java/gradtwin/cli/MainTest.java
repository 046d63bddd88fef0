package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.cli.ProgramFixture.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir private Path folder;

  private ProgramFixture program;

  @BeforeEach
  void program() {
    program = new ProgramFixture(folder);
  }

  @Test
  void withoutACommandItShowsWhatThereIs() {
    Ended ended = program.run().expecting(ExitCode.DONE);

    assertTrue(ended.out().startsWith("Usage: gradtwin"), ended.out());
    for (String command :
        new String[] {"train", "trace", "evaluate", "predict", "validate", "explain", "data"}) {
      assertTrue(ended.out().contains("\n  " + command + " "), command);
    }
    assertEquals("", ended.err());
  }

  @Test
  void versionAndCommit() {
    Ended ended = program.run("--version").expecting(ExitCode.DONE);

    assertEquals("gradtwin development (commit unknown)\n", ended.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "init",
        "train",
        "evaluate",
        "predict",
        "validate",
        "explain",
        "trace",
        "fuzz",
        "data",
        "data list",
        "data fetch",
        "data verify",
        "demo"
      })
  void everyCommandHasHelpWithAnExampleThatFitsTheTerminal(String command) {
    Ended ended = program.run((command + " --help").split(" ")).expecting(ExitCode.DONE);

    assertTrue(ended.out().contains("Usage: gradtwin " + command), ended.out());
    assertTrue(ended.out().contains("Example"), ended.out());
    assertTrue(ended.out().contains("  gradtwin " + command), ended.out());
    assertTrue(ended.out().lines().allMatch(line -> line.length() <= 100), ended.out());
    assertEquals("", ended.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trian x.yaml    | unknown command 'trian'; did you mean 'train'? See gradtwin --help",
        "--versoin       | unknown option '--versoin'; did you mean '--version'? See gradtwin --help",
        "data fecth      | unknown command 'fecth'; did you mean 'fetch'? See gradtwin data --help",
        "data            | expected one of list, fetch, verify. See gradtwin data --help",
        "train           | missing required parameter: 'CONFIG'. See gradtwin train --help",
        "train a.yaml b  | unexpected argument 'b'. See gradtwin train --help",
        "train a --egine=twin | unknown option '--egine'; did you mean '--engine'? See gradtwin train"
            + " --help",
        "train a --zzz   | unknown option '--zzz'. See gradtwin train --help",
        "train a -o      | missing required parameter for option '--override' (PATH=VALUE). See"
            + " gradtwin train --help",
        "evaluate        | missing required parameter: 'RUN'. See gradtwin evaluate --help",
        "predict r       | missing required option: '--input=FILE'. See gradtwin predict --help",
        "validate        | missing required parameter: 'CONFIG'. See gradtwin validate --help"
      })
  void aMisspeltCommandLineIsAnsweredInOneLine(String commandLine, String message) {
    Ended ended = program.run(commandLine.split(" ")).expecting(ExitCode.WRONG_INPUT);

    assertEquals("error: " + message + "\n", ended.err());
    assertEquals("", ended.out());
  }

  @Test
  void anUnknownCommandThatIsNearNothingIsAnsweredWithAllThereAre() {
    Ended ended = program.run("frobnicate").expecting(ExitCode.WRONG_INPUT);

    assertEquals(
        "error: unknown command 'frobnicate'; there are init, train, compare, trace, fuzz, bench,"
            + " evaluate, predict, validate, explain, schema, data. See gradtwin --help\n",
        ended.err());
  }
}
