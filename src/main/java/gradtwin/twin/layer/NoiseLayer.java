package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import gradtwin.twin.noise.Affine;
import gradtwin.twin.noise.NoiseSource;
import java.util.List;
import java.util.Optional;

/**
 * Changes elements at random while training, and does nothing otherwise.
 *
 * <pre>{@code
 * forward   y = factor * x + offset
 * backward  dx = factor * dy
 * }</pre>
 *
 * <p>Shapes: x and y [N, ...]. Which factor and offset is said by each kind of noise, see {@link
 * gradtwin.twin.noise.Noise}. They come from the caller, so that another network can use the same
 * ones. DL4J: {@code org.deeplearning4j.nn.conf.layers.DropoutLayer}.
 */
public final class NoiseLayer implements Layer {
  private static final Affine NOTHING = new Affine(Optional.empty(), Optional.empty());

  private final NoiseSource noise;

  public NoiseLayer(NoiseSource noise) {
    this.noise = noise;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Term formula(Term x, Step step) {
    return step.training() ? noise.at(step.iteration(), x.shape()).formula(x) : x;
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    return step.training()
        ? new NoisePass(x, noise.at(step.iteration(), x.shape()))
        : new NoisePass(x, NOTHING);
  }

  private record NoisePass(Tensor output, Affine change) implements Pass {
    NoisePass(Tensor output, Affine change) {
      this.output = change.forward(output);
      this.change = change;
    }

    @Override
    public Tensor backward(Tensor dy) {
      return change.backward(dy);
    }
  }
}
