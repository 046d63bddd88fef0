package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.Probe;
import gradtwin.compare.Agreement.StepProbe;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerPlaces;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Tensor;
import java.util.Arrays;
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

  /** Of every element. */
  private static final double SIGMA = 1e-14;

  /** What the numerical witness says of the first element of W. */
  private static List<WitnessBlock> score(
      double dl4j, double twin, double numerical, double error) {
    Probe probe = new Probe(List.of(0, 0), dl4j, twin, numerical, error, false);
    return List.of(new WitnessBlock(0, "W", 1, 0, 0, 0, 0, List.of(probe)));
  }

  private static final List<WitnessBlock> NO_SCORE = List.of();

  /** What the complex step says of the first element of W. */
  private static List<ComplexStepBlock> truth(double dl4j, double twin, double truth) {
    double zDl4j = Math.abs(dl4j - truth) / SIGMA;
    double zTwin = Math.abs(twin - truth) / SIGMA;
    StepProbe probe = new StepProbe(0, List.of(0, 0), dl4j, twin, truth, zDl4j, zTwin);
    return List.of(
        new ComplexStepBlock(
            0, Agreement.Role.GRADIENT, "W", 0, 1, 0, 0, 0, 0, zDl4j, zTwin, List.of(probe)));
  }

  /** Judges with a slack for kinks in every element. */
  private static Judge.Findings judge(
      Backpropagation dl4j,
      Backpropagation twin,
      double slack,
      Testimony testimony,
      int clipped,
      boolean repeatable) {
    List<Compared> flow =
        Compared.flow(
            ONE_LAYER,
            List.of(dl4j),
            List.of(twin),
            (batch, place) -> {
              double[] sigma = new double[2];
              double[] slacks = new double[2];
              Arrays.fill(sigma, SIGMA);
              Arrays.fill(slacks, slack);
              return new Allowed(sigma, slacks);
            });
    return new Judge(
            ONE_LAYER,
            List.of(dl4j),
            List.of(twin),
            flow,
            SIGMA,
            0,
            testimony,
            clipped,
            repeatable,
            new Naming(ONE_LAYER, LayerPlaces.UNKNOWN))
        .judge(List.of());
  }

  private static Judge.Findings judge(
      Backpropagation dl4j, Backpropagation twin, Testimony testimony) {
    return judge(dl4j, twin, 0, testimony, 0, true);
  }

  private static Testimony testimony(List<ComplexStepBlock> complexStep, List<WitnessBlock> score) {
    return new Testimony(complexStep, score, Precision.FLOAT64);
  }

  private static final Testimony SILENCE = testimony(List.of(), NO_SCORE);

  /** Equal forward passes, the first gradient of W as given, and what the witnesses say of it. */
  private static Verdict gradients(
      double dl4j, double twin, double truth, List<WitnessBlock> score) {
    return judge(
            pass(LOSS, ACTIVATION, dl4j),
            pass(LOSS, ACTIVATION, twin),
            testimony(truth(dl4j, twin, truth), score))
        .verdict();
  }

  @Test
  void bothRight() {
    assertEquals(Verdict.AGREE, gradients(TRUE, TRUE, TRUE, NO_SCORE));
    // one element alone is left to chance up to 12 standard deviations
    assertEquals(Verdict.AGREE, gradients(TRUE + 5.9e-14, TRUE, TRUE, NO_SCORE));
    assertEquals(Verdict.AGREE, gradients(TRUE + 11.9e-14, TRUE, TRUE, NO_SCORE));
    assertEquals(Verdict.DL4J_DEVIATES, gradients(TRUE + 12.2e-14, TRUE, TRUE, NO_SCORE));
  }

  @Test
  void twoElementsAreNotLeftToChance() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    Backpropagation dl4j = pass(LOSS, ACTIVATION, TRUE + 7e-14);
    double[] second = dl4j.gradients().get(0).get("W").values();
    second[1] += 7e-14;
    assertEquals(
        Verdict.DL4J_DEVIATES,
        judge(dl4j, twin, testimony(truth(TRUE + 7e-14, TRUE, TRUE), NO_SCORE)).verdict());
  }

  @Test
  void dl4jWrong() {
    List<WitnessBlock> contradicts = score(WRONG, TRUE, TRUE, 1e-13);
    assertEquals(Verdict.DL4J_DEVIATES, gradients(WRONG, TRUE, TRUE, contradicts));
    // differences of the score need not see it
    assertEquals(Verdict.DL4J_DEVIATES, gradients(WRONG, TRUE, TRUE, score(WRONG, TRUE, 7, 10)));
    // unless they say the contrary
    List<WitnessBlock> supports = score(WRONG, TRUE, WRONG, 1e-13);
    assertEquals(Verdict.INCONCLUSIVE, gradients(WRONG, TRUE, TRUE, supports));
  }

  @Test
  void whatTheScoreSaysIsPrinted() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    Backpropagation dl4j = pass(LOSS, ACTIVATION, WRONG);
    List<ComplexStepBlock> truth = truth(WRONG, TRUE, TRUE);
    String seen =
        judge(dl4j, twin, testimony(truth, score(WRONG, TRUE, TRUE, 1e-13)))
            .gradients()
            .get(0)
            .explanation();
    assertTrue(seen.contains("contradicts DL4J's own score"), seen);
    String unseen =
        judge(dl4j, twin, testimony(truth, score(WRONG, TRUE, TRUE, 1)))
            .gradients()
            .get(0)
            .explanation();
    assertTrue(unseen.contains("too small for differences"), unseen);
    String unasked = judge(dl4j, twin, testimony(truth, NO_SCORE)).gradients().get(0).explanation();
    assertEquals("", unasked);
  }

  @Test
  void twinWrong() {
    assertEquals(Verdict.TWIN_DEVIATES, gradients(TRUE, WRONG, TRUE, NO_SCORE));
  }

  @Test
  void bothWrongInTheSameWay() {
    assertEquals(Verdict.COMMON_MODE, gradients(WRONG, WRONG, TRUE, NO_SCORE));
  }

  @Test
  void bothWrongEachInItsOwnWay() {
    assertEquals(Verdict.INCONCLUSIVE, gradients(WRONG, 7, TRUE, NO_SCORE));
  }

  @Test
  void aWitnessThatDidNotLookAccusesNobody() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    Judge.Findings findings = judge(pass(LOSS, ACTIVATION, WRONG), twin, SILENCE);
    assertEquals(Verdict.INCONCLUSIVE, findings.verdict());
    assertTrue(findings.gradients().get(0).explanation().contains("no witness"));
  }

  @Test
  void aUnitOnAKink() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    Verdict verdict = judge(pass(LOSS, ACTIVATION, WRONG), twin, 0.6, SILENCE, 0, true).verdict();
    assertEquals(Verdict.KINK, verdict);
    assertTrue(verdict.isAgreement());
    // a kink explains what it can make of the gradient, and no more
    assertEquals(
        Verdict.INCONCLUSIVE,
        judge(pass(LOSS, ACTIVATION, WRONG), twin, 0.4, SILENCE, 0, true).verdict());
  }

  @Test
  void differentFunctions() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    Judge.Findings byActivation =
        judge(
            pass(LOSS, 0.26, WRONG),
            twin,
            testimony(truth(WRONG, TRUE, TRUE), score(WRONG, TRUE, TRUE, 1e-13)));
    assertEquals(Verdict.DIFFERENT_FUNCTION, byActivation.verdict());
    assertEquals(Agreement.Role.ACTIVATION, byActivation.origin().orElseThrow().role());
    assertTrue(byActivation.gradients().get(0).inherited());
    String explanation = byActivation.gradients().get(0).explanation();
    assertTrue(explanation.contains("DL4J contradicts its own score"), explanation);

    assertEquals(
        Verdict.DIFFERENT_FUNCTION, judge(pass(0.6, ACTIVATION, TRUE), twin, SILENCE).verdict());
  }

  @Test
  void aClippedScoreExcusesTheScoreButNotTheGradient() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    assertEquals(
        Verdict.AGREE, judge(pass(0.6, ACTIVATION, TRUE), twin, 0, SILENCE, 1, true).verdict());
    Testimony truth = testimony(truth(WRONG, TRUE, TRUE), NO_SCORE);
    assertEquals(
        Verdict.CLIPPED, judge(pass(0.6, ACTIVATION, WRONG), twin, 0, truth, 1, true).verdict());
    // the twin clips nothing: it has no excuse
    Testimony against = testimony(truth(TRUE, WRONG, TRUE), NO_SCORE);
    assertEquals(
        Verdict.TWIN_DEVIATES,
        judge(pass(0.6, ACTIVATION, TRUE), pass(LOSS, ACTIVATION, WRONG), 0, against, 1, true)
            .verdict());
  }

  @Test
  void aNumberThatIsNone() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    assertEquals(
        Verdict.NOT_FINITE, judge(pass(LOSS, ACTIVATION, Double.NaN), twin, SILENCE).verdict());
    assertEquals(
        Verdict.NOT_FINITE,
        judge(pass(Double.POSITIVE_INFINITY, ACTIVATION, TRUE), twin, SILENCE).verdict());
  }

  @Test
  void aSideThatChangesItsMind() {
    Backpropagation twin = pass(LOSS, ACTIVATION, TRUE);
    assertEquals(Verdict.STOCHASTIC, judge(twin, twin, 0, SILENCE, 0, false).verdict());
  }
}
