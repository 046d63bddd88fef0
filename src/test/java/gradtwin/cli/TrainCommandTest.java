package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.cli.ProgramFixture.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private ProgramFixture program;

  @BeforeEach
  void program() {
    program = new ProgramFixture(folder);
  }

  private JsonNode json(String text) throws IOException {
    return MAPPER.readTree(text);
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @CsvSource({"twin, npz", "dl4j, zip"})
  void aRunHoldsAllThatMadeIt(String engine, String extension) throws IOException {
    String xor = program.xor(30);

    Ended ended =
        program
            .run("train", xor, "--engine", engine, "-o", "training.epochs=20")
            .expecting(ExitCode.DONE);

    String run = program.onlyRun();
    assertTrue(run.matches("runs/xor-\\d{8}-\\d{6}"), run);
    try (Stream<Path> files = Files.list(program.path(run))) {
      assertEquals(
          List.of(
              "configuration.yaml",
              "last." + extension,
              "metrics.jsonl",
              "model." + extension,
              "preprocessing.txt",
              "resolved.yaml",
              "run.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    assertEquals(program.read(xor), program.read(run + "/configuration.yaml"));
    assertTrue(program.read(run + "/resolved.yaml").contains("\n  epochs: 20\n"));
    program.run("validate", run + "/resolved.yaml").expecting(ExitCode.DONE);

    JsonNode record = json(program.read(run + "/run.json"));
    assertEquals("development", record.get("version").asText());
    assertEquals("unknown", record.get("commit").asText());
    assertEquals(
        "[\"train\",\"xor.yaml\",\"--engine\",\"" + engine + "\",\"-o\",\"training.epochs=20\"]",
        record.get("commandLine").toString());
    assertEquals("[\"training.epochs=20\"]", record.get("overrides").toString());
    assertEquals(program.path(xor).toString(), record.get("configuration").asText());
    assertEquals(7, record.get("seed").asLong());
    assertEquals(engine, record.get("engine").asText());
    assertEquals("float64", record.get("precision").asText());
    assertEquals("lastEpoch", record.get("state").asText());
    assertEquals(64, record.at("/data/sha256/xor.csv").asText().length());
    assertEquals(4, record.at("/data/trainingExamples").asInt());
    assertEquals(System.getProperty("os.arch"), record.at("/host/architecture").asText());
    assertFalse(record.get("runtime").isEmpty());
    assertTrue(record.get("seconds").asDouble() > 0);
    boolean known = Files.isReadable(Path.of("/proc/self/status"));
    assertEquals(known, record.get("peakMegabytes").asLong() > 0);

    List<String> metrics = program.read(run + "/metrics.jsonl").lines().toList();
    assertEquals(20, metrics.size());
    JsonNode last = json(metrics.get(19));
    assertEquals(20, last.get("epoch").asInt());
    assertEquals(20, last.get("steps").asInt());
    assertEquals(List.of("loss", "accuracy"), names(last.get("train")));
    assertEquals(record.at("/result/train/loss"), last.at("/train/loss"));

    assertTrue(ended.out().contains("run      " + run + "\n"), ended.out());
    assertTrue(ended.out().contains("engine   " + engine + ", float64\n"), ended.out());
    assertTrue(ended.err().contains("epoch 1/20: loss "), ended.err());
    assertTrue(ended.err().contains("epoch 20/20: loss "), ended.err());
  }

  @Test
  void theResultForPrograms() throws IOException {
    Ended ended =
        program
            .run("train", program.digits(), "--engine", "twin", "--json", "-")
            .expecting(ExitCode.DONE);

    JsonNode result = json(ended.out());
    assertEquals(
        List.of(
            "run",
            "name",
            "engine",
            "precision",
            "seed",
            "data",
            "epochs",
            "steps",
            "secondsPerEpoch",
            "seconds",
            "bestEpoch",
            "bestBy",
            "stoppedBecause",
            "explanation",
            "train",
            "validation",
            "test"),
        names(result));
    assertEquals(program.onlyRun(), result.get("run").asText());
    assertEquals("twin", result.get("engine").asText());
    assertEquals("float64", result.get("precision").asText());
    assertEquals(4, result.get("epochs").asInt());
    // 540 of 600 examples in batches of 16 are 34 steps
    assertEquals(4 * 34, result.get("steps").asInt());
    assertEquals("lastEpoch", result.get("stoppedBecause").asText());
    assertEquals(List.of("loss", "accuracy"), names(result.get("test")));
    assertTrue(result.at("/test/accuracy").asDouble() > 0.5, ended.out());
    assertTrue(ended.err().contains("\nvalidation        60  "), ended.err());
  }

  @Test
  void jsonGoesToAFileToo() throws IOException {
    Ended ended =
        program
            .run("train", program.xor(2), "--engine", "twin", "--json", "result.json")
            .expecting(ExitCode.DONE);

    assertEquals(2, json(program.read("result.json")).get("epochs").asInt());
    assertTrue(ended.out().startsWith("run      runs/"), ended.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"twin", "dl4j"})
  void theSameConfigurationGivesTheSameModelBitForBit(String engine) throws IOException {
    for (int i = 0; i < 2; i++) {
      program
          .run("train", program.digits(), "--engine", engine, "-o", "training.epochs=2")
          .expecting(ExitCode.DONE);
    }

    List<Path> runs = program.runs();
    assertEquals(2, runs.size());
    String model = engine.equals("twin") ? "model.npz" : "model.zip";
    if (engine.equals("twin")) {
      assertArrayEquals(
          Files.readAllBytes(runs.get(0).resolve(model)),
          Files.readAllBytes(runs.get(1).resolve(model)));
    } else {
      // the zip's entries carry the time of writing
      assertEquals(Dl4jModel.parameters(runs.get(0)), Dl4jModel.parameters(runs.get(1)));
    }
  }

  @Test
  void aRequirementThatIsNotMetIsExitCodeOne() {
    Ended ended =
        program
            .run(
                "train",
                program.xor(2),
                "--engine",
                "twin",
                "--require",
                "test.loss<=0.001",
                "--require",
                "train.loss<=100")
            .expecting(ExitCode.NO);

    assertTrue(
        ended.err().matches("(?s).*\nerror: required test.loss <= 0.001, got 0\\.\\d+\n"),
        ended.err());
  }

  @Test
  void aRequirementThatIsMetIsNot() {
    program
        .run("train", program.xor(200), "--engine", "twin", "--require", "test.loss=0.01")
        .expecting(ExitCode.DONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--engine=twn | --engine: expected one of dl4j, twin, got 'twn'; did you mean 'twin'?",
        "--engine=gpu | --engine: expected one of dl4j, twin, got 'gpu'",
        "--require=x  | --require: expected a part, a metric and a bound, such as"
            + " test.accuracy>=0.975 or train.loss<=0.01, got 'x'",
        "--require=validation.loss=1 | --require validation.loss <= 1.0: there is no validation"
            + " part; set data.validationFraction",
        "--json=no/x.json | --json: no such folder: no",
        "--json=.     | --json: expected a file, got the folder .",
        "--runs=xor.yaml | --runs: expected a folder, got the file xor.yaml"
      })
  void aWrongOptionIsRefusedBeforeAnythingIsTrained(String option, String message) {
    Ended ended = program.run("train", program.xor(2), option).expecting(ExitCode.WRONG_INPUT);

    assertEquals("error: " + message + "\n", ended.err());
    assertFalse(Files.exists(folder.resolve("runs")));
  }

  @Test
  void dataThatIsNotHereIsTheEnvironments() {
    program.file("t10k-images-idx3-ubyte", "damaged");
    program.file("t10k-labels-idx1-ubyte", "damaged");
    program.file("train-images-idx3-ubyte", "damaged");
    program.file("train-labels-idx1-ubyte", "damaged");
    program.digits();
    program.file(
        "mnist.yaml",
        program
            .read("digits.yaml")
            .replace("source: digits", "source: mnist\n  directory: .")
            .replaceAll(" +(examples|testExamples): .*\n", ""));

    Ended ended = program.run("train", "mnist.yaml").expecting(ExitCode.WRONG_ENVIRONMENT);

    assertTrue(ended.err().startsWith("error: " + folder), ended.err());
    assertFalse(Files.exists(folder.resolve("runs")));
  }

  @Test
  void aTrainingThatDivergesSaysWhereAndWhatToDo() throws IOException {
    program.file(
        "wild.yaml",
        """
        name: wild
        data: {source: xor, batchSize: 4}
        network:
          layers:
            - {type: dense, units: 4}
            - {type: output, units: 1, activation: identity, loss: meanSquaredError}
        training:
          epochs: 1000
          optimizer: {type: sgd, learningRate: 10}
        """);

    Ended ended =
        program
            .run("train", "wild.yaml", "--engine", "twin", "--json", "result.json")
            .expecting(ExitCode.NO);

    assertTrue(
        ended
            .err()
            .matches(
                "(?s).*\nerror: the loss became (NaN|Infinity) in epoch \\d+ at step \\d+; lower"
                    + " training.optimizer.learningRate, limit the gradients with"
                    + " training.gradientNormalization, or look for extreme values in the data\n"),
        ended.err());
    JsonNode result = json(program.read("result.json"));
    assertEquals("diverged", result.get("stoppedBecause").asText());
    assertFalse(result.has("train"));
    program.run("evaluate", program.onlyRun()).expecting(ExitCode.DONE);
  }

  @Test
  void aTrainingThatDivergesAtOnceLeavesNoModel() {
    program
        .run(
            "train",
            program.xor(5),
            "--engine=twin",
            "-o=training.optimizer={type: sgd, learningRate: 1e308}",
            "-o=network.layers[0].activation=identity",
            "-o=network.layers[1].activation=identity")
        .expecting(ExitCode.NO);

    Ended ended = program.run("evaluate", program.onlyRun()).expecting(ExitCode.WRONG_INPUT);

    assertEquals(
        "error: "
            + program.onlyRun()
            + "/model.npz: no such file: the training ended (diverged) before an epoch was done;"
            + " --last takes the latest parameters\n",
        ended.err());
  }

  @Test
  void earlyStoppingSaysWhyItStopped() throws IOException {
    Ended ended =
        program
            .run(
                "train",
                program.digits(),
                "--engine=twin",
                "--json=result.json",
                "-o=training.epochs=50",
                "-o=training.earlyStopping={metric: accuracy, patience: 2}")
            .expecting(ExitCode.DONE);

    JsonNode result = json(program.read("result.json"));
    int best = result.get("bestEpoch").asInt();
    assertEquals("earlyStopping", result.get("stoppedBecause").asText());
    assertEquals(best + 2, result.get("epochs").asInt());
    assertTrue(
        ended
            .out()
            .contains(
                "stopped  the accuracy of the validation part has not improved for 2 epochs since"
                    + " epoch "
                    + best
                    + " ("),
        ended.out());
    JsonNode bestLine =
        json(program.read(program.onlyRun() + "/metrics.jsonl").lines().toList().get(best - 1));
    assertTrue(bestLine.get("best").asBoolean());
    assertEquals(bestLine.get("validation"), result.get("validation"));
  }

  @Test
  void aSingleLayerIsToldWhyItCannotLearnXor() {
    program.file(
        "perceptron.yaml",
        """
        name: perceptron
        data: {source: xor, batchSize: 4}
        network:
          layers:
            - {type: output, units: 1, activation: sigmoid, loss: meanSquaredError}
        training: {epochs: 3, optimizer: {type: sgd, learningRate: 0.1}}
        """);
    String heading = "Why the loss cannot fall below 0.25: a single layer cannot learn XOR.";

    Ended perceptron =
        program.run("train", "perceptron.yaml", "--engine=twin").expecting(ExitCode.DONE);
    Ended network = program.run("train", program.xor(3), "--engine=twin").expecting(ExitCode.DONE);

    assertTrue(perceptron.out().contains(heading), perceptron.out());
    assertFalse(network.out().contains(heading), network.out());
  }

  @Test
  void ofManyEpochsSomeAreShown() {
    Ended ended = program.run("train", program.xor(1000), "--engine=twin");

    // the first, and every fiftieth
    assertEquals(21, ended.err().lines().filter(line -> line.startsWith("epoch ")).count());
    assertTrue(ended.err().contains("epoch 1000/1000: "));
  }
}
