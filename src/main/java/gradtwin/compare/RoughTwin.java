package gradtwin.compare;

import gradtwin.spec.Precision;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.layer.OutputLayer;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.loss.Targets;
import java.util.ArrayList;
import java.util.List;

/**
 * A twin in which what activations and predictions hand on is off by a rounding of DL4J's type, up
 * or down at random (Monte Carlo arithmetic, after Parker, 1997, of the values between layers).
 * That is where a derivative loses its digits: 1 - y^2 where tanh is saturated, p - y where a
 * prediction is right.
 */
final class RoughTwin {
  private final double rounding;
  private final CounterRandom random;

  /** How many tensors have been made rough: each draws numbers of its own. */
  private long tensors;

  private RoughTwin(Precision precision, CounterRandom random) {
    this.rounding = 2 * precision.unitRoundoff();
    this.random = random;
  }

  /** The network, sharing its parameters, with rough values. */
  static Network of(Network network, Precision precision, CounterRandom random) {
    RoughTwin rough = new RoughTwin(precision, random);
    List<Layer> hidden = new ArrayList<>();
    network.hidden().forEach(layer -> hidden.add(rough.layer(layer)));
    return new Network(hidden, rough.output(network.output()));
  }

  private Layer layer(Layer layer) {
    return layer instanceof ActivatedLayer activated
        ? activated.withActivation(new RoughActivation(activated.activation(), this))
        : layer;
  }

  private OutputLayer output(OutputLayer output) {
    return output instanceof ObjectiveLayer end
        ? new ObjectiveLayer(layer(end.projection()), new RoughObjective(end.objective(), this))
        : output;
  }

  /** Each element up or down by a rounding of its size. */
  private void roughen(Tensor tensor, Tensor size, double share) {
    long draw = tensors++;
    double[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      double off = rounding * share * Math.abs(size.values()[i]);
      values[i] += random.uniform(draw, i) < 0.5 ? -off : off;
    }
  }

  private record RoughActivation(Activation original, RoughTwin rough) implements Activation {
    @Override
    public Tensor forward(Tensor z) {
      Tensor y = original.forward(z).copy();
      rough.roughen(y, y, 1);
      return y;
    }

    @Override
    public Tensor backward(Tensor z, Tensor y, Tensor dy) {
      return original.backward(z, y, dy);
    }

    @Override
    public int piece(Tensor z) {
      return original.piece(z);
    }
  }

  private record RoughObjective(Objective original, RoughTwin rough) implements Objective {
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
          Tensor dz = pass.backward().copy();
          // the mean over the batch of differences of which a prediction is one part
          rough.roughen(dz, pass.predictions(), 1.0 / dz.rows());
          return dz;
        }

        @Override
        public int piece() {
          return pass.piece();
        }
      };
    }
  }
}
