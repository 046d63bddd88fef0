package gradtwin.compare.plant;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Tampering;
import gradtwin.compare.Verdict;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * A bug at its place.
 *
 * @param layer where it is planted, counted from 0
 * @param layerType the type of that layer, as a configuration has it
 */
public record Mutant(Plant plant, Side side, int layer, String layerType) implements Tampering {
  @Override
  public String name() {
    return side == Side.TWIN ? plant.name() : plant.name() + " (" + side + ")";
  }

  /**
   * What a comparison should say of it.
   *
   * @param place of the first tensor that it makes wrong
   */
  public Verdict expected(Place place) {
    return switch (place.role()) {
      case ACTIVATION -> Verdict.DIFFERENT_FUNCTION;
      case GRADIENT, DELTA, MEMORY, UPDATE ->
          switch (side) {
            case TWIN -> Verdict.TWIN_DEVIATES;
            case DL4J -> Verdict.DL4J_DEVIATES;
            case BOTH -> Verdict.COMMON_MODE;
          };
    };
  }

  @Override
  public String summary() {
    return plant.summary();
  }

  @Override
  public boolean isOfUpdate() {
    return plant.damage() == Damage.UPDATE;
  }

  @Override
  public Network in(Network honest) {
    return plant.bug().in(honest, layer).orElse(honest);
  }

  @Override
  public List<LayerRules> in(List<LayerRules> honest, Network network) {
    List<LayerRules> wrong = new ArrayList<>();
    for (int i = 0; i < honest.size(); i++) {
      LayerRules rules = honest.get(i);
      wrong.add(plant.bug().in(rules, network.parameters().get(i)).orElse(rules));
    }
    return wrong;
  }
}
