package gradtwin.twin;

import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.Workspace;
import gradtwin.twin.formula.Formula;
import gradtwin.twin.formula.NetworkFormula;
import gradtwin.twin.formula.Term;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.OutputLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stack of layers that ends in an output layer.
 *
 * <p>{@link #train} is the answer to the question this project grew out of: where does
 * backpropagation happen? After the forward pass, from the loss back through each layer by the
 * chain rule, and before the update.
 */
public final class Network {
  private final List<Layer> hidden;
  private final OutputLayer output;
  private final List<List<Parameter>> parameters;
  private final Workspace workspace = new Workspace();

  /**
   * A network over the given layers, which are shared, not copied.
   *
   * @param hidden the layers before the last, first to last; may be empty
   * @param output the last layer
   */
  public Network(List<Layer> hidden, OutputLayer output) {
    this.hidden = List.copyOf(hidden);
    this.output = output;
    this.parameters = layers().stream().map(Layer::parameters).toList();
  }

  /** The layers before the output layer. */
  public List<Layer> hidden() {
    return hidden;
  }

  public OutputLayer output() {
    return output;
  }

  /** All layers, the output layer last. */
  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>(hidden);
    layers.add(output);
    return layers;
  }

  /** The parameters of each layer, first to last; empty for a layer without any. */
  public List<List<Parameter>> parameters() {
    return parameters;
  }

  /** The sum of all penalties on the parameters. */
  public double penalty() {
    double penalty = 0;
    for (List<Parameter> ofLayer : parameters()) {
      for (Parameter parameter : ofLayer) {
        penalty += parameter.penalty().of(parameter.value());
      }
    }
    return penalty;
  }

  /**
   * A forward pass through the layers before the last.
   *
   * @param passes of each, first to last
   * @param output what arrives at the last layer
   * @param step the circumstances under which it arrives there
   */
  private record Walk(List<Layer.Pass> passes, Tensor output, Step step) {}

  private Walk forward(Tensor features, Optional<Tensor> mask, Step start) {
    List<Layer.Pass> passes = new ArrayList<>();
    Tensor x = features;
    Step step = start.withMask(mask);
    for (Layer layer : hidden) {
      Layer.Pass pass = layer.forward(x, step);
      passes.add(pass);
      x = pass.output();
      step = step.withMask(layer.maskAfter(step.mask()));
    }
    return new Walk(passes, x, step);
  }

  private OutputLayer.LossPass loss(Walk walk, Batch batch) {
    return output.forward(walk.output(), batch.labels(), batch.labelMask(), walk.step());
  }

  /**
   * The predictions [N, outputs, ...] for features [N, ...].
   *
   * @param mask of sequences, see {@link Batch#featureMask()}
   */
  public Tensor predict(Tensor features, Optional<Tensor> mask) {
    Walk walk = forward(features, mask, Step.PREDICTION);
    return output.forward(walk.output(), walk.step()).output();
  }

  /** The predictions for a batch and their loss. */
  public Predictions evaluate(Batch batch) {
    Walk walk = forward(batch.features(), batch.featureMask(), Step.PREDICTION);
    OutputLayer.LossPass pass = loss(walk, batch);
    return new Predictions(pass.predictions(), pass.loss());
  }

  /**
   * One training step. Nothing of it is kept but what the update changes, so each step works in the
   * memory of the one before.
   *
   * @param update turns gradients into new parameters
   * @return the mean loss over the batch before the update, without penalties
   */
  public double train(Batch batch, Update update, Moment moment) {
    workspace.open(batch.size());
    Batch adopted = batch.in(workspace);

    // forward, through every layer
    Step step = Step.training(moment.iteration());
    Walk walk = forward(adopted.features(), adopted.featureMask(), step);

    // the loss
    OutputLayer.LossPass last = loss(walk, adopted);

    // backward, from the loss to the first layer
    List<Layer.Pass> passes = walk.passes();
    if (passes.isEmpty()) {
      last.backwardToParameters();
    } else {
      Tensor delta = last.backward();
      for (int i = passes.size() - 1; i > 0; i--) {
        delta = passes.get(i).backward(delta);
      }
      passes.get(0).backwardToParameters(delta);
    }

    // the update
    update.apply(parameters, moment);
    return last.loss();
  }

  /**
   * The forward and the backward pass with everything on the way kept. Leaves the parameters as
   * they are, and the gradients in them.
   */
  public Backpropagation backpropagate(Batch batch, Step step) {
    Walk walk = forward(batch.features(), batch.featureMask(), step);
    OutputLayer.LossPass last = loss(walk, batch);
    List<Tensor> activations = new ArrayList<>();
    walk.passes().forEach(pass -> activations.add(pass.output()));
    activations.add(last.predictions());

    List<Tensor> deltas = new ArrayList<>();
    Tensor delta = last.backward();
    deltas.add(delta);
    for (int i = walk.passes().size() - 1; i >= 0; i--) {
      delta = walk.passes().get(i).backward(delta);
      deltas.add(0, delta);
    }
    return new Backpropagation(last.loss(), penalty(), activations, deltas, gradients());
  }

  /** The forward pass as a formula, see {@link Layer#formula}. */
  public NetworkFormula formula(Batch batch, Step start) {
    Formula formula = new Formula();
    Term features = formula.variable(batch.features());
    List<Term> arriving = new ArrayList<>();
    Term x = features;
    Step step = start.withMask(batch.featureMask());
    for (Layer layer : hidden) {
      arriving.add(x);
      x = layer.formula(x, step);
      step = step.withMask(layer.maskAfter(step.mask()));
    }
    arriving.add(x);
    Term predictions = output.formula(x, step);
    Term loss = output.formula(x, batch.labels(), batch.labelMask(), step);
    return new NetworkFormula(formula, arriving, predictions, loss);
  }

  /** Of what is learned; the step of a statistic is no gradient. */
  private List<Map<String, Tensor>> gradients() {
    List<Map<String, Tensor>> gradients = new ArrayList<>();
    for (List<Parameter> ofLayer : parameters()) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      for (Parameter parameter : ofLayer) {
        if (parameter.isLearned()) {
          byKey.put(parameter.key(), parameter.gradient().copy());
        }
      }
      gradients.add(byKey);
    }
    return gradients;
  }

  /**
   * The mean loss over the batch, without penalties, and the piece of the loss surface it is on.
   */
  public Surface surface(Batch batch, Step step) {
    Walk walk = forward(batch.features(), batch.featureMask(), step);
    int piece = 1;
    for (Layer.Pass pass : walk.passes()) {
      piece = 31 * piece + pass.piece();
    }
    OutputLayer.LossPass last = loss(walk, batch);
    return new Surface(last.loss(), 31 * piece + last.piece());
  }

  /**
   * A point of the loss surface.
   *
   * @param piece a fingerprint of the smooth piece that the point lies on, see {@link
   *     Layer.Pass#piece()}
   */
  public record Surface(double loss, int piece) {}
}
