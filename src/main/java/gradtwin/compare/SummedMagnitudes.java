package gradtwin.compare;

import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.OutputLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large the numbers are that add up to a gradient.
 *
 * <pre>{@code
 * magnitude = max over elements of sum over examples of |share of the example|
 * }</pre>
 *
 * <p>A sum is rounded relative to what is summed, not to what is left: where the shares of the
 * examples cancel, two right sides may be far apart relative to the gradient. The share of an
 * example is what is left of the gradient when the delta that arrives at the layer is 0 for all
 * others; its forward pass stays that of the whole batch, because a layer may normalize over it.
 * This costs a backward pass through the layer per example; it is done when it is first asked for.
 */
final class SummedMagnitudes implements Judge.Summed {
  private final Network network;
  private final List<Batch> batches;
  private final Step step;
  private final List<Whole> wholes = new ArrayList<>();

  /**
   * A batch with its passes, and the magnitudes of each layer that was asked for.
   *
   * @param steps as they are for each layer, with the mask that arrives there
   */
  private record Whole(
      Batch batch,
      Backpropagation passes,
      List<Step> steps,
      Map<Integer, Map<String, Double>> magnitudes) {
    Tensor input(int layer) {
      return layer == 0 ? batch.features() : passes.activations().get(layer - 1);
    }
  }

  /**
   * @param network a twin without a bug; its gradients are overwritten
   */
  SummedMagnitudes(Network network, List<Batch> batches, Step step) {
    this.network = network;
    this.batches = batches;
    this.step = step;
  }

  /** The magnitude of what adds up to the gradient of a parameter. */
  @Override
  public double of(int batch, int layer, String key) {
    while (wholes.size() <= batch) {
      wholes.add(whole(batches.get(wholes.size())));
    }
    Whole whole = wholes.get(batch);
    return whole.magnitudes().computeIfAbsent(layer, at -> magnitudes(at, whole)).get(key);
  }

  private Whole whole(Batch batch) {
    List<Step> steps = new ArrayList<>();
    Step arriving = step.withMask(batch.featureMask());
    for (Layer layer : network.layers()) {
      steps.add(arriving);
      arriving = arriving.withMask(layer.maskAfter(arriving.mask()));
    }
    return new Whole(batch, network.backpropagate(batch, step), steps, new LinkedHashMap<>());
  }

  private Map<String, Double> magnitudes(int layer, Whole whole) {
    List<Parameter> learned =
        network.layers().get(layer).parameters().stream().filter(Parameter::isLearned).toList();
    List<Tensor> sums = learned.stream().map(parameter -> parameter.value().zerosLike()).toList();
    Shares shares = layer < network.hidden().size() ? ofHidden(layer, whole) : ofOutput(whole);
    for (int example = 0; example < whole.batch().size(); example++) {
      double factor = shares.leaveIn(example);
      for (int i = 0; i < sums.size(); i++) {
        add(factor, learned.get(i).gradient(), sums.get(i));
      }
    }
    Map<String, Double> magnitudes = new LinkedHashMap<>();
    for (int i = 0; i < sums.size(); i++) {
      magnitudes.put(learned.get(i).key(), largest(sums.get(i)));
    }
    return magnitudes;
  }

  /** Leaves the share of one example in the gradients of a layer. */
  private interface Shares {
    /** Returns what the gradients have to be multiplied by. */
    double leaveIn(int example);
  }

  private Shares ofHidden(int layer, Whole whole) {
    Layer.Pass pass =
        network.hidden().get(layer).forward(whole.input(layer), whole.steps().get(layer));
    Tensor dy = whole.passes().deltas().get(layer + 1);
    return example -> {
      pass.backwardToParameters(onlyOf(example, dy));
      return 1;
    };
  }

  private static Tensor onlyOf(int example, Tensor dy) {
    Tensor only = dy.zerosLike();
    int size = dy.columns();
    System.arraycopy(dy.values(), example * size, only.values(), example * size, size);
    return only;
  }

  /** A loss is a mean over examples that do not know each other: each is taken alone. */
  private Shares ofOutput(Whole whole) {
    OutputLayer output = network.output();
    int last = network.hidden().size();
    Step arriving = whole.steps().get(last);
    Batch all =
        new Batch(
            whole.input(last), whole.batch().labels(), arriving.mask(), whole.batch().labelMask());
    return example -> {
      Batch one = all.slice(example, example + 1);
      Step alone = arriving.withMask(one.featureMask());
      output.forward(one.features(), one.labels(), one.labelMask(), alone).backwardToParameters();
      return 1.0 / all.size();
    };
  }

  private static void add(double factor, Tensor share, Tensor sum) {
    for (int i = 0; i < sum.size(); i++) {
      sum.values()[i] += factor * Math.abs(share.values()[i]);
    }
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (double value : tensor.values()) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}
