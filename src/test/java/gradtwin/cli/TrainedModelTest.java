package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.cli.ProgramFixture.Ended;
import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.DataPlaces;
import gradtwin.data.FetchListener;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@code evaluate}, {@code predict}, and plain DL4J code, on a model that {@code train} left. */
class TrainedModelTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private ProgramFixture program;

  @BeforeEach
  void program() {
    program = new ProgramFixture(folder);
  }

  private JsonNode train(String configuration, String engine) throws IOException {
    return MAPPER.readTree(
        program
            .run("train", configuration, "--engine", engine, "--json", "-")
            .expecting(ExitCode.DONE)
            .out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"twin", "dl4j"})
  void evaluatingGivesTheMetricsOfTheTraining(String engine) throws IOException {
    JsonNode trained = train(program.digits(), engine);

    JsonNode evaluated =
        MAPPER.readTree(
            program
                .run("evaluate", program.onlyRun(), "--json", "-")
                .expecting(ExitCode.DONE)
                .out());

    assertEquals(trained.get("test"), evaluated.get("test"));
    assertEquals(engine, evaluated.get("engine").asText());
    assertEquals(150, evaluated.get("examples").asInt());
    JsonNode counts = evaluated.at("/confusion/counts");
    int all = 0;
    int right = 0;
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        all += counts.get(i).get(j).asInt();
      }
      right += counts.get(i).get(i).asInt();
    }
    assertEquals(150, all);
    assertEquals(evaluated.at("/test/accuracy").asDouble(), right / 150.0);
  }

  @Test
  void evaluatingForPeople() throws IOException {
    train(program.xor(300), "twin");

    Ended ended = program.run("evaluate", program.onlyRun()).expecting(ExitCode.DONE);

    assertEquals(
        """
        run       RUN
        model     model.npz (twin, float64)
        data      the four rows of exclusive or, which are also the test
        test      4 examples, the training examples once more
        loss      LOSS
        accuracy  1.0000

        Rows are the actual classes, columns the predicted ones:
                        0       1  recall
        0               2       0  1.0000
        1               0       2  1.0000
        precision  1.0000  1.0000
        """,
        ended.out().replace(program.onlyRun(), "RUN").replaceAll("loss      .*", "loss      LOSS"));
  }

  @Test
  void theLatestParametersCanBeAskedForToo() throws IOException {
    train(program.xor(3), "twin");

    Ended ended = program.run("evaluate", program.onlyRun(), "--last").expecting(ExitCode.DONE);

    assertTrue(ended.out().contains("model     last.npz (twin, float64)\n"), ended.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"twin", "dl4j"})
  void predictingNewRows(String engine) throws IOException {
    train(program.xor(300), engine);
    program.file("new.csv", "a,b\n1,1\n0,1\n");
    String header = Files.readString(Path.of("data/xor.csv")).lines().findFirst().orElseThrow();
    program.file("new.csv", header.replaceFirst(",[^,]*$", "") + "\n1,1\n0,1\n");

    Ended ended = program.run("predict", program.onlyRun(), "--input", "new.csv");
    JsonNode json =
        MAPPER.readTree(
            program.run("predict", program.onlyRun(), "--input", "new.csv", "--json", "-").out());

    ended.expecting(ExitCode.DONE);
    assertTrue(
        ended.out().matches("row  class       1\n  1  0      0\\.\\d{4}\n  2  1      0\\.\\d{4}\n"),
        ended.out());
    assertEquals("[\"1\"]", json.at("/outputs").toString());
    assertEquals(2, json.at("/rows").size());
    assertEquals("0", json.at("/rows/0/predicted").asText());
    assertEquals("1", json.at("/rows/1/predicted").asText());
    assertTrue(json.at("/rows/1/values/0").asDouble() > 0.5);
  }

  @Test
  void predictingNumbers() throws IOException {
    StringBuilder line = new StringBuilder("x,y\n");
    for (int i = 0; i < 40; i++) {
      line.append(i).append(',').append(3 * i + 5).append('\n');
    }
    program.file("line.csv", line.toString());
    program.file(
        "line.yaml",
        """
        name: line
        data: {source: csv, path: line.csv, label: y, task: regression, batchSize: 8}
        network:
          layers:
            - {type: output, units: 1, activation: identity, loss: meanSquaredError}
        training: {epochs: 300, optimizer: {type: adam, learningRate: 0.5}}
        """);
    JsonNode trained = train("line.yaml", "twin");
    program.file("new.csv", "x\n100\n");

    Ended ended =
        program.run("predict", program.onlyRun(), "--input", "new.csv").expecting(ExitCode.DONE);

    assertTrue(trained.at("/test/meanAbsoluteError").asDouble() < 0.5, trained.toString());
    assertTrue(ended.out().startsWith("row    value\n  1  "), ended.out());
    double value =
        Double.parseDouble(ended.out().lines().toList().get(1).strip().split(" +", -1)[1]);
    assertEquals(305, value, 2);
  }

  /** Ten sequences of 1 to 5 steps, whose class is the sign of x. */
  private String steps(String more) {
    StringBuilder text = new StringBuilder("walk,x,side\n");
    for (int walk = 0; walk < 10; walk++) {
      for (int step = 0; step <= walk % 5; step++) {
        int x = (step + walk) % 2 == 0 ? 1 + step : -1 - step;
        text.append("w").append(walk).append(',').append(x).append(x > 0 ? ",right\n" : ",left\n");
      }
    }
    program.file("walks.csv", text.toString());
    return program.file(
        "walks.yaml",
        """
        name: walks
        seed: 7
        data:
          source: csvSequence
          path: walks.csv
          sequence: walk
          label: side
          labelPer: step
          batchSize: 4
          %s
        training: {epochs: 60, optimizer: {type: adam, learningRate: 0.1}}
        """
            .formatted(more));
  }

  private static final String AT_EACH_STEP =
      """
      network:
        layers:
          - {type: rnnOutput, units: %d, activation: %s}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"twin", "dl4j"})
  void predictingStepsOfNewSequences(String engine) throws IOException {
    String network = AT_EACH_STEP.formatted(2, "softmax, loss: crossEntropy");
    String file = steps("align: end\n" + network);
    JsonNode trained = train(file, engine);
    assertEquals(1, trained.at("/test/accuracy").asDouble(), trained.toString());

    JsonNode evaluated =
        MAPPER.readTree(program.run("evaluate", program.onlyRun(), "--json", "-").out());
    assertEquals(2, evaluated.get("examples").asInt());
    assertEquals(trained.get("test"), evaluated.get("test"));
    int counted = 0;
    for (JsonNode row : evaluated.at("/confusion/counts")) {
      counted += row.get(0).asInt() + row.get(1).asInt();
    }
    assertEquals(counted, evaluated.get("steps").asInt());

    program.file("new.csv", "x,walk\n7,n\n-7,m\n-7,n\n");
    Ended ended = program.run("predict", program.onlyRun(), "--input", "new.csv");
    ended.expecting(ExitCode.DONE);
    List<String> lines =
        ended
            .out()
            .lines()
            .map(line -> line.replaceAll("  +", " ").replaceAll("[01]\\.\\d+", "#"))
            .toList();
    assertEquals(
        List.of("sequence step class right left", "n 1 right # #", "n 2 left # #", "m 1 left # #"),
        lines);
    JsonNode json =
        MAPPER.readTree(
            program.run("predict", program.onlyRun(), "--input", "new.csv", "--json", "-").out());
    assertEquals(
        "{\"number\":1,\"name\":\"n\",\"step\":2,\"predicted\":\"left\"",
        json.at("/rows/1").toString().replaceFirst(",\"values.*", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"twin", "dl4j"})
  void predictingReproductions(String engine) throws IOException {
    String network = AT_EACH_STEP.formatted(1, "identity, loss: meanSquaredError");
    train(steps("target: features\n" + network), engine);
    program.file("new.csv", "x,walk\n2,n\n3,n\n");

    Ended ended = program.run("predict", program.onlyRun(), "--input", "new.csv");
    JsonNode json =
        MAPPER.readTree(
            program.run("predict", program.onlyRun(), "--input", "new.csv", "--json", "-").out());

    assertTrue(
        ended.expecting(ExitCode.DONE).out().startsWith("sequence  meanSquaredError\nn  "),
        ended.out());
    assertEquals("[1,5]", json.get("shape").toString());
    assertEquals(5, json.at("/rows/0/values").size());
    assertTrue(json.at("/rows/0/meanSquaredError").asDouble() < 0.1, json.toString());
  }

  /** The rows of a table as sequences: what is predicted of new rows is what training saw. */
  @ParameterizedTest
  @ValueSource(strings = {"twin", "dl4j"})
  void predictingWithAView(String engine) throws IOException {
    StringBuilder text = new StringBuilder("a,b,c,d,kind,w\n");
    for (int i = 0; i < 20; i++) {
      boolean up = i % 2 == 0;
      text.append(up ? "0,0,1,1,up," : "0,1,0,1,down,").append(i % 3).append('\n');
    }
    program.file("table.csv", text.toString());
    program.file(
        "view.yaml",
        """
        name: view
        seed: 7
        data:
          source: csv
          path: table.csv
          label: kind
          weight: w
          standardize: false
          view: {type: sequence, steps: 2}
          batchSize: 4
        network:
          layers:
            - {type: dense, units: 4, activation: tanh}
            - {type: globalPooling, pooling: max}
            - {type: output, units: 2, activation: softmax, loss: crossEntropy}
        training: {epochs: 40, optimizer: {type: adam, learningRate: 0.1}}
        """);
    train("view.yaml", engine);
    program.file("new.csv", "a,b,c,d\n0,0,1,1\n0,1,0,1\n");

    JsonNode json =
        MAPPER.readTree(
            program.run("predict", program.onlyRun(), "--input", "new.csv", "--json", "-").out());

    assertEquals("up", json.at("/rows/0/predicted").asText());
    assertEquals("down", json.at("/rows/1/predicted").asText());
  }

  @Test
  void plainDl4jCodeGetsTheSameAccuracy() throws IOException, DataException {
    String configuration = program.digits();
    JsonNode trained = train(configuration, "dl4j");
    DataCatalogue catalogue = new DataCatalogue(new DataPlaces(folder, folder, Map.of()));
    Experiment experiment =
        Experiment.read(configuration, program.read(configuration), List.of(), catalogue)
            .value()
            .orElseThrow();
    Examples test =
        catalogue
            .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT)
            .test();

    MultiLayerNetwork network = Dl4jModel.load(program.path(program.onlyRun()));

    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      double[] pixels = new double[784];
      double[] label = new double[10];
      test.copyFeatures(i, pixels, 0);
      test.copyLabels(i, label, 0);
      INDArray output = network.output(Nd4j.createFromArray(new double[][] {pixels}));
      right += label[output.argMax(1).getInt(0)] == 1 ? 1 : 0;
    }
    assertEquals(150, test.size());
    assertEquals(trained.at("/test/accuracy").asDouble(), right / 150.0);
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("empty"));

    assertEquals(
        "error: empty: expected the folder of a run, with configuration.yaml and run.json in it\n",
        program.run("evaluate", "empty").expecting(ExitCode.WRONG_INPUT).err());
    assertEquals(
        "error: gone: no such folder; expected that of a run, such as"
            + " runs/xor-mlp-20250102-030405\n",
        program.run("evaluate", "gone").expecting(ExitCode.WRONG_INPUT).err());
  }

  @Test
  void aDamagedRecordOrModelIsRefused() throws IOException {
    train(program.xor(2), "twin");
    String run = program.onlyRun();
    Files.writeString(program.path(run + "/model.npz"), "damaged");

    Ended model = program.run("evaluate", run).expecting(ExitCode.WRONG_INPUT);
    Files.writeString(program.path(run + "/run.json"), "{");
    Ended record = program.run("evaluate", run).expecting(ExitCode.WRONG_INPUT);

    assertTrue(
        model.err().startsWith("error: " + run + "/model.npz: the model cannot be loaded: "),
        model.err());
    assertTrue(
        record
            .err()
            .startsWith(
                "error: " + run + "/run.json: expected the record of a run, got a damaged file: "),
        record.err());
  }

  @Test
  void aDamagedDl4jModelIsRefused() throws IOException {
    train(program.xor(2), "dl4j");
    String run = program.onlyRun();
    Files.writeString(program.path(run + "/model.zip"), "damaged");

    Ended ended = program.run("evaluate", run).expecting(ExitCode.WRONG_INPUT);

    assertTrue(
        ended.err().startsWith("error: " + run + "/model.zip: the model cannot be loaded: "),
        ended.err());
  }

  @Test
  void newRowsThatDoNotFitAreRefused() throws IOException {
    train(program.xor(2), "twin");
    program.file("other.csv", "p,q\n1,1\n");

    Ended gone =
        program
            .run("predict", program.onlyRun(), "--input", "gone.csv")
            .expecting(ExitCode.WRONG_INPUT);
    Ended other =
        program
            .run("predict", program.onlyRun(), "--input", "other.csv")
            .expecting(ExitCode.WRONG_INPUT);

    assertEquals(
        "error: " + program.path("gone.csv") + ": expected a CSV file, found no such file\n",
        gone.err());
    assertTrue(other.err().startsWith("error: " + program.path("other.csv")), other.err());
  }
}
