package gradtwin.spec;

import gradtwin.tensor.Shape;
import java.util.List;

/**
 * Says in words which element of a network's tensors is meant: {@code filter 4, channel 2, y 1, x
 * 0}. Everything is counted from 0.
 */
public final class Coordinates {
  private static final Axis EXAMPLE = Axis.of("example");

  private final List<LayerSpec> layers;
  private final List<Shape> shapes;

  public Coordinates(Experiment experiment) {
    this.layers = experiment.network().layers();
    this.shapes = experiment.shapes();
  }

  /**
   * An element of what leaves a layer.
   *
   * @param index in [N, ...]
   */
  public String ofOutput(int layer, List<Integer> index) {
    return Axis.words(Axis.concat(EXAMPLE, outputAxes(layer)), index);
  }

  private List<Axis> outputAxes(int layer) {
    return layers.get(layer).outputAxes(shapes.get(layer + 1));
  }

  /**
   * An element of what arrives at a layer, and of the gradient with respect to it.
   *
   * @param index in [N, ...]
   */
  public String ofInput(int layer, List<Integer> index) {
    List<Axis> axes = layer == 0 ? Axis.ofExample(shapes.get(0).rank()) : outputAxes(layer - 1);
    return Axis.words(Axis.concat(EXAMPLE, axes), index);
  }

  /**
   * An element of a mask of sequences.
   *
   * @param index in [N, T]
   */
  public String ofMask(List<Integer> index) {
    return Axis.words(Axis.named("example", "time step"), index);
  }

  /** An element of a layer's parameter, and of its gradient and its step. */
  public String ofParameter(int layer, String key, List<Integer> index) {
    return Axis.words(layers.get(layer).parameterAxes(key, shapes.get(layer)), index);
  }
}
