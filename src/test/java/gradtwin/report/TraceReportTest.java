package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.ExperimentFixture;
import gradtwin.compare.Trace;
import gradtwin.compare.Tracer;
import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.DataDescription;
import gradtwin.spec.Experiment;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of a 2-2-1 network whose weights are all 1/2: its numbers are those that {@code TracerTest} works
 * out by hand.
 */
class TraceReportTest {
  private static final Provenance PROVENANCE =
      new Provenance("1.0.0", "abc", List.of("trace", "x.yaml"), "four <rows>");

  private static final Trace TRACE = trace();

  private static Trace trace() {
    Experiment experiment =
        ExperimentFixture.read(
            """
            name: halves
            seed: 7
            precision: float64
            data: {source: xor, batchSize: 4}
            network:
              layers:
                - type: dense
                  units: 2
                  activation: relu
                  initializer: {type: constant, value: 0.5}
                - type: output
                  units: 1
                  activation: identity
                  loss: meanSquaredError
                  initializer: {type: constant, value: 0.5}
            training: {optimizer: {type: sgd, learningRate: 0.1}, shuffle: false}
            """);
    return Tracer.trace(experiment, ExperimentFixture.examples(ExperimentFixture.xorBatch()), 0, 4);
  }

  /** Rows of 64 values: images to the page. */
  private static Trace images() {
    Tensor features = Tensor.zeros(Shape.of(2, 64));
    for (int i = 0; i < features.size(); i++) {
      features.values()[i] = i % 3 / 2.0;
    }
    Batch batch =
        new Batch(features, Tensor.matrix(new double[] {1, 0, 0}, new double[] {0, 0, 1}));
    Experiment experiment =
        ExperimentFixture.read(
            new DataDescription(
                Shape.of(64), Target.LABEL, Task.CLASSIFICATION, List.of("a", "b", "<c>"), 2),
            "{type: dense, units: 40, activation: tanh}",
            "{type: output, units: 3, activation: softmax, loss: crossEntropy}");
    return Tracer.trace(experiment, ExperimentFixture.examples(batch), 0, 2);
  }

  private static void assertShows(String text, String part) {
    assertTrue(text.contains(part), () -> "expected\n" + part + "in\n" + text);
  }

  @Test
  void theTextSaysWhereBackpropagationHappens() {
    String text = TraceText.text(TRACE, "four rows", false);

    assertShows(text, "Backpropagation happens after the forward pass and before the update");
    assertShows(
        text,
        "Step 4 of 8: the loss\n  input → 0 dense → 1 output → [loss]\n  The forward pass ends");
    assertShows(
        text,
        """
        Step 5 of 8: backward through layer 1 (output, identity)
          input ← 0 dense ← [1 output] ← loss
          Here backpropagation begins: after the forward pass, at the loss.""");
    assertShows(text, "Step 6 of 8: backward through layer 0 (dense, relu)\n");
    assertShows(
        text,
        """
        Step 7 of 8: update of layer 0 (dense, relu)
          input   [0 dense − u]   1 output   loss
          Backpropagation is over; only now do parameters change.""");
    assertFalse(text.contains("\u001B["), "no colour was asked for");
  }

