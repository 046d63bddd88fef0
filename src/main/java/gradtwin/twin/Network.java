package gradtwin.twin;

import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.OutputLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * A network over the given layers, which are shared, not copied.
   *
   * @param hidden the layers before the last, first to last; may be empty
   * @param output the last layer
   */
  public Network(List<Layer> hidden, OutputLayer output) {
    this.hidden = List.copyOf(hidden);
    this.output = output;
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
    return layers().stream().map(Layer::parameters).toList();
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

  /** The predictions [N, outputs] for features [N, ...]. */
  public Tensor predict(Tensor features) {
    Tensor x = features;
    for (Layer layer : layers()) {
      x = layer.forward(x, Step.PREDICTION).output();
    }
    return x;
  }

  /** The predictions for a batch and their loss. */
  public Predictions evaluate(Batch batch) {
    Tensor x = batch.features();
    for (Layer layer : hidden) {
      x = layer.forward(x, Step.PREDICTION).output();
    }
    OutputLayer.LossPass pass = output.forward(x, batch.labels(), Step.PREDICTION);
    return new Predictions(pass.predictions(), pass.loss());
  }

  /**
   * One training step.
   *
   * @param update turns gradients into new parameters
   * @param iteration training steps before this one
   * @return the mean loss over the batch before the update, without penalties
   */
  public double train(Batch batch, Update update, long iteration) {
    Step step = Step.training(iteration);

    // forward, through every layer
    List<Layer.Pass> passes = new ArrayList<>();
    Tensor x = batch.features();
    for (Layer layer : hidden) {
      Layer.Pass pass = layer.forward(x, step);
      passes.add(pass);
      x = pass.output();
    }

    // the loss
    OutputLayer.LossPass last = output.forward(x, batch.labels(), step);

    // backward, from the loss to the first layer
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
    update.apply(parameters(), iteration);
    return last.loss();
  }

  /**
   * The forward and the backward pass with everything on the way kept. Leaves the parameters as
   * they are, and the gradients in them.
   */
  public Backpropagation backpropagate(Batch batch, Step step) {
    List<Layer.Pass> passes = new ArrayList<>();
    List<Tensor> activations = new ArrayList<>();
    Tensor x = batch.features();
    for (Layer layer : hidden) {
      Layer.Pass pass = layer.forward(x, step);
      passes.add(pass);
      x = pass.output();
      activations.add(x);
    }
    OutputLayer.LossPass last = output.forward(x, batch.labels(), step);
    activations.add(last.predictions());

    List<Tensor> deltas = new ArrayList<>();
    Tensor delta = last.backward();
    deltas.add(delta);
    for (int i = passes.size() - 1; i >= 0; i--) {
      delta = passes.get(i).backward(delta);
      deltas.add(0, delta);
    }
    return new Backpropagation(last.loss(), penalty(), activations, deltas, gradients());
  }

  private List<Map<String, Tensor>> gradients() {
    List<Map<String, Tensor>> gradients = new ArrayList<>();
    for (List<Parameter> ofLayer : parameters()) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      for (Parameter parameter : ofLayer) {
        byKey.put(parameter.key(), parameter.gradient().copy());
      }
      gradients.add(byKey);
    }
    return gradients;
  }

  /**
   * The mean loss over the batch, without penalties, and the piece of the loss surface it is on.
   */
  public Surface surface(Batch batch, Step step) {
    int piece = 1;
    Tensor x = batch.features();
    for (Layer layer : hidden) {
      Layer.Pass pass = layer.forward(x, step);
      piece = 31 * piece + pass.piece();
      x = pass.output();
    }
    OutputLayer.LossPass last = output.forward(x, batch.labels(), step);
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
