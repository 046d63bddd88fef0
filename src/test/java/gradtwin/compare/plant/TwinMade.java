package gradtwin.compare.plant;

import gradtwin.compare.Tampering;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Network;
import gradtwin.twin.layer.ObjectiveLayer;
import java.util.List;
import java.util.function.UnaryOperator;

/** A twin that a test makes wrong in its own way. */
public record TwinMade(UnaryOperator<Network> wrong) implements Tampering {
  /** Every gradient by a factor. */
  public static TwinMade scaled(double factor) {
    return new TwinMade(
        network -> {
          ObjectiveLayer output = (ObjectiveLayer) network.output();
          WrongObjective wrong =
              new WrongObjective(
                  output.objective(), (right, z, targets, pass) -> pass.backward().times(factor));
          return new Network(network.hidden(), new ObjectiveLayer(output.projection(), wrong));
        });
  }

  @Override
  public String name() {
    return "made";
  }

  @Override
  public String summary() {
    return "made by a test";
  }

  @Override
  public Side side() {
    return Side.TWIN;
  }

  @Override
  public boolean isOfUpdate() {
    return false;
  }

  @Override
  public Network in(Network honest) {
    return wrong.apply(honest);
  }

  @Override
  public List<LayerRules> in(List<LayerRules> honest, Network network) {
    return honest;
  }
}
