package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.ExperimentFixture;
import gradtwin.compare.Comparison;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.compare.Tampering;
import gradtwin.compare.Tampering.Side;
import gradtwin.compare.plant.Plant;
import gradtwin.spec.DataDescription;
import gradtwin.spec.Experiment;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Npy;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonExportTest {
  /** NumPy's sums are in another order: a few roundings of float64. */
  private static final double ROUNDINGS = 1e-14;

  private static final String NETWORK =
      """
      name: fixture
      seed: 7
      precision: %s
      data: {source: xor, batchSize: 4}
      training: {optimizer: sgd}
      network:
        layers:
          - {type: dense, units: 5, activation: tanh, initialBias: 0.1}
          - {type: dense, units: 3, activation: tanh, bias: false}
          - {type: output, units: 1, activation: sigmoid, loss: meanSquaredError}
      """;

  @TempDir Path folder;

  /** Compares, exports, and gives what was found. */
  private Outcome export(String precision, String plant) throws IOException {
    Document<Experiment> document =
        Experiment.read(
            "fixture.yaml",
            NETWORK.formatted(precision),
            List.of(),
            source ->
                new DataDescription(
                    Shape.of(2), Target.LABEL, Task.CLASSIFICATION, List.of("0", "1"), 4));
    Experiment experiment = document.value().orElseThrow();
    Optional<Tampering> planted =
        Plant.named(plant).map(bug -> bug.in(experiment, Side.TWIN).orElseThrow());
    Outcome outcome =
        Comparison.run(
            experiment, ExperimentFixture.examples(ExperimentFixture.xorBatch()), planted);
    ComparisonExport.write(outcome, document.resolved(), AgreementSamples.PROVENANCE, folder);
    return outcome;
  }

  private JsonNode manifest() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
  }

  private Tensor array(String role, JsonNode layer, JsonNode key) throws IOException {
    for (JsonNode array : manifest().at("/arrays")) {
      if (array.at("/role").asText().equals(role)
          && array.at("/layer").equals(layer)
          && array.at("/key").equals(key)) {
        return Npy.read(folder.resolve(array.at("/file").asText()));
      }
    }
    throw new AssertionError("no array of role " + role + " for " + layer + " " + key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "batch-mean-forgotten", "weights-not-transposed"})
  void arraysGiveTheNumbersOfTheJson(String plant) throws Exception {
    Outcome outcome = export("float64", plant);
    String json =
        Json.document(new AgreementDocument(outcome.agreement(), AgreementSamples.PROVENANCE));
    JsonNode blocks = new ObjectMapper().readTree(json).at("/blocks");
    assertEquals(5, blocks.size());
    for (JsonNode block : blocks) {
      double[] dl4j = array("dl4j", block.at("/layer"), block.at("/parameter")).values();
      double[] twin = array("twin", block.at("/layer"), block.at("/parameter")).values();
      double maxAbsolute = 0;
      double largest = 0;
      for (int i = 0; i < twin.length; i++) {
        maxAbsolute = Math.max(maxAbsolute, Math.abs(dl4j[i] - twin[i]));
        largest = Math.max(largest, Math.abs(twin[i]));
      }
      assertEquals(block.at("/elements").asInt(), twin.length);
      assertEquals(block.at("/maxAbsolute").asDouble(), maxAbsolute);
      assertEquals(block.at("/blockRelative").asDouble(), maxAbsolute / largest);
    }
  }

  @Test
  void manifestSaysWhatTheArraysAre() throws Exception {
    Outcome outcome = export("float32", "");
    JsonNode manifest = manifest();
    List<String> arrays = new ArrayList<>();
    for (JsonNode array : manifest.at("/arrays")) {
      arrays.add(
          array.at("/file").asText()
              + " "
              + array.at("/role").asText()
              + " "
              + array.at("/layer")
              + " "
              + array.at("/key")
              + " "
              + array.at("/shape"));
    }

    assertEquals(
        List.of(
            "input.npy input null null [4,2]",
            "labels.npy labels null null [4,1]",
            "parameter-0-W.npy parameter 0 \"W\" [2,5]",
            "parameter-0-b.npy parameter 0 \"b\" [5]",
            "parameter-1-W.npy parameter 1 \"W\" [5,3]",
            "parameter-2-W.npy parameter 2 \"W\" [3,1]",
            "parameter-2-b.npy parameter 2 \"b\" [1]",
            "dl4j-0-W.npy dl4j 0 \"W\" [2,5]",
            "dl4j-0-b.npy dl4j 0 \"b\" [5]",
            "dl4j-1-W.npy dl4j 1 \"W\" [5,3]",
            "dl4j-2-W.npy dl4j 2 \"W\" [3,1]",
            "dl4j-2-b.npy dl4j 2 \"b\" [1]",
            "twin-0-W.npy twin 0 \"W\" [2,5]",
            "twin-0-b.npy twin 0 \"b\" [5]",
            "twin-1-W.npy twin 1 \"W\" [5,3]",
            "twin-2-W.npy twin 2 \"W\" [3,1]",
            "twin-2-b.npy twin 2 \"b\" [1]"),
        arrays);
    assertEquals("float32", manifest.at("/precision").asText());
    assertEquals(0, manifest.at("/batch").asInt());
    assertEquals(outcome.dl4j().loss(), manifest.at("/loss/dl4j").asDouble());
    assertEquals(outcome.twin().loss(), manifest.at("/loss/twin").asDouble());
    assertEquals(5, manifest.at("/layers/0/units").asInt());
    assertEquals("tanh", manifest.at("/layers/0/activation/type").asText());
    assertEquals(0.1, manifest.at("/layers/0/initialBias").asDouble());
    assertTrue(manifest.at("/layers/1/bias").isBoolean());
    assertEquals("meanSquaredError", manifest.at("/layers/2/loss/type").asText());
    assertTrue(manifest.at("/conventions/gradients").asText().contains("uphill"));
  }

  @Test
  void secondExportReplacesTheFirst() throws Exception {
    export("float64", "");
    export("float64", "batch-mean-forgotten");

    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(18, files.count(), "no temporary file is left");
    }
    assertEquals(
        export("float64", "batch-mean-forgotten").twin().loss(),
        manifest().at("/loss/twin").asDouble());
  }

  @Test
  void numPyAgreesWithBothSides() throws Exception {
    Outcome outcome = export("float64", "");

    JsonNode distances = recomputedInNumPy();

    assertTrue(distances.at("/dl4j").asDouble() <= ROUNDINGS, distances.toString());
    assertTrue(distances.at("/twin").asDouble() <= ROUNDINGS, distances.toString());
    assertEquals(outcome.twin().loss(), distances.at("/loss").asDouble(), ROUNDINGS);
  }

  @Test
  void numPySidesWithDl4jAgainstAPlantedBug() throws Exception {
    export("float64", "batch-mean-forgotten");

    JsonNode distances = recomputedInNumPy();

    assertTrue(distances.at("/dl4j").asDouble() <= ROUNDINGS, distances.toString());
    // four times the gradient: three times the largest too much
    assertEquals(3, distances.at("/twin").asDouble(), ROUNDINGS);
  }

  private JsonNode recomputedInNumPy() throws Exception {
    assumeTrue(
        python("-c", "import numpy").exitCode() == 0, "python3 with numpy is not on this machine");
    Path script = folder.resolve("gradients.py");
    try (var in = getClass().getResourceAsStream("/report/gradients.py")) {
      Files.write(script, in.readAllBytes());
    }
    Ended ended = python(script.toString(), folder.toString());
    assertEquals(0, ended.exitCode(), ended.output());
    return new ObjectMapper().readTree(ended.output());
  }

  private record Ended(int exitCode, String output) {}

  private Ended python(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Ended(-1, e.getMessage());
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "python3 takes more than a minute");
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
