package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.compare.Agreement.Probe;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The verdict table, on numbers made up for each row of it. */
class JudgeTest {
  private static final Experiment ONE_LAYER =
      ExperimentFixture.xor(
          "float64", "sgd", "{type: output, units: 1, activation: tanh, loss: meanSquaredError}");
  private static final double LOSS = 0.5;
  private static final double ACTIVATION = 0.25;
  private static final double TRUE = 1.0;
  private static final double WRONG = 1.5;

  /** A pass whose gradient of W is [gradient, 2], of b 3. */
  private static Backpropagation pass(double loss, double activation, double gradient) {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    gradients.put("W", Tensor.matrix(new double[] {gradient}, new double[] {2}));
    gradients.put("b", Tensor.vector(3));
    return new Backpropagation(
        loss,
        0,
        List.of(Tensor.matrix(new double[] {activation})),
        List.of(Tensor.matrix(new double[] {0.1, 0.2})),
        List.of(gradients));
  }

  private static List<WitnessBlock> witness(
      double dl4j, double twin, double numerical, double error) {
    Probe probe = new Probe(List.of(0, 0), dl4j, twin, numerical, error, false);
    return List.of(new WitnessBlock(0, "W", 1, 0, 0, 0, 0, List.of(probe)));
  }

  private static Judge.Findings judge(
      Backpropagation dl4j,
      Backpropagation twin,
      Backpropagation onSides,
      List<WitnessBlock> testimony,
      int clipped,
      boolean repeatable) {
    return new Judge(
            ONE_LAYER,
            List.of(dl4j),
            List.of(twin),
            List.of(onSides),
            (batch, layer, key) -> 0,
            testimony,
            clipped,
            repeatable)
        .judge(List.of());
  }

  /** Equal forward passes, gradients of W as given, and a witness that says {@code numerical}. */
  private static Verdict gradients(double dl4j, double twin, double numerical, double error) {
    Backpropagation ofTwin = pass(LOSS, ACTIVATION, twin);
    return judge(
            pass(LOSS, ACTIVATION, dl4j),
            ofTwin,
            ofTwin,
            witness(dl4j, twin, numerical, error),
            0,
            true)
        .verdict();
  }

  @Test
  void bothRight() {
    assertEquals(Verdict.AGREE, gradients(TRUE, TRUE, TRUE, 1e-13));
    // the bound is relative to the largest of the block, 2
    assertEquals(Verdict.AGREE, gradients(TRUE + 1.9e-14, TRUE, TRUE, 1e-13));
    assertEquals(Verdict.INCONCLUSIVE, gradients(TRUE + 2.2e-14, TRUE, TRUE, 1e-13));
  }

  @Test
  void whereTheExamplesCancelTheBoundIsThatOfWhatWasSummed() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    // 5e-13 of a gradient of 2, but of shares that add up to 100
    Judge.Findings findings =
        new Judge(
                ONE_LAYER,
                List.of(pass(LOSS, ACTIVATION, TRUE + 5e-13)),
                List.of(twin),
                List.of(twin),
                (batch, layer, key) -> 100,
                List.of(),
                0,
                true)
            .judge(List.of());
    assertEquals(Verdict.AGREE, findings.verdict());
    assertTrue(findings.gradients().get(0).explanation().contains("cancel"));
    assertEquals("", findings.gradients().get(1).explanation());
    assertEquals(Verdict.INCONCLUSIVE, gradients(TRUE + 5e-13, TRUE, TRUE, 1));
  }

  @Test
  void oneWrong() {
    assertEquals(Verdict.DL4J_DEVIATES, gradients(WRONG, TRUE, TRUE, 1e-13));
    assertEquals(Verdict.TWIN_DEVIATES, gradients(TRUE, WRONG, TRUE, 1e-13));
  }

  @Test
  void bothWrongInTheSameWay() {
    assertEquals(Verdict.COMMON_MODE, gradients(WRONG, WRONG, TRUE, 1e-13));
  }

  @Test
  void aWitnessThatCannotTellAccusesNobody() {
    assertEquals(Verdict.INCONCLUSIVE, gradients(WRONG, TRUE, TRUE, 1));
    assertEquals(Verdict.INCONCLUSIVE, gradients(WRONG, TRUE, 7, 1e-13));
    assertEquals(Verdict.AGREE, gradients(TRUE, TRUE, WRONG, 1));
  }

  @Test
  void aUnitOnAKink() {
    Verdict verdict =
        judge(
                pass(LOSS, ACTIVATION, WRONG),
                pass(LOSS, ACTIVATION, TRUE),
                pass(LOSS, ACTIVATION, WRONG),
                List.of(),
                0,
                true)
            .verdict();
    assertEquals(Verdict.KINK, verdict);
    assertTrue(verdict.isAgreement());
  }

  @Test
  void differentFunctions() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    Judge.Findings byActivation =
        judge(pass(LOSS, 0.26, WRONG), twin, twin, witness(WRONG, TRUE, WRONG, 1e-13), 0, true);
    assertEquals(Verdict.DIFFERENT_FUNCTION, byActivation.verdict());
    assertEquals(Agreement.Role.ACTIVATION, byActivation.origin().orElseThrow().role());
    assertTrue(byActivation.gradients().get(0).inherited());

    assertEquals(
        Verdict.DIFFERENT_FUNCTION,
        judge(pass(0.6, ACTIVATION, TRUE), twin, twin, List.of(), 0, true).verdict());
  }

  @Test
  void aClippedScoreExcusesTheScoreButNotTheGradient() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    assertEquals(
        Verdict.AGREE,
        judge(pass(0.6, ACTIVATION, TRUE), twin, twin, List.of(), 1, true).verdict());
    assertEquals(
        Verdict.CLIPPED,
        judge(pass(0.6, ACTIVATION, WRONG), twin, twin, witness(WRONG, TRUE, TRUE, 1e-13), 1, true)
            .verdict());
  }

  @Test
  void aNumberThatIsNone() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    assertEquals(
        Verdict.NOT_FINITE,
        judge(pass(LOSS, ACTIVATION, Double.NaN), twin, twin, List.of(), 0, true).verdict());
    assertEquals(
        Verdict.NOT_FINITE,
        judge(pass(Double.POSITIVE_INFINITY, ACTIVATION, TRUE), twin, twin, List.of(), 0, true)
            .verdict());
  }

  @Test
  void aSideThatChangesItsMind() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    assertEquals(Verdict.STOCHASTIC, judge(twin, twin, twin, List.of(), 0, false).verdict());
  }
}