  @Test
  void theTextWorksOutTheChainRule() {
    String text = TraceText.text(TRACE, "four rows", false);

    assertShows(
        text,
        """
          z[3][0] = x[3][0]·W[0][0] + x[3][1]·W[1][0] + b[0]
                  = 1·0.5 + 1·0.5 + 0
                  = 1      DL4J: 1
        """);
    assertShows(
        text,
        """
          L = 1/4·(L[0] + L[1] + L[2] + L[3])
            = 1/4·(0 + 0.25 + 0.25 + 1)
            = 0.375      DL4J: 0.375
        """);
    assertShows(
        text,
        """
          dL/do[1][0] = 2/(4·1)·(o[1][0] - y[1][0])
                      = 2/(4·1)·(0.5 - 1)
                      = -0.25
          dz[1][0] = dL/do[1][0]
                   = -0.25
                   = -0.25      DL4J: -0.25
        """);
    assertShows(
        text,
        """
          dW[0][0] = x[0][0]·dz[0][0] + x[1][0]·dz[1][0] + x[2][0]·dz[2][0] + x[3][0]·dz[3][0]
                   = 0·0 + 0·(-0.125) + 1·(-0.125) + 1·0.25
                   = 0.125      DL4J: 0.125
        """);
    assertShows(
        text,
        """
          dx[3][0] = dz[3][0]·W[0][0] + dz[3][1]·W[0][1]
                   = 0.25·0.5 + 0.25·0.5
                   = 0.25      DL4J: 0.25
        """);
    assertShows(
        text,
        """
          u = learningRate·dW[0][0]
            = 0.1·0.125
            = 0.0125
          W'[0][0] = W[0][0] - u
                   = 0.5 - 0.0125
                   = 0.4875      DL4J: 0.4875
        """);
  }

  @Test
  void theTextHasBothSidesBelowEachOther() {
    assertShows(
        TraceText.text(TRACE, "four rows", false),
        """
          dW [2, 2]  gradient of W, for the optimizer; equal
            [0]  DL4J  0.125000  0.125000
                 twin  0.125000  0.125000
            [1]  DL4J  0.125000  0.125000
                 twin  0.125000  0.125000
        """);
  }

  @Test
  void imagesAreDrawnInBlocks() {
    String text = TraceText.text(images(), "images", false);

    // above 0.5 are elements 2, 5, 8 ... of 8 a row: ..x..x.. over x..x..x.
    assertShows(text, "\n    ▄ ▀▄ ▀▄   ");
  }

  @Test
  void longRowsAreAbbreviated() {
    String text = TraceText.text(images(), "images", false);

    assertTrue(Pattern.compile("n=1 +DL4J( +-?0\\.\\d+){5} +… +norm ").matcher(text).find(), text);
  }

  private static List<String> all(String html, String pattern) {
    return Pattern.compile(pattern).matcher(html).results().map(r -> r.group(1)).toList();
  }

  @Test
  void thePageHasAStepForEachStageAndNeedsNoOtherFile() {
    String html = TracePage.html(TRACE, PROVENANCE);

    assertEquals(8, all(html, "<section class=\"step (\\w+)\"").size());
    assertEquals(
        List.of("start", "forward", "forward", "loss", "backward", "backward", "update", "update"),
        all(html, "<section class=\"step (\\w+)\""));
    assertFalse(html.contains("http"), "it loads nothing");
    assertFalse(html.contains("<rows>"), "text is escaped");
    assertShows(html, "four &lt;rows&gt;");
  }

  @Test
  void everyNumberThatIsWorkedOutLeadsToItsArithmetic() {
    String html = TracePage.html(TRACE, PROVENANCE);

    List<String> links = all(html, "data-worked=\"([^\"]+)\"");
    List<String> ids = all(html, " id=\"([^\"]+)\"");
    Set<String> unique = new HashSet<>(ids);
    assertEquals(ids.size(), unique.size(), "an id is there once");
    assertTrue(unique.containsAll(links));
    // every worked element but the mean loss, see TracerTest
    assertEquals(16 + 8 + 4 + 15 + 22 + 6 + 3, new HashSet<>(links).size());
  }

  /** One element of each tensor is shown to begin with. */
  @Test
  void oneOfEachGroupIsShown() {
    String html = TracePage.html(TRACE, PROVENANCE);

    List<String> shown = all(html, "class=\"worked\" id=\"[^\"]+\" data-group=\"([^\"]+)\"");
    Set<String> groups = new HashSet<>(all(html, "data-group=\"([^\"]+)\""));
    assertEquals(groups, new HashSet<>(shown));
    assertEquals(groups.size(), shown.size());
  }

