package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.cli.ProgramFixture.Ended;
import gradtwin.compare.Agreement;
import gradtwin.compare.plant.Plant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
  @TempDir private Path folder;

  private ProgramFixture program() {
    return new ProgramFixture(folder);
  }

  /** The article's network. */
  private String perceptron() {
    return program()
        .file(
            "perceptron.yaml",
            """
            name: perceptron
            seed: 42
            precision: float64
            data: {source: xor, batchSize: 4}
            network:
              layers:
                - {type: output, units: 1, activation: sigmoid, loss: meanSquaredError}
            training: {optimizer: {type: sgd, learningRate: 0.1}}
            """);
  }

  /** A network in which every bug but the article's shows. */
  private String deep(String precision) {
    return program()
        .file(
            "deep.yaml",
            """
            name: deep
            seed: 7
            precision: %s
            data: {source: xor, batchSize: 4}
            network:
              layers:
                - {type: dense, units: 5, activation: tanh, initialBias: 0.1}
                - {type: dropout, rate: 0.2}
                - {type: dense, units: 3, activation: sigmoid}
                - {type: output, units: 2, activation: softmax, loss: crossEntropy}
            training: {optimizer: {type: adam, learningRate: 0.05, epsilon: 0.01}}
            """
                .formatted(precision));
  }

  private Ended compare(String... arguments) {
    return program()
        .run(Stream.concat(Stream.of("compare"), Stream.of(arguments)).toArray(String[]::new));
  }

  /** The rows of the table in which a deviation arises. */
  /** The only line with that part. */
  private static String line(String text, String part) {
    List<String> lines = text.lines().filter(line -> line.contains(part)).toList();
    assertEquals(1, lines.size(), () -> "lines with '" + part + "' in\n" + text);
    return lines.get(0).replaceAll(" +", " ").strip();
  }

  /** DL4J's separable convolution cannot have two filters over one channel. */
  @Test
  void aFailureInsideDl4jIsNotBlamedOnThisProgram() {
    String file =
        program()
            .file(
                "separable.yaml",
                """
                name: separable
                seed: 7
                precision: float64
                data: {source: xor, batchSize: 4, view: {type: image, height: 1, width: 2}}
                network:
                  layers:
                    - {type: separableConvolution2d, filters: 2, kernel: 1}
                    - {type: output, units: 2, activation: softmax, loss: crossEntropy}
                training: {optimizer: sgd}
                """);
    Ended ended = compare(file);
    assertEquals(ExitCode.WRONG_ENVIRONMENT.number(), ended.code());
    assertTrue(
        ended.err().contains("warning: network.layers[0].type: over one channel"), ended.err());
    assertTrue(
        ended.err().contains("error: Deeplearning4j failed in NativeOpExecutioner."), ended.err());
    assertFalse(ended.err().contains("fault of gradtwin"), ended.err());
  }

  private static List<String> origins(String text) {
    return text.lines()
        .filter(line -> line.contains("(origin)"))
        .map(line -> line.replaceAll(" +", " ").strip())
        .toList();
  }

  /** On one line, wherever the terminal's width broke it. */
  private static String unwrapped(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void rightNetworksAgree() {
    Ended ended = compare(deep("float64")).expecting(ExitCode.DONE);

    assertTrue(
        ended
            .out()
            .startsWith("DL4J and the twin agree: 41 gradient elements in 6 blocks, at most "),
        ended.out());
    assertTrue(
        ended.out().contains("data: the four rows of exclusive or, which are also the test\n"));
    assertTrue(
        ended
            .out()
            .contains(
                "41 gradient elements compared with the twin, all of them; 38 of 41 parameters"
                    + " differentiated\n"),
        ended.out());
    assertEquals("", ended.err());
    assertTrue(ended.out().lines().allMatch(line -> line.length() <= 100), ended.out());
    assertFalse(ended.out().contains("\u001B"), "no colour into a file");
  }

  @Test
  void float32AgreesWithinItsOwnRounding() {
    Ended ended = compare(deep("float32")).expecting(ExitCode.DONE);

    String first =
        ended.out().lines().filter(line -> line.startsWith("  3 output")).findFirst().orElseThrow();
    double difference = Double.parseDouble(first.strip().split(" +", -1)[4]);
    assertTrue(difference > 1e-9, "beyond the rounding of float64: " + first);
  }

  @Test
  void theArticlesGradientIsDoubled() {
    Ended ended = compare(perceptron(), "--plant", "article-gradient").expecting(ExitCode.NO);

    assertTrue(
        unwrapped(ended.out())
            .startsWith(
                "Twin deviates, first at layer 0 (output), gradient of W (perceptron.yaml line 7): every"
                    + " element by the scale 2.000000, \"missing 2/(N·nOut)\"; 5.0e-01 apart"),
        ended.out());
    String origin = origins(ended.out()).get(0);
    assertTrue(
        origin.matches("0 output W 2 0\\.500 \\de\\+15 × 2\\.000 .* twin deviates \\(origin\\)"),
        origin);
    assertTrue(ended.out().contains("Note: A bug was planted in the twin on purpose"));
  }

  @Test
  void theLayerThatDeviatesIsNamedWithItsLine() {
    Ended ended =
        compare(deep("float64"), "--plant", "weights-not-transposed").expecting(ExitCode.NO);

    String words = ended.out().replaceAll("\\s+", " ");
    assertTrue(
        words.contains(
            "Origin, also when run alone: layer 2 (dense), deep.yaml line 9, delta, up to"),
        ended.out());
    assertTrue(words.contains(" apart (its gradients are right); worst delta (example "), words);
    assertTrue(
        words.contains(
            "Inherited, right when run alone: layer 1 (dropout) delta; layer 0 (dense) delta,"
                + " gradients of W, b."),
        words);
  }

  @ParameterizedTest
  @CsvSource({
    "bias-gradient-not-summed, 0 dense, b",
    "derivative-at-output,     0 dense, W",
    "weights-not-transposed,   2 dense, delta",
    "batch-mean-forgotten,     3 output, W",
    "delta-left-out@2,         2 dense, delta",
  })
  void everyPlantIsFoundAndItsPlaceNamed(String plant, String layer, String tensor) {
    Ended ended = compare(deep("float64"), "--plant", plant).expecting(ExitCode.NO);

    assertTrue(ended.out().startsWith("Twin deviates, first at layer "), ended.out());
    List<String> origins = origins(ended.out());
    assertTrue(origins.get(0).startsWith(layer + " " + tensor + " "), origins.toString());
    for (String origin : origins) {
      assertTrue(origin.startsWith(layer), origin);
      assertTrue(origin.endsWith(" twin deviates (origin)"), origin);
    }
  }

  @Test
  void elementsAreWrittenAsCsv() throws IOException {
    compare(deep("float64"), "--csv", "all.csv").expecting(ExitCode.DONE);
    compare(
            deep("float64"),
            "--plant",
            "batch-mean-forgotten",
            "--csv",
            "2.csv",
            "--csv-limit",
            "2")
        .expecting(ExitCode.NO);

    List<String> all = Files.readAllLines(folder.resolve("all.csv"));
    assertEquals(1 + 41, all.size(), "one line for each parameter");
    assertTrue(all.get(1).startsWith("3,output,W,0,0 0,"), all.get(1));
    List<String> farthest = Files.readAllLines(folder.resolve("2.csv"));
    assertEquals(1 + 6 * 2, farthest.size());
    double z = Double.parseDouble(farthest.get(1).split(",", -1)[8]);
    assertTrue(z > 1e12, farthest.get(1));
  }

  @Test
  void twoReportsAreCompared() {
    compare(deep("float64"), "--json", "before.json").expecting(ExitCode.DONE);
    compare(deep("float64"), "--plant", "batch-mean-forgotten", "--json", "after.json")
        .expecting(ExitCode.NO);

    Ended worse = compare("before.json", "after.json").expecting(ExitCode.NO);
    assertTrue(worse.out().startsWith("It got worse. Of 26 tensors: 10 worse, "), worse.out());
    assertTrue(worse.out().contains("verdict: agree, now twin deviates\n"), worse.out());
    Ended better = compare("after.json", "before.json", "--json", "-").expecting(ExitCode.DONE);
    assertTrue(better.out().startsWith("{\n  \"worse\" : false,"), better.out());
    compare("before.json", "before.json").expecting(ExitCode.DONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none.json none.json              | none.json: no such file",
        "deep.yaml deep.yaml              | deep.yaml: expected a report that compare --json wrote",
        "none.json                        | none.json: expected a configuration in YAML, or a second",
        "a.json b.json --html x.html      | --html: of no use for two reports",
        "a.json b.json -o seed=1          | --override: of no use for two reports",
        "deep.yaml --csv-limit 3          | --csv-limit: there is no CSV to limit",
        "deep.yaml --csv x --csv-limit 0  | --csv-limit: expected a number of elements, at least 1",
      })
  void aWrongCommandLineIsRefused(String arguments, String message) {
    deep("float64");

    Ended ended = compare(arguments.split(" ", -1)).expecting(ExitCode.WRONG_INPUT);

    assertTrue(ended.err().startsWith("error: " + message), ended.err());
    assertEquals("", ended.out());
  }

  @Test
  void forgottenMeanIsNamed() {
    Ended ended = compare(deep("float64"), "--plant", "batch-mean-forgotten");

    assertTrue(
        unwrapped(ended.out())
            .contains(
                "every element by the scale 4.000000, \"the mean over the batch is forgotten\""),
        ended.out());
  }

  @Test
  void plantsAreListedWithoutAConfiguration() {
    Ended ended = compare("--list-plants").expecting(ExitCode.DONE);

    List<String> names =
        ended
            .out()
            .lines()
            .filter(line -> !line.startsWith(" "))
            .map(line -> line.split(" ", 2)[0])
            .toList();
    assertEquals(Plant.CATALOGUE.stream().map(Plant::name).toList(), names);
    assertTrue(
        ended
            .out()
            .contains(
                """
                    one layer passes no delta down, so that nothing below it learns
                    needs a layer whose input is no index
                """),
        ended.out());
    assertEquals("delta-left-out delta; twin, dl4j, both", line(ended.out(), "delta-left-out "));
    assertTrue(ended.out().lines().allMatch(line -> line.length() <= 100), ended.out());
  }

  @Test
  void unknownPlantIsRefusedWithTheNearest() {
    Ended ended =
        compare(perceptron(), "--plant", "artcle-gradient").expecting(ExitCode.WRONG_INPUT);

    assertEquals("", ended.out());
    assertEquals(
        "error: --plant: expected one of article-gradient, batch-mean-forgotten, batch-mean-twice,"
            + " square-not-differentiated, label-minus-prediction, steps-averaged-too,"
            + " outputs-averaged-too, labels-of-the-wrong-example, ... (see --list-plants),"
            + " got 'artcle-gradient'; did you mean 'article-gradient'?\n",
        ended.err());
  }

  @Test
  void plantThatWouldNotShowIsRefused() {
    Ended ended =
        compare(deep("float64"), "--plant", "article-gradient").expecting(ExitCode.WRONG_INPUT);

    assertEquals(
        "error: --plant: the bug 'article-gradient' would not show in this network: it needs a last"
            + " layer with meanSquaredError\n",
        ended.err());
  }

  @Test
  void aPlantInDl4jIsDl4jsFault() {
    Ended ended =
        compare(perceptron(), "--plant", "article-gradient", "--side", "dl4j")
            .expecting(ExitCode.NO);

    assertTrue(ended.out().startsWith("DL4J deviates, first at layer 0 (output)"), ended.out());
    assertTrue(ended.out().contains("Note: A bug was planted in DL4J on purpose"), ended.out());
  }

  @Test
  void aPlantOnBothSidesIsACommonMode() {
    Ended ended =
        compare(perceptron(), "--plant", "gradient-sign", "--side", "both").expecting(ExitCode.NO);

    assertTrue(ended.out().startsWith("Common mode, first at layer 0 (output)"), ended.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--side dl4j | --side: expected together with --plant, whose bug it places",
        "--plant delta-sign --side twn | --side: expected one of twin, dl4j, both, got 'twn'; did"
            + " you mean 'twin'?",
        "--plant update-sign --side dl4j | --side: the bug 'update-sign' damages the update, which"
            + " can be done in the twin only, got 'dl4j'",
        "--plant delta-sign@one | --plant: expected the number of a layer after '@', counted from"
            + " 0, got 'one'",
        "--plant delta-sign@7 | --plant: the bug 'delta-sign' would not show in layer 7 of this"
            + " network: it needs a layer whose input is no index",
        "--prove --plant delta-sign | --prove: expected without --plant, which is for a single"
            + " comparison",
      })
  void whatCannotBePlantedIsRefused(String arguments, String message) {
    Ended ended =
        compare(
                Stream.concat(Stream.of(perceptron()), Stream.of(arguments.split(" ")))
                    .toArray(String[]::new))
            .expecting(ExitCode.WRONG_INPUT);

    assertEquals("error: " + message + "\n", ended.err());
    assertEquals("", ended.out());
  }

  @Test
  void theProofIsATableOfEveryBug() throws IOException {
    Ended ended = compare(perceptron(), "--prove", "--json", folder + "/proof.json");

    assertEquals(
        "article-gradient 0 output W 1.00 named named named", row(ended, "article-gradient"));
    assertEquals("update-sign 0 output update of W 2.00 named - -", row(ended, "update-sign "));
    assertTrue(ended.out().contains("They fit, but change nothing here: steps-averaged-too@0,"));
    assertTrue(ended.out().lines().allMatch(line -> line.length() <= 100), ended.out());

    JsonNode json = new ObjectMapper().readTree(Path.of(folder + "/proof.json").toFile());
    assertEquals(1, json.at("/schema").asInt());
    assertEquals("agree", json.at("/untouched").asText());
    assertEquals("perceptron", json.at("/name").asText());
    JsonNode first = json.at("/kills/0");
    assertEquals("article-gradient", first.at("/bug").asText());
    assertEquals("twin", first.at("/planted").asText());
    assertEquals("twin deviates", first.at("/verdict").asText());
    assertEquals(1, first.at("/size").asDouble(), 1e-14);
    assertTrue(first.at("/caught").asBoolean());
    assertTrue(first.at("/tensorNamed").asBoolean());
    boolean holds = json.at("/holds").asBoolean();
    assertEquals((holds ? ExitCode.DONE : ExitCode.NO).number(), ended.code());
    assertEquals(holds, ended.out().startsWith("The comparison can fail: "), ended.out());
  }

  private static String row(Ended ended, String start) {
    return ended
        .out()
        .lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .replaceAll(" +", " ");
  }

  @Test
  void configurationIsNeeded() {
    Ended ended = compare().expecting(ExitCode.WRONG_INPUT);

    assertTrue(ended.err().contains("missing required parameter: 'CONFIG'"), ended.err());
  }

  @Test
  void faultsOfTheFileAreShownWithTheirPlace() {
    String file = program().file("bad.yaml", "name: bad\ndata: {source: xor}\nnetwrk: {}\n");

    Ended ended = compare(file).expecting(ExitCode.WRONG_INPUT);

    assertTrue(ended.err().contains("bad.yaml:3:1: error: "), ended.err());
    assertEquals("", ended.out());
  }

  @Test
  void jsonOnStandardOutputIsAlone() throws IOException {
    Ended ended =
        compare(perceptron(), "--plant", "article-gradient", "--json", "-").expecting(ExitCode.NO);

    JsonNode json = new ObjectMapper().readTree(ended.out());
    assertEquals("twin deviates", json.at("/verdict").asText());
    assertEquals("float64", json.at("/precision").asText());
    assertEquals(1, json.at("/batches").asInt());
    assertEquals(Agreement.SCHEMA, json.at("/schema").asInt());
    assertEquals("article-gradient", json.at("/plant").asText());
    assertEquals("perceptron.yaml line 7", json.at("/origins/0/source").asText());
    assertEquals("gradient", json.at("/origins/0/part").asText());
    assertEquals(0.5, json.at("/origins/0/isolatedScale").asDouble(), 1e-14);
    assertEquals(2, json.at("/blocks").size());
    for (JsonNode block : json.at("/blocks")) {
      assertEquals(0, block.at("/layer").asInt());
      assertEquals("twin deviates", block.at("/verdict").asText());
      assertEquals(2, block.at("/scale").asDouble(), 1e-14);
      assertEquals(0.5, block.at("/blockRelative").asDouble(), 1e-14);
      assertTrue(block.at("/worst/index").isArray());
      assertEquals(
          2 * block.at("/worst/dl4j").asDouble(), block.at("/worst/twin").asDouble(), 1e-15);
    }
    assertEquals("W", json.at("/blocks/0/parameter").asText());
    assertEquals(2, json.at("/blocks/0/elements").asInt());
    assertEquals(1, json.at("/activations").size());
    assertEquals(1, json.at("/deltas").size());
    assertEquals(2, json.at("/update").size());
    assertEquals(json.at("/score/dl4j"), json.at("/score/twin"));
    assertEquals(2, json.at("/witness/blocks/0/elements").asInt());
    assertTrue(json.at("/witness/largestDifference").asDouble() < 1e-10);
    assertEquals("compare", json.at("/provenance/commandLine/0").asText());
    assertTrue(ended.err().startsWith("Twin deviates"), "the text makes way");
  }

  @Test
  void everyFormIsWritten() throws IOException {
    compare(
            deep("float64"),
            "--batches=1",
            "--json=a.json",
            "--html=a.html",
            "--junit=a.xml",
            "--export=arrays/deep")
        .expecting(ExitCode.DONE);

    assertTrue(program().read("a.json").startsWith("{\n  \"schema\" : 2,"));
    assertTrue(program().read("a.html").startsWith("<!doctype html>"));
    assertTrue(program().read("a.xml").contains("<testsuite name=\"gradtwin compare deep\""));
    assertTrue(program().read("arrays/deep/manifest.json").contains("\"rate\" : 0.2"));
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".tmp")).toList());
    }
  }

  @Test
  void asManyBatchesAsAskedFor() {
    Ended ended =
        compare(deep("float64"), "-o", "data.batchSize=2", "--batches", "2")
            .expecting(ExitCode.DONE);

    assertTrue(ended.out().contains("deep: float64, 2 batches with 4 examples, seed 7\n"));
    assertTrue(ended.out().contains("82 gradient elements compared with the twin"), ended.out());

    Ended refused = compare(deep("float64"), "--batches", "0").expecting(ExitCode.WRONG_INPUT);

    assertTrue(
        refused.err().contains("comparison.batches: expected a whole number from 1"),
        refused.err());
  }

  @Test
  void placesThatCannotBeWrittenAreRefusedFirst() throws IOException {
    Files.createDirectory(folder.resolve("taken"));
    String file = perceptron();

    assertEquals(
        "error: --html: no such folder: missing\n",
        compare(file, "--html", "missing/a.html").expecting(ExitCode.WRONG_INPUT).err());
    assertEquals(
        "error: --junit: expected a file, got the folder taken\n",
        compare(file, "--junit", "taken").expecting(ExitCode.WRONG_INPUT).err());
    assertEquals(
        "error: --export: expected a folder, got the file perceptron.yaml\n",
        compare(file, "--export", file).expecting(ExitCode.WRONG_INPUT).err());
  }

  @Test
  void stepsAreComparedWhenAskedFor() throws IOException {
    Path json = folder.resolve("steps.json");
    Ended ended =
        compare(deep("float64"), "--steps", "12", "--json", json.toString())
            .expecting(ExitCode.DONE);

    assertTrue(
        line(ended.out(), "one-step defect  of allowed").startsWith("step loss"), ended.out());
    for (String step : List.of("1", "2", "5", "10", "12")) {
      assertTrue(ended.out().contains("\n" + " ".repeat(6 - step.length()) + step + "  "), step);
    }
    assertTrue(ended.out().contains("Each of 12 steps is the twin's"), ended.out());

    JsonNode trajectory = new ObjectMapper().readTree(json.toFile()).at("/trajectory");
    assertEquals(12, trajectory.at("/points").size());
    assertEquals(12, trajectory.at("/points/11/step").asInt());
    assertEquals("agree", trajectory.at("/verdict").asText());
    assertTrue(trajectory.at("/points/11/envelopeMaximum").asDouble() > 0);
    assertTrue(trajectory.at("/freeRun/growth/kind").isTextual(), trajectory.toString());
  }

  @Test
  void aFaultInTheStepsIsNo() {
    Ended ended =
        compare(perceptron(), "--steps", "5", "--plant", "article-gradient").expecting(ExitCode.NO);
    assertTrue(ended.out().contains("5 of 5 steps are not the twin's"), ended.out());
  }

  @Test
  void aNegativeNumberOfStepsIsRefused() {
    Ended ended = compare(perceptron(), "--steps", "-1").expecting(ExitCode.WRONG_INPUT);
    assertTrue(ended.err().contains("--steps: expected a number of steps, at least 0, got -1"));
  }
}
