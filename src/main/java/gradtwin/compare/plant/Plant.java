package gradtwin.compare.plant;

import gradtwin.compare.Tampering.Side;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.tensor.Parameter;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Network;
import gradtwin.twin.layer.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A bug that can be planted on purpose, to see that the comparison finds it. */
public final class Plant {
  /** All bugs there are, family by family. */
  public static final List<Plant> CATALOGUE =
      Stream.of(
              LossPlants.ALL,
              GradientPlants.ALL,
              DeltaPlants.ALL,
              ActivationPlants.ALL,
              NormalizationPlants.ALL,
              ConvolutionPlants.ALL,
              PoolingPlants.ALL,
              PlacementPlants.ALL,
              RecurrentPlants.ALL,
              LookupPlants.ALL,
              AttentionPlants.ALL,
              NoisePlants.ALL,
              ForwardPlants.ALL,
              UpdatePlants.ALL)
          .flatMap(List::stream)
          .toList();

  private final String name;
  private final Damage damage;
  private final String summary;
  private final String needs;
  private final Bug bug;

  /**
   * @param name in kebab case
   * @param summary what is wrong, in a phrase
   * @param needs what a network must have for the bug to show, in a phrase
   */
  Plant(String name, Damage damage, String summary, String needs, Bug bug) {
    this.name = name;
    this.damage = damage;
    this.summary = summary;
    this.needs = needs;
    this.bug = bug;
  }

  /** The bug of that name, if there is one. */
  public static Optional<Plant> named(String name) {
    return CATALOGUE.stream().filter(plant -> plant.name().equals(name)).findFirst();
  }

  /** In kebab case. */
  public String name() {
    return name;
  }

  public Damage damage() {
    return damage;
  }

  /** What is wrong, in a phrase. */
  public String summary() {
    return summary;
  }

  /** What a network must have for the bug to show, in a phrase. */
  public String needs() {
    return needs;
  }

  Bug bug() {
    return bug;
  }

  /**
   * Whether there is a place for the bug in the network of this experiment. It may still be
   * invisible there: some bugs show with some data only, see {@link Impact}.
   */
  public boolean showsIn(Experiment experiment) {
    return !places(experiment).isEmpty();
  }

  /** The bug where it shows best; empty if there is no place for it. */
  public Optional<Mutant> in(Experiment experiment, Side side) {
    List<Integer> places = places(experiment);
    return best(experiment.toTwin(), places).map(layer -> at(experiment, layer, side));
  }

  /** The bug in one layer; empty if it does not fit there. */
  public Optional<Mutant> in(Experiment experiment, Side side, int layer) {
    return places(experiment).contains(layer)
        ? Optional.of(at(experiment, layer, side))
        : Optional.empty();
  }

  /** The bug once in each type of layer that it fits, where it shows best. */
  public List<Mutant> inEachType(Experiment experiment, Side side) {
    Network network = experiment.toTwin();
    Map<String, List<Integer>> byType = new LinkedHashMap<>();
    for (int layer : places(experiment)) {
      byType.computeIfAbsent(word(experiment, layer), type -> new ArrayList<>()).add(layer);
    }
    return byType.values().stream()
        .flatMap(places -> best(network, places).stream())
        .map(layer -> at(experiment, layer, side))
        .toList();
  }

  private Mutant at(Experiment experiment, int layer, Side side) {
    return new Mutant(this, side, layer, word(experiment, layer));
  }

  private static String word(Experiment experiment, int layer) {
    LayerSpec spec = experiment.network().layers().get(layer);
    return spec.word();
  }

  /** The layers that the bug fits; of a wrong optimizer, which is wrong everywhere, the first. */
  private List<Integer> places(Experiment experiment) {
    Network network = experiment.toTwin();
    List<LayerRules> rules = experiment.toTwinRules();
    List<List<Parameter>> parameters = network.parameters();
    List<Integer> places = new ArrayList<>();
    for (int layer = 0; layer < rules.size(); layer++) {
      if (bug.in(network, layer).isPresent()
          || bug.in(rules.get(layer), parameters.get(layer)).isPresent()) {
        places.add(layer);
      }
    }
    return damage == Damage.UPDATE ? places.stream().limit(1).toList() : places;
  }

  /**
   * The first of some layers. What goes down a wrong way shows in parameters below, if there are
   * any; otherwise in the gradient with respect to the input of the network.
   */
  private Optional<Integer> best(Network network, List<Integer> places) {
    List<Layer> layers = network.layers();
    Optional<Integer> above =
        places.stream()
            .filter(
                place ->
                    damage == Damage.DELTA
                        && layers.subList(0, place).stream()
                            .flatMap(layer -> layer.parameters().stream())
                            .anyMatch(Parameter::isLearned))
            .findFirst();
    return above.or(() -> places.stream().findFirst());
  }

  @Override
  public String toString() {
    return name;
  }
}
