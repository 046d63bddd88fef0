package gradtwin.compare;

import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Network;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.Targets;
import java.util.List;
import java.util.function.UnaryOperator;

/** A twin that a test makes wrong in its own way. */
record TwinMade(UnaryOperator<Network> wrong) implements Tampering {
  /** Every gradient by a factor. */
  static TwinMade scaled(double factor) {
    return new TwinMade(
        network -> {
          ObjectiveLayer output = (ObjectiveLayer) network.output();
          return new Network(
              network.hidden(),
              new ObjectiveLayer(output.projection(), new Scaled(output.objective(), factor)));
        });
  }

  private record Scaled(Objective original, double factor) implements Objective {
    @Override
    public Activation activation() {
      return original.activation();
    }

    @Override
    public Loss loss() {
      return original.loss();
    }

    @Override
    public Pass forward(Tensor z, Targets targets) {
      Pass pass = original.forward(z, targets);
      return new Pass() {
        @Override
        public double loss() {
          return pass.loss();
        }

        @Override
        public Tensor predictions() {
          return pass.predictions();
        }

        @Override
        public Tensor backward() {
          return pass.backward().times(factor);
        }
      };
    }
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
