package gradtwin.compare.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Tampering;
import gradtwin.compare.Tampering.Side;
import gradtwin.compare.Verdict;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bug of the catalogue, in a network in which it shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueTest {
  /**
   * In order: a bug is tried in the first in which it shows. Small ones come first, those on which
   * DL4J deviates anyway last.
   */
  private static final List<String> NETWORKS =
      List.of(
          "mix-xor",
          "mix-xor-two-outputs",
          "mix-everything",
          "layer-prelu",
          "layer-batchNormalization",
          "layer-lstm",
          "layer-gravesLstm",
          "layer-bidirectional",
          "layer-bidirectional-average",
          "layer-convolution1d-masked",
          "layer-convolution2d-training",
          "layer-convolution3d",
          "layer-deconvolution2d",
          "layer-deconvolution3d",
          "layer-depthwiseConvolution2d",
          "layer-separableConvolution2d-training",
          "layer-averagePooling2d-padding",
          "layer-maxPooling3d",
          "layer-pnormPooling2d",
          "layer-globalPooling-masked-average",
          "layer-repeatVector",
          "layer-upsampling2d",
          "layer-cropping1d",
          "layer-spaceToDepth",
          "layer-zeroPadding3d",
          "layer-dense-layerNormalization",
          "layer-localResponseNormalization-alone",
          "layer-simpleRnn-padding",
          "layer-timeDistributed",
          "layer-embeddingSequence",
          "layer-elementWiseMultiplication",
          "data-example-weight",
          "loss-crossEntropy-weights",
          "optimizer-adam-large-epsilon",
          "layer-selfAttention",
          "layer-centerLossOutput",
          "layer-capsuleStrength-network",
          "layer-locallyConnected1d");

  /**
   * Bugs of DL4J's side that the verdict does not show because DL4J deviates in the same tensor
   * anyway: what is said is the same with them and without. Those that it does show must not stand here.
   */
  private static final Set<String> HIDDEN =
      Set.of(
          "local-weights-shared dl4j",
          "attention-scale-forgotten dl4j",
          "length-not-divided dl4j",
          "squash-factor-constant dl4j");

  /** A bug in a network in which it shows. */
  private record Shown(PlantedNetwork network, Mutant mutant, Place place) {}

  private final List<PlantedNetwork> networks = new ArrayList<>();
  private final Map<Plant, List<Shown>> shown = new LinkedHashMap<>();

  @BeforeAll
  void plantEverywhere() {
    for (String name : NETWORKS) {
      PlantedNetwork network = PlantedNetwork.of(name);
      networks.add(network);
      for (Plant plant : Plant.CATALOGUE) {
        for (Mutant mutant : plant.inEachType(network.experiment(), Side.TWIN)) {
          network
              .impact(mutant)
              .place()
              .ifPresent(
                  place ->
                      shown
                          .computeIfAbsent(plant, key -> new ArrayList<>())
                          .add(new Shown(network, mutant, place)));
        }
      }
    }
  }

  @AfterAll
  void forget() {
    networks.clear();
    shown.clear();
  }

  static Stream<Plant> plants() {
    return Plant.CATALOGUE.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plants")
  void isCaughtOnEitherSide(Plant plant) {
    assertTrue(shown.containsKey(plant), "shows in none of the networks");
    Shown first = shown.get(plant).get(0);
    for (Side side : plant.damage().sides()) {
      if (side == Side.BOTH) {
        continue; // what both sides say is the witness's business alone
      }
      Mutant mutant = new Mutant(plant, side, first.mutant().layer(), first.mutant().layerType());
      Agreement agreement =
          first.network().comparison().compare(Optional.<Tampering>of(mutant)).agreement();
      String said = mutant + " in " + first.network() + ": " + agreement.sentence();
      assertFalse(agreement.verdict().isAgreement(), said);
      Agreement untouched = untouched(first.network());
      assertEquals(
          !HIDDEN.contains(plant.name() + " " + side),
          Proof.saysSomethingElse(untouched, agreement),
          said);
      if (untouched.verdict() == Verdict.AGREE) {
        assertTrue(Proof.isTensor(agreement.origin().orElseThrow(), first.place()), said);
      }
    }
  }

  private final Map<String, Agreement> untouched = new LinkedHashMap<>();

  private Agreement untouched(PlantedNetwork network) {
    return untouched.computeIfAbsent(
        network.name(), name -> network.comparison().compare(Optional.empty()).agreement());
  }

  /** What a bug says of itself: where it is planted, and what it leaves right. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("plants")
  void damagesWhatItSays(Plant plant) {
    for (Shown one : shown.get(plant)) {
      assertEquals(one.mutant().layer(), one.place().layer(), one.toString());
      assertTrue(rolesOf(plant.damage()).contains(one.place().role()), one.toString());
      if (plant.damage() == Damage.GRADIENT) {
        assertOnlyTheGradientsOfALayerMove(one.network(), one.mutant());
      }
    }
  }

  private static Set<Role> rolesOf(Damage damage) {
    return switch (damage) {
      case GRADIENT -> Set.of(Role.GRADIENT);
      case DELTA -> Set.of(Role.DELTA);
      case LAYER -> Set.of(Role.GRADIENT, Role.DELTA);
      // a wrong way forward may end in the right numbers, and its way back not
      case FORWARD -> Set.of(Role.ACTIVATION, Role.GRADIENT, Role.DELTA);
      case UPDATE -> Set.of(Role.UPDATE);
    };
  }

  private static void assertOnlyTheGradientsOfALayerMove(PlantedNetwork network, Mutant mutant) {
    Backpropagation right = network.right().get(0);
    Backpropagation wrong =
        Impact.passes(mutant.in(network.comparison().twin()), network.comparison()).get(0);
    for (int layer = 0; layer < right.layers(); layer++) {
      assertSameBits(right.deltas().get(layer), wrong.deltas().get(layer), mutant);
      for (String key : right.gradients().get(layer).keySet()) {
        if (layer != mutant.layer()) {
          assertSameBits(
              right.gradients().get(layer).get(key), wrong.gradients().get(layer).get(key), mutant);
        }
      }
    }
  }

  private static void assertSameBits(Tensor expected, Tensor actual, Mutant mutant) {
    assertTrue(Arrays.equals(expected.values(), actual.values()), mutant.toString());
  }

  /** Bugs lend other weights to a layer for a moment: nothing of it stays. */
  @Test
  void leaveTheRightTwinAsItWas() {
    for (PlantedNetwork network : networks) {
      Backpropagation again =
          Impact.passes(network.comparison().twin(), network.comparison()).get(0);
      Backpropagation right = network.right().get(0);
      assertEquals(right.loss(), again.loss());
      for (int layer = 0; layer < right.layers(); layer++) {
        assertTrue(
            Arrays.equals(right.deltas().get(layer).values(), again.deltas().get(layer).values()),
            network + " layer " + layer);
      }
    }
  }

  @Test
  void namesAreInKebabCaseAndOfOneBugEach() {
    List<String> names = new ArrayList<>();
    for (Plant plant : Plant.CATALOGUE) {
      assertTrue(plant.name().matches("[a-z]+(-[a-z0-9]+)*"), plant.name());
      assertEquals(Optional.of(plant), Plant.named(plant.name()));
      names.add(plant.name());
    }
    assertEquals(names.size(), new HashSet<>(names).size());
    assertTrue(names.size() >= 36, "the catalogue has " + names.size());
    assertTrue(Plant.named("no-such-bug").isEmpty());
  }
}