  /** Each arrow of the diagram is lit in a step of its own, each box when it computes. */
  @Test
  void theDiagramIsLitWhereTheStepIs() {
    TraceDiagram diagram = new TraceDiagram(TRACE);

    assertEquals(
        List.of("1", "2 6 7", "3 5 8", "4"),
        diagram.boxes().stream().map(TraceDiagram.Box::stages).toList());
    assertEquals(
        List.of(
            "forward 2",
            "update 7",
            "forward 3",
            "backward 6",
            "update 8",
            "forward 4",
            "backward 5"),
        diagram.arrows().stream().map(arrow -> arrow.kind() + " " + arrow.stage()).toList());
  }

  @Test
  void whatIsTooMuchForNumbersIsAPicture() {
    String html = TracePage.html(images(), PROVENANCE);

    List<MatchResult> pictures =
        Pattern.compile("<img class=\"picture[^>]+alt=\"([^\"]+)\"")
            .matcher(html)
            .results()
            .toList();
    List<String> names = pictures.stream().map(picture -> picture.group(1)).toList();
    assertTrue(names.contains("x, features: both"), names.toString());
    assertTrue(names.contains("W, parameter, before the step: both"), names.toString());
    assertTrue(names.contains("dW, gradient of W, for the optimizer: DL4J"), names.toString());
    assertTrue(names.contains("dW, gradient of W, for the optimizer: twin"), names.toString());
    boolean isA = images().classes().get(0).equals("a");
    assertShows(
        html,
        isA
            ? "n=0 (a), n=1 (&lt;c&gt;) from left to right"
            : "n=0 (&lt;c&gt;), n=1 (a) from left to right");
  }

  @Test
  void programsGetTheSame() throws IOException {
    JsonNode json =
        new ObjectMapper().readTree(Json.document(new TraceDocument(TRACE, PROVENANCE)));

    assertEquals(1, json.get("schema").asInt());
    assertEquals(8, json.get("steps").size());
    JsonNode backward = json.get("steps").get(4);
    assertEquals("backward", backward.get("phase").asText());
    assertEquals(1, backward.get("layer").asInt());
    JsonNode dz = backward.get("tensors").get(0);
    assertEquals("dz", dz.get("symbol").asText());
    assertEquals(-0.25, dz.get("dl4j").get(1).asDouble());
    assertEquals(-0.25, dz.get("twin").get(1).asDouble());
    assertEquals(0.375, json.get("loss").get("twin").asDouble());
    assertEquals(
        "2/(4·1)·(0.5 - 1)", equations(backward, "dz[1][0]").get(0).get("numbers").asText());
  }

  private static JsonNode equations(JsonNode step, String name) {
    for (JsonNode worked : step.get("worked")) {
      if (worked.get("name").asText().equals(name)) {
        return worked.get("equations");
      }
    }
    throw new AssertionError("no " + name);
  }

  static List<Path> files() {
    return AgreementFiles.all();
  }

  /** Every layer, loss and optimizer there is can be shown, in every way. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyNetworkIsShown(Path file) throws IOException, DataException {
    DataCatalogue catalogue = AgreementFiles.catalogue(file);
    Experiment experiment =
        Experiment.read(file.toString(), Files.readString(file), List.of(), catalogue)
            .value()
            .orElseThrow();
    Examples training =
        catalogue
            .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT)
            .training();
    Trace trace = Tracer.trace(experiment, training, 0, 2);

    String text = TraceText.text(trace, "data", true);
    assertShows(text, "Step " + trace.stages().size() + " of " + trace.stages().size());
    String html = TracePage.html(trace, PROVENANCE);
    List<String> ids = all(html, " id=\"([^\"]+)\"");
    assertEquals(ids.size(), new HashSet<>(ids).size(), "an id is there once");
    assertTrue(new HashSet<>(ids).containsAll(all(html, "data-worked=\"([^\"]+)\"")));
    assertEquals(
        trace.stages().size(),
        new ObjectMapper()
            .readTree(Json.document(new TraceDocument(trace, PROVENANCE)))
            .get("steps")
            .size());
  }
}
