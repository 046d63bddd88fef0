package gradtwin.compare.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Tampering.Side;
import gradtwin.compare.Verdict;
import gradtwin.compare.plant.Proof.Kill;
import gradtwin.compare.plant.Proof.Totals;
import gradtwin.spec.Experiment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static Proof proof;

  @BeforeAll
  static void prove() {
    Experiment perceptron =
        ExperimentFixture.xor(
            "float64",
            "{type: sgd, learningRate: 0.1}",
            "{type: output, units: 1, activation: sigmoid, loss: meanSquaredError}");
    proof = Proof.of(perceptron, ExperimentFixture.examples(ExperimentFixture.xorBatch()));
  }

  private static Kill kill(String bug, Side side) {
    return proof.kills().stream()
        .filter(kill -> kill.bug().equals(bug) && kill.planted() == side)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theNetworkAgreesAsItIs() {
    assertEquals(Verdict.AGREE, proof.untouched());
    assertEquals(1e-13, proof.threshold());
    assertEquals("float64", proof.precision());
  }

  /** N nOut / 2 = 2 for XOR: the change is as large as the gradient. */
  @Test
  void theArticlesGradientIsCaughtAndNamedOnEitherSide() {
    for (Side side : List.of(Side.TWIN, Side.DL4J)) {
      Kill kill = kill("article-gradient", side);
      assertEquals(1, kill.size(), 1e-14);
      assertEquals(0, kill.layer());
      assertEquals("output", kill.layerType());
      assertEquals(Role.GRADIENT, kill.place().orElseThrow().role());
      assertEquals("W", kill.place().orElseThrow().parameter());
      assertTrue(kill.caught() && kill.rightlyNamed(), kill.toString());
    }
    assertEquals(Verdict.TWIN_DEVIATES, kill("article-gradient", Side.TWIN).verdict());
    assertEquals(Verdict.DL4J_DEVIATES, kill("article-gradient", Side.DL4J).verdict());
  }

  @Test
  void whatBothSidesGetWrongIsACommonMode() {
    assertEquals(Verdict.COMMON_MODE, kill("gradient-doubled", Side.BOTH).verdict());
  }

  /** One output and no mask: there is nothing to average over and nothing to ignore. */
  @Test
  void bugsThatChangeNothingAreInvisible() {
    for (String bug : List.of("outputs-averaged-too", "label-mask-ignored")) {
      Kill kill = kill(bug, Side.TWIN);
      assertFalse(kill.visible());
      assertFalse(kill.caught());
      assertEquals(Verdict.AGREE, kill.verdict());
    }
  }

  @Test
  void bugsThatDoNotFitAreNotPlanted() {
    assertTrue(proof.kills().stream().noneMatch(kill -> kill.bug().equals("gates-permuted")));
    assertTrue(proof.kills().stream().noneMatch(kill -> kill.bug().equals("update-momentum-sign")));
  }

  @Test
  void everyBugOfOneSideIsCaught() {
    for (Kill kill : proof.kills()) {
      assertTrue(!kill.visible() || kill.caught() || kill.planted() == Side.BOTH, kill.toString());
    }
  }

  private static Kill fate(boolean visible, boolean caught, boolean named) {
    return new Kill(
        "bug",
        Side.TWIN,
        0,
        "dense",
        visible ? kill("article-gradient", Side.TWIN).place() : Optional.empty(),
        1,
        Verdict.TWIN_DEVIATES,
        Verdict.TWIN_DEVIATES,
        Optional.empty(),
        caught,
        named,
        named,
        named);
  }

  private static boolean holds(List<Kill> kills) {
    return new Proof(
            Proof.SCHEMA, "name", "float64", 7, Verdict.AGREE, 1e-13, kills, Totals.of(kills))
        .holds();
  }

  private static List<Kill> kills(int named, Kill... others) {
    return Stream.concat(
            Stream.generate(() -> fate(true, true, true)).limit(named), Stream.of(others))
        .toList();
  }

  @Test
  void oneInTwentyMayBeMisnamedAndNoneMissed() {
    assertTrue(holds(kills(19, fate(true, true, false))));
    assertFalse(holds(kills(18, fate(true, true, false))));
    assertFalse(holds(kills(99, fate(true, false, false))));
  }

  @Test
  void invisibleBugsDoNotCountAndAloneProveNothing() {
    assertTrue(holds(kills(1, fate(false, false, false))));
    assertFalse(holds(kills(0, fate(false, false, false))));
    assertEquals(new Totals(2, 1, 1, 1), Totals.of(kills(1, fate(false, false, false))));
  }
}
