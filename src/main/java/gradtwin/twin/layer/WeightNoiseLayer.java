package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.formula.Term;
import gradtwin.twin.noise.Affine;
import gradtwin.twin.noise.Noise;
import gradtwin.twin.noise.NoiseSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer that computes with noisy copies of its weights while training.
 *
 * <pre>{@code
 * forward   V = factor * W + offset     y = layer(x; V)
 * backward  dx, dV = layer backward of dy    dW = factor * dV
 * }</pre>
 *
 * <p>Shapes: those of the layer. Which factor and offset is said by each kind of noise, see {@link
 * Noise}; biases, gains and statistics have none. DL4J: {@code
 * org.deeplearning4j.nn.conf.weightnoise.IWeightNoise}; {@code BaseLayer.backpropGradient} of
 * 1.0.0-M2.1 takes dV for dW.
 */
public final class WeightNoiseLayer implements ActivatedLayer {
  private static final Affine NOTHING = new Affine(Optional.empty(), Optional.empty());

  private final Layer inner;
  private final List<Parameter> parameters;
  private final List<Optional<NoiseSource>> noise;

  private WeightNoiseLayer(
      Layer inner, List<Parameter> parameters, List<Optional<NoiseSource>> noise) {
    this.inner = inner;
    this.parameters = List.copyOf(parameters);
    this.noise = List.copyOf(noise);
  }

  /**
   * A layer with noise on its weights.
   *
   * @param inner whose parameters become the noisy copies; not to be used otherwise
   * @param seed the experiment's
   * @param index of the layer
   */
  public static WeightNoiseLayer over(Layer inner, Noise noise, long seed, int index) {
    List<String> keys = inner.parameters().stream().map(Parameter::key).sorted().toList();
    List<Parameter> parameters = new ArrayList<>();
    List<Optional<NoiseSource>> sources = new ArrayList<>();
    for (Parameter copy : inner.parameters()) {
      parameters.add(new Parameter(copy.key(), copy.value().copy(), copy.role(), copy.penalty()));
      sources.add(
          isNoisy(copy)
              ? Optional.of(NoiseSource.ofParameter(noise, seed, index, keys.indexOf(copy.key())))
              : Optional.empty());
    }
    return new WeightNoiseLayer(inner, parameters, sources);
  }

  /** Inputs are multiplied by weights; the gain of a normalization multiplies what it has made. */
  private static boolean isNoisy(Parameter parameter) {
    return parameter.role() == Parameter.Role.WEIGHT
        && !parameter.key().equals(LayerNormalizedDenseLayer.GAIN);
  }

  /** That of the layer; identity for a layer that does not end in one. */
  @Override
  public Activation activation() {
    return inner instanceof ActivatedLayer activated ? activated.activation() : new Identity();
  }

  @Override
  public WeightNoiseLayer withActivation(Activation other) {
    return inner instanceof ActivatedLayer activated
        ? new WeightNoiseLayer(activated.withActivation(other), parameters, noise)
        : this;
  }

  @Override
  public Optional<Layer> inner() {
    return Optional.of(inner);
  }

  @Override
  public List<Parameter> parameters() {
    return parameters;
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return inner.maskAfter(mask);
  }

  @Override
  public Term formula(Term x, Step step) {
    for (int i = 0; i < parameters.size(); i++) {
      Tensor value = parameters.get(i).value();
      Term noisy = x.variable(value);
      if (step.training() && noise.get(i).isPresent()) {
        noisy = noise.get(i).get().at(step.iteration(), value.shape()).formula(noisy);
      }
      x.formula().substitute(inner.parameters().get(i).value(), noisy);
    }
    return inner.formula(x, step);
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    List<Affine> changes = new ArrayList<>();
    List<Tensor> noisy = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Tensor value = parameters.get(i).value();
      Affine change =
          step.training()
              ? noise.get(i).map(n -> n.at(step.iteration(), value.shape())).orElse(NOTHING)
              : NOTHING;
      changes.add(change);
      noisy.add(change.forward(value));
    }
    setCopies(noisy);
    return new NoisyPass(inner.forward(x, step), changes, noisy);
  }

  private void setCopies(List<Tensor> noisy) {
    for (int i = 0; i < noisy.size(); i++) {
      inner.parameters().get(i).value().overwriteWith(noisy.get(i));
    }
  }

  private final class NoisyPass implements Pass {
    private final Pass pass;
    private final List<Affine> changes;
    private final List<Tensor> noisy;

    /**
     * @param pass of the inner layer
     * @param changes of each parameter
     * @param noisy the copies that the layer computed with
     */
    NoisyPass(Pass pass, List<Affine> changes, List<Tensor> noisy) {
      this.pass = pass;
      this.changes = changes;
      this.noisy = noisy;
    }

    @Override
    public Tensor output() {
      return pass.output();
    }

    @Override
    public Tensor backward(Tensor dy) {
      setCopies(noisy); // another forward pass may have come between
      Tensor dx = pass.backward(dy);
      toParameters();
      return dx;
    }

    @Override
    public void backwardToParameters(Tensor dy) {
      setCopies(noisy);
      pass.backwardToParameters(dy);
      toParameters();
    }

    private void toParameters() {
      for (int i = 0; i < changes.size(); i++) {
        Tensor gradient = inner.parameters().get(i).gradient();
        parameters.get(i).gradient().overwriteWith(changes.get(i).backward(gradient));
      }
    }

    @Override
    public int piece() {
      return pass.piece();
    }
  }
}
