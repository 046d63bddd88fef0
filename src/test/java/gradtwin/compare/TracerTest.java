package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.compare.Trace.Phase;
import gradtwin.compare.Trace.Role;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Stage;
import gradtwin.compare.Trace.Worked;
import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TracerTest {
  /**
   * What the order of a sum, or a rounded factor, changes in it, relative to the largest element.
   */
  private static final double ROUNDING = 1e-12;

  /** How far two right sides are apart, relative to the largest element. */
  private static final double APART = 1e-9;

  private static final Examples XOR = ExperimentFixture.examples(ExperimentFixture.xorBatch());

  static List<Path> files() {
    return AgreementFiles.all();
  }

  private static Trace trace(Path file) throws IOException, DataException {
    DataCatalogue catalogue = AgreementFiles.catalogue(file);
    Experiment experiment =
        Experiment.read(
                file.toString(), Files.readString(file), List.of("precision=float64"), catalogue)
            .value()
            .orElseThrow();
    Examples training =
        catalogue
            .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT)
            .training();
    return Tracer.trace(experiment, training, 0, 3);
  }

  private static double largest(Tensor tensor) {
    return DoubleStream.of(tensor.values()).map(Math::abs).max().orElseThrow();
  }

  private static Sides sides(Stage stage, String symbol) {
    return stage.tensors().stream()
        .filter(sides -> sides.symbol().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyNetworkIsTracedAndItsArithmeticIsRight(Path file) throws IOException, DataException {
    Trace trace = trace(file);

    for (Stage stage : trace.stages()) {
      String place = stage.phase() + " " + stage.layer() + " ";
      for (Worked worked : stage.worked()) {
        boolean isLoss = worked.symbol().isEmpty();
        double twin =
            isLoss
                ? trace.loss().twin()
                : sides(stage, worked.symbol()).twin().values()[worked.position()];
        double scale = isLoss ? Math.abs(twin) : largest(sides(stage, worked.symbol()).twin());
        assertEquals(twin, worked.value(), ROUNDING * scale, place + worked.name());
      }
      for (Sides sides : stage.tensors()) {
        if (sides.role() == Role.GRADIENT && stage.phase() == Phase.UPDATE) {
          String updated = sides.symbol().substring(1) + "'";
          assertTrue(
              stage.worked().stream().anyMatch(w -> w.symbol().equals(updated)), place + updated);
        }
      }
      if (stage.layer() >= 0 && stage.phase() != Phase.UPDATE) {
        assertTrue(!stage.formulas().isEmpty(), place + "has no formula");
      }
    }
  }

  /** Where DL4J and the twin agree, they do so in what no comparison looks at: z, dz, each loss. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void theSidesAgreeInsideOfLayersToo(Path file) throws IOException, DataException {
    if (file.startsWith("configs")) {
      return; // the known deviations
    }
    for (Stage stage : trace(file).stages()) {
      for (Sides sides : stage.tensors()) {
        assertTrue(
            sides.difference() <= APART * largest(sides.twin()) + Double.MIN_NORMAL,
            stage.phase() + " " + stage.layer() + " " + sides.symbol() + " " + sides.difference());
      }
    }
  }

  private static Experiment halves() {
    return ExperimentFixture.read(
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
  }

  /**
   * A 2-2-1 network whose weights are all 1/2 and whose biases are 0, by hand.
   *
   * <pre>{@code
   * x          0 0    0 1      1 0      1 1
   * z = y      0 0    .5 .5    .5 .5    1 1          relu changes nothing
   * o          0      .5       .5       1            labels 0 1 1 0
   * L          0      .25      .25      1            mean .375
   * dz = 2/4 (o - label)
   *            0      -.25     -.25     .5
   * dW = yᵀ dz        .5 (-.25) + .5 (-.25) + 1 (.5) = .25, twice         db = 0
   * dx = dz W  0 0    -.125    -.125    .25          twice
   * dz below   0 0    -.125    -.125    .25          relu's slope is 0 at 0
   * dW below   [0]: -.125 + .25    [1]: -.125 + .25                       db = 0
   * dx below   0      -.125    -.125    .25          (dz 1/2 + dz 1/2)
   * }</pre>
   */
  @Test
  void aSmallNetworkByHand() {
    Trace trace = Tracer.trace(halves(), XOR, 0, 4);

    List<Phase> phases = trace.stages().stream().map(Stage::phase).toList();
    assertEquals(
        List.of(
            Phase.START,
            Phase.FORWARD,
            Phase.FORWARD,
            Phase.LOSS,
            Phase.BACKWARD,
            Phase.BACKWARD,
            Phase.UPDATE,
            Phase.UPDATE),
        phases);
    assertBoth(trace, 1, "z", 0, 0, .5, .5, .5, .5, 1, 1);
    assertBoth(trace, 1, "y", 0, 0, .5, .5, .5, .5, 1, 1);
    assertBoth(trace, 2, "o", 0, .5, .5, 1);
    assertBoth(trace, 3, "L", 0, .25, .25, 1);
    assertEquals(.375, trace.loss().dl4j());
    assertEquals(.375, trace.loss().twin());
    assertEquals(1, trace.stages().get(4).layer());
    assertBoth(trace, 4, "dz", 0, -.25, -.25, .5);
    assertBoth(trace, 4, "dW", .25, .25);
    assertBoth(trace, 4, "db", 0);
    assertBoth(trace, 4, "dx", 0, 0, -.125, -.125, -.125, -.125, .25, .25);
    assertEquals(0, trace.stages().get(5).layer());
    assertBoth(trace, 5, "dy", 0, 0, -.125, -.125, -.125, -.125, .25, .25);
    assertBoth(trace, 5, "dz", 0, 0, -.125, -.125, -.125, -.125, .25, .25);
    assertBoth(trace, 5, "dW", .125, .125, .125, .125);
    assertBoth(trace, 5, "dx", 0, 0, -.125, -.125, -.125, -.125, .25, .25);
    assertBoth(trace, 6, "u(W)", .0125, .0125, .0125, .0125);
    assertBoth(trace, 6, "W'", .4875, .4875, .4875, .4875);
    assertBoth(trace, 7, "W'", .475, .475);
    assertBoth(trace, 7, "b'", 0);
  }

  private static void assertBoth(Trace trace, int stage, String symbol, double... expected) {
    Sides sides = sides(trace.stages().get(stage), symbol);
    double[] dl4j = sides.dl4j().values();
    double[] twin = sides.twin().values();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], dl4j[i], 1e-16, "DL4J's " + symbol + " " + i);
      assertEquals(expected[i], twin[i], 1e-16, "the twin's " + symbol + " " + i);
    }
    assertEquals(expected.length, twin.length, symbol);
  }

  /** The exclusive or of two bits is worked out for each example and each weight. */
  @Test
  void everyElementOfASmallNetworkIsWorkedOut() {
    Trace trace = Tracer.trace(halves(), XOR, 0, 4);

    // z 4x2 and y 4x2; z 4 and o 4; each loss and their mean; dz 4, dW 2, db 1, dx 8; dz 8, dW 4,
    // db 2, dx 8; W 4 and b 2; W 2 and b 1
    assertArrayEquals(
        new int[] {0, 16, 8, 5, 15, 22, 6, 3},
        trace.stages().stream().mapToInt(stage -> stage.worked().size()).toArray());
  }

  @Test
  void ofOneExampleOnlyItsOwnNumbersAreWorkedOutAndAllTermsOfASumOverTheBatch() {
    Trace trace = Tracer.trace(halves(), XOR, 3, 1);

    assertEquals(3, trace.first());
    assertEquals(1, trace.shown());
    assertEquals(4, trace.stages().get(1).worked().size());
    Worked gradient =
        trace.stages().get(5).worked().stream()
            .filter(w -> w.name().equals("dW[1][0]"))
            .findFirst()
            .orElseThrow();
    assertEquals(8, numbers(gradient).size()); // four products
    assertEquals(List.of(0., 0., 1., -.125, 0., -.125, 1., .25), numbers(gradient));
  }

  private static List<Double> numbers(Worked worked) {
    return worked.equations().get(0).parts().stream()
        .flatMap(part -> part.number().stream())
        .map(number -> number + 0.0) // -0 is 0
        .toList();
  }

  @Test
  void whatIsShownEndsWithTheBatch() {
    assertEquals(2, Tracer.trace(halves(), XOR, 2, 100).shown());
    assertThrows(IllegalArgumentException.class, () -> Tracer.trace(halves(), XOR, 4, 1));
    assertThrows(IllegalArgumentException.class, () -> Tracer.trace(halves(), XOR, 0, 0));
  }
}
