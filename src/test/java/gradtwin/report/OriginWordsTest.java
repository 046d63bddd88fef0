package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.compare.Agreement;
import gradtwin.compare.Difference.Worst;
import gradtwin.compare.Origin;
import gradtwin.compare.Origin.Part;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OriginWordsTest {
  private static Origin own(int layer, Part part, String parameter, double difference) {
    return origin(layer, part, parameter, false, difference, 0.9, false);
  }

  private static Origin inherited(int layer, Part part, String parameter) {
    return origin(layer, part, parameter, true, 1e-16, 1, false);
  }

  private static Origin scaled(int layer, Part part, String parameter, double scale) {
    return origin(layer, part, parameter, false, Math.abs(scale - 1), scale, true);
  }

  private static Origin origin(
      int layer,
      Part part,
      String parameter,
      boolean inherited,
      double difference,
      double scale,
      boolean pureScale) {
    boolean alone = part == Part.LOSS || part == Part.PENALTY;
    return new Origin(
        layer,
        "dense",
        Optional.of("a.yaml line " + (5 + layer)),
        part,
        parameter,
        inherited,
        difference,
        scale,
        pureScale,
        alone ? "" : "unit 3",
        new Worst(0, List.of(alone ? 0 : 3), 0.5, 0.25),
        4.5e15);
  }

  /** In a network of two layers with the parameters W and b each. */
  private static List<String> words(Origin... origins) {
    Agreement sample = AgreementSamples.agreement();
    return OriginWords.lines(AgreementSamples.withOrigins(sample, List.of(origins)));
  }

  @Test
  void withoutOriginsThereIsNothingToSay() {
    assertEquals(List.of(), words());
  }

  @Test
  void aCommonFactorIsTold() {
    assertEquals(
        List.of(
            "Origin, also when run alone: layer 1 (dense), a.yaml line 6, delta, gradients of W, b,"
                + " DL4J 2.000000 times the twin; worst gradient of W (unit 3): DL4J 0.5, twin 0.25,"
                + " 4.5e+15 ULP.",
            "Inherited, right when run alone: layer 0 (dense) delta, gradient of W."),
        words(
            scaled(1, Part.GRADIENT, "W", 2),
            scaled(1, Part.GRADIENT, "b", 2 + 1e-9),
            scaled(1, Part.DELTA, "", 2),
            inherited(0, Part.GRADIENT, "W"),
            inherited(0, Part.DELTA, "")));
  }

  @Test
  void factorsThatDifferAreNotOne() {
    assertEquals(
        List.of(
            "Origin, also when run alone: layer 1 (dense), a.yaml line 6, delta, gradient of W, up"
                + " to 2.00 apart; worst gradient of W (unit 3): DL4J 0.5, twin 0.25, 4.5e+15"
                + " ULP."),
        words(scaled(1, Part.GRADIENT, "W", 2), scaled(1, Part.DELTA, "", 3)));
  }

  @Test
  void rightGradientsAndWrongDeltasAreToldApart() {
    assertEquals(
        List.of(
            "Origin, also when run alone: layer 1 (dense), a.yaml line 6, delta, up to 0.250 apart"
                + " (its gradients are right); worst delta (unit 3): DL4J 0.5, twin 0.25, 4.5e+15"
                + " ULP."),
        words(own(1, Part.DELTA, "", 0.25)));
    assertEquals(
        List.of(
            "Origin, also when run alone: layer 1 (dense), a.yaml line 6, gradient of b, up to"
                + " 0.250 apart (its delta is right); worst gradient of b (unit 3): DL4J 0.5, twin"
                + " 0.25, 4.5e+15 ULP."),
        words(own(1, Part.GRADIENT, "b", 0.25)));
  }

  @Test
  void ofALayerThatDoesNotLearnNoGradientIsSaidToBeRight() {
    assertEquals(
        List.of(
            "Origin, also when run alone: layer 2 (dense), a.yaml line 7, delta, up to 0.250 apart;"
                + " worst delta (unit 3): DL4J 0.5, twin 0.25, 4.5e+15 ULP."),
        words(own(2, Part.DELTA, "", 0.25)));
  }

  @Test
  void whatIsNoNumberAndWhatIsZeroAreTold() {
    assertEquals(
        List.of(
            "Origin, also when run alone: layer 1 (dense), a.yaml line 6, output, loss, not finite;"
                + " worst output (unit 3): DL4J 0.5, twin 0.25, 4.5e+15 ULP."),
        words(own(1, Part.OUTPUT, "", Double.NaN), own(1, Part.LOSS, "", 0.5)));
    assertEquals(
        List.of(
            "Origin, also when run alone: layer 1 (dense), a.yaml line 6, penalty, though the twin's"
                + " is zero everywhere; worst penalty: DL4J 0.5, twin 0.25, 4.5e+15 ULP."),
        words(own(1, Part.PENALTY, "", Double.POSITIVE_INFINITY)));
  }

  @Test
  void stepsAreTakenFromEqualGradients() {
    assertEquals(
        List.of(
            "Origin, from equal gradients: layer 0 (dense), a.yaml line 5 updates of W, b; layer 1"
                + " (dense), a.yaml line 6 update of W, up to 0.500 apart; worst update of W (unit"
                + " 3): DL4J 0.5, twin 0.25, 4.5e+15 ULP."),
        words(
            own(0, Part.UPDATE, "W", 0.5),
            own(0, Part.UPDATE, "b", 0.25),
            own(1, Part.UPDATE, "W", 0.125)));
  }

  @Test
  void aDeepNetworkDoesNotFillTheScreen() {
    Origin[] many =
        IntStream.range(0, 9)
            .mapToObj(layer -> inherited(8 - layer, Part.DELTA, ""))
            .toArray(Origin[]::new);
    assertEquals(
        List.of(
            "Inherited, right when run alone: layer 8 (dense) delta; layer 7 (dense) delta; layer 6"
                + " (dense) delta; layer 5 (dense) delta; and 5 more layers."),
        words(many));
  }
}
