package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;

/**
 * A layer whose parameters stay as they are.
 *
 * <pre>{@code
 * forward   as the layer's for prediction, in training too
 * backward  dx as the layer's, of that forward pass; its parameters have no gradient
 * }</pre>
 *
 * <p>Shapes: those of the layer. Batch normalization uses its running mean and variance, and noise
 * is left out. Nothing penalizes the parameters. Source: the definition is that of DL4J, {@code
 * org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop}, which goes back through a batch
 * normalization as if the forward pass had been one of training. ({@code FrozenLayer} passes
 * nothing down, so that nothing below it would learn.)
 */
public class FrozenLayer implements Layer {
  private final Layer layer;
  private final List<Parameter> parameters;

  private FrozenLayer(Layer layer) {
    this.layer = layer;
    this.parameters = layer.parameters().stream().map(FrozenLayer::frozen).toList();
  }

  /** Freezes a layer, whose live values are shared. */
  public static FrozenLayer of(Layer layer) {
    return layer instanceof ActivatedLayer activated
        ? new Activated(activated)
        : new FrozenLayer(layer);
  }

  private static Parameter frozen(Parameter parameter) {
    return new Parameter(parameter.key(), parameter.value(), Parameter.Role.FROZEN, Penalty.NONE);
  }

  @Override
  public final Optional<Layer> inner() {
    return Optional.of(layer);
  }

  @Override
  public final List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public final Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return layer.maskAfter(mask);
  }

  @Override
  public final Term formula(Term x, Step step) {
    return layer.formula(x, prediction(step));
  }

  private static Step prediction(Step step) {
    return new Step(false, step.iteration(), step.mask());
  }

  @Override
  public final Pass forward(Tensor x, Step step) {
    Pass pass = layer.forward(x, prediction(step));
    return new Pass() {
      @Override
      public Tensor output() {
        return pass.output();
      }

      @Override
      public Tensor backward(Tensor dy) {
        return pass.backward(dy);
      }

      @Override
      public void backwardToParameters(Tensor dy) {
        // no parameter is learned
      }

      @Override
      public int piece() {
        return pass.piece();
      }
    };
  }

  /** A frozen layer that ends in an activation. */
  private static final class Activated extends FrozenLayer implements ActivatedLayer {
    private final ActivatedLayer layer;

    Activated(ActivatedLayer layer) {
      super(layer);
      this.layer = layer;
    }

    @Override
    public Activation activation() {
      return layer.activation();
    }

    @Override
    public ActivatedLayer withActivation(Activation other) {
      return new Activated(layer.withActivation(other));
    }
  }
}
