package gradtwin.compare.plant;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.layer.CenterLossOutputLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes one layer of a network wrong, or the rules by which it is trained. */
interface Bug {
  /** The network with the bug in a layer; empty if it does not fit there. */
  default Optional<Network> in(Network network, int layer) {
    return Optional.empty();
  }

  /** The rules with the bug; empty if it does not fit them or the parameters that they are for. */
  default Optional<LayerRules> in(LayerRules rules, List<Parameter> parameters) {
    return Optional.empty();
  }

  /** A layer's way back with something wrong on it. */
  interface WayBack {
    /** Overwrites the gradients of the parameters and returns dx. */
    Tensor from(Walk walk, Tensor dy);
  }

  /** A layer's way forward with something wrong on it. */
  interface WayForward {
    Layer.Pass from(Layer layer, Tensor x, Step step);
  }

  /** An objective's way back with something wrong on it. */
  interface Descent {
    /**
     * Returns dz.
     *
     * @param right the pass without the bug
     */
    Tensor from(Objective objective, Tensor z, Targets targets, Objective.Pass right);
  }

  /** In the way back of a layer; of an output layer, in that of its projection. */
  static Bug back(Predicate<Layer> fits, WayBack wrong) {
    return back(layer -> fits.test(layer) ? Optional.of(wrong) : Optional.empty());
  }

  /** In the way back of a layer, which says how, if at all. */
  static Bug back(Function<Layer, Optional<WayBack>> wrong) {
    return layer(l -> wrong.apply(l).map(way -> new WrongLayer(l, Layer::forward, way)));
  }

  /** In the way forward of a layer. */
  static Bug forward(Predicate<Layer> fits, WayForward wrong) {
    return layer(
        l -> fits.test(l) ? Optional.of(new WrongLayer(l, wrong, Walk::back)) : Optional.empty());
  }

  /** In the objective of a last layer. */
  static Bug descent(Predicate<Objective> fits, Descent wrong) {
    return objective(
        o -> fits.test(o) ? Optional.of(new WrongObjective(o, wrong)) : Optional.empty());
  }

  /** In a layer that is replaced by another one; of an output layer, in its projection. */
  static Bug layer(Function<Layer, Optional<Layer>> replacement) {
    return new Bug() {
      @Override
      public Optional<Network> in(Network network, int layer) {
        List<Layer> hidden = new ArrayList<>(network.hidden());
        if (layer < hidden.size()) {
          return replacement
              .apply(hidden.get(layer))
              .map(
                  wrong -> {
                    hidden.set(layer, wrong);
                    return new Network(hidden, network.output());
                  });
        }
        return network.output() instanceof ObjectiveLayer output
            ? replacement
                .apply(output.projection())
                .map(wrong -> new ObjectiveLayer(wrong, output.objective()))
                .map(wrong -> new Network(hidden, wrong))
            : Optional.empty();
      }
    };
  }

  /** In the objective of a last layer, which is replaced by another one. */
  static Bug objective(Function<Objective, Optional<Objective>> replacement) {
    return new Bug() {
      @Override
      public Optional<Network> in(Network network, int layer) {
        return layer == network.hidden().size() && network.output() instanceof ObjectiveLayer output
            ? replacement
                .apply(output.objective())
                .map(wrong -> new ObjectiveLayer(output.projection(), wrong))
                .map(wrong -> new Network(network.hidden(), wrong))
            : Optional.empty();
      }
    };
  }

  /** In what the centres of an output layer add to what is passed down. */
  static Bug pull(WrongPull.Correction wrong) {
    return new Bug() {
      @Override
      public Optional<Network> in(Network network, int layer) {
        return layer == network.hidden().size()
                && network.output() instanceof CenterLossOutputLayer output
            ? Optional.of(new Network(network.hidden(), new WrongPull(output, wrong)))
            : Optional.empty();
      }
    };
  }

  /** In the rules of training. */
  static Bug rules(RulesChange wrong) {
    return new Bug() {
      @Override
      public Optional<LayerRules> in(LayerRules rules, List<Parameter> parameters) {
        return wrong.of(rules, parameters);
      }
    };
  }

  /** Other rules, if there is anything to change in these. */
  interface RulesChange {
    Optional<LayerRules> of(LayerRules rules, List<Parameter> parameters);
  }
}
