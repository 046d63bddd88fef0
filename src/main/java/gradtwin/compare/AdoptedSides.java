package gradtwin.compare;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Elementwise;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * The twin with DL4J's opinion on the units whose pre-activation is so near a kink (relu's at 0)
 * that rounding decides their side. If the two networks agree then, the difference between them is
 * a kink and nobody's fault; everything away from kinks is left alone.
 */
final class AdoptedSides {
  /**
   * Roundings that a pre-activation may have gathered, in units of the largest one of its layer. A
   * rough bound: dense layers of some hundred inputs gather about 10.
   */
  private static final double ROUNDINGS = 64;

  private final double unitRoundoff;

  /**
   * @param unitRoundoff of the coarser side
   */
  AdoptedSides(double unitRoundoff) {
    this.unitRoundoff = unitRoundoff;
  }

  /** How many units of the hidden layers are ambiguous for this batch. */
  int count(Network twin, Batch batch, Step start) {
    int ambiguous = 0;
    Tensor x = batch.features();
    Step step = start.withMask(batch.featureMask());
    for (Layer layer : twin.hidden()) {
      if (layer instanceof ActivatedLayer activated
          && activated.activation() instanceof Elementwise activation
          && activation.kinks().length > 0) {
        Tensor z = activated.withActivation(new Identity()).forward(x, step).output();
        double tolerance = tolerance(z);
        for (double kink : activation.kinks()) {
          for (double value : z.values()) {
            ambiguous += Math.abs(value - kink) <= tolerance ? 1 : 0;
          }
        }
      }
      x = layer.forward(x, step).output();
      step = step.withMask(layer.maskAfter(step.mask()));
    }
    return ambiguous;
  }

  /**
   * The twin, sharing its parameters, with DL4J's sides.
   *
   * @param activations DL4J's, of each layer
   */
  Network in(Network twin, List<Tensor> activations) {
    List<Layer> hidden = new ArrayList<>();
    for (int i = 0; i < twin.hidden().size(); i++) {
      hidden.add(in(twin.hidden().get(i), activations.get(i)));
    }
    return new Network(hidden, twin.output());
  }

  /**
   * One layer of the twin, sharing its parameters, with DL4J's sides.
   *
   * @param output DL4J's, of the layer
   */
  Layer in(Layer layer, Tensor output) {
    return layer instanceof ActivatedLayer activated
            && activated.activation() instanceof Elementwise activation
            && activation.kinks().length > 0
        ? activated.withActivation(adopting(activation, output))
        : layer;
  }

  private double tolerance(Tensor z) {
    double largest = 0;
    for (double value : z.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return ROUNDINGS * unitRoundoff * largest;
  }

  /**
   * @param dl4j DL4J's activation, in the layout of the layer's output
   */
  private Activation adopting(Elementwise activation, Tensor dl4j) {
    return new Adopting(activation, dl4j, this);
  }

  /** Takes the derivative of an ambiguous element on the side on which DL4J's value lies. */
  private record Adopting(Elementwise original, Tensor dl4j, AdoptedSides sides)
      implements Activation {
    @Override
    public Tensor forward(Tensor z) {
      return original.forward(z);
    }

    @Override
    public Tensor backward(Tensor z, Tensor y, Tensor dy) {
      Tensor moved = z.copy();
      double tolerance = sides.tolerance(z);
      for (double kink : original.kinks()) {
        for (int i = 0; i < moved.size(); i++) {
          if (Math.abs(z.values()[i] - kink) <= tolerance) {
            double side = Math.signum(inLayoutOf(z).values()[i] - original.value(kink));
            moved.values()[i] = kink + side * tolerance;
          }
        }
      }
      return original.backward(moved, original.forward(moved), dy);
    }

    /** A layer that works on rows hands rows to its activation. */
    private Tensor inLayoutOf(Tensor z) {
      return z.shape().rank() == dl4j.shape().rank() ? dl4j : Positions.toRows(dl4j);
    }

    @Override
    public int piece(Tensor z) {
      return original.piece(z);
    }
  }
}
