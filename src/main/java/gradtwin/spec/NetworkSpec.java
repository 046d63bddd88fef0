package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Network;
import gradtwin.twin.layer.Layer;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;

/**
 * A stack of layers that ends in a loss.
 *
 * @param layers first to last, at least one, the last with a loss
 */
public record NetworkSpec(List<LayerSpec> layers) {
  public NetworkSpec {
    layers = List.copyOf(layers);
  }

  /**
   * Reads the layers and checks that they fit each other and the data.
   *
   * @param data what is known of it; empty if that could not be found out
   */
  static NetworkSpec read(Fields fields, Optional<DataDescription> data) {
    List<Located<LayerSpec>> located = fields.words("layers", "first to last", LayerSpec.words());
    List<LayerSpec> layers = located.stream().map(Located::value).toList();
    if (!layers.isEmpty()) {
      new NetworkCheck(fields, located).check(data);
    }
    return new NetworkSpec(layers);
  }

  /** The last layer, which knows the loss. */
  public OutputSpec output() {
    return (OutputSpec) layers.get(layers.size() - 1);
  }

  /**
   * Whether features are indices, whole numbers, with respect to which nothing has a derivative.
   */
  public boolean takesIndices() {
    return layers.get(0).lookupTable().isPresent();
  }

  /** Why these features cannot be the network's input, if they cannot. */
  public Optional<String> misfit(Tensor features) {
    return layers.get(0).lookupTable().flatMap(table -> table.misfit(features));
  }

  /** The shape of one example before each layer, and after the last. */
  public List<Shape> shapes(Shape input) {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(input);
    for (LayerSpec layer : layers) {
      shapes.add(layer.outputShape(shapes.get(shapes.size() - 1)));
    }
    return shapes;
  }

  private List<LayerContext> contexts(Shape input, long seed, TrainingSpec training) {
    List<Shape> shapes = shapes(input);
    List<LayerContext> contexts = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      contexts.add(new LayerContext(i, shapes.get(i), seed, training));
    }
    return contexts;
  }

  /**
   * How data are laid out anew before each layer.
   *
   * @param input the shape of one example
   */
  public List<Arrangement> arrangements(Shape input) {
    List<Shape> shapes = shapes(input);
    List<Arrangement> arrangements = new ArrayList<>();
    boolean inRows = false;
    for (int i = 0; i < layers.size(); i++) {
      boolean wantsRows = layers.get(i).worksOnRows(shapes.get(i));
      arrangements.add(Arrangement.of(shapes.get(i), inRows, wantsRows));
      inRows = wantsRows && shapes.get(i + 1).rank() == 2;
    }
    return arrangements;
  }

  MultiLayerConfiguration toDl4j(
      Shape input, long seed, Precision precision, TrainingSpec training) {
    // the input lies in no workspace, and a view of it neither
    WorkspaceMode workspaces =
        layers.get(0).outputIsViewOfInput() ? WorkspaceMode.NONE : WorkspaceMode.ENABLED;
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(precision.toDl4j())
            .miniBatch(true)
            .trainingWorkspaceMode(workspaces)
            .inferenceWorkspaceMode(workspaces)
            .list();
    List<Arrangement> arrangements = arrangements(input);
    for (LayerContext context : contexts(input, seed, training)) {
      int index = context.index();
      list.layer(layers.get(index).toDl4j(context));
      arrangements
          .get(index)
          .toDl4j(context.input())
          .ifPresent(preprocessor -> list.inputPreProcessor(index, preprocessor));
    }
    boolean arranged = arrangements.get(0).toDl4j(input).isPresent();
    return arranged ? list.build() : withoutInference(list);
  }

  /**
   * Builds what the list says and nothing else. Where the first layer is dense or recurrent and has
   * no preprocessor, DL4J infers the type of the input from it, for a sequence with the length -1,
   * and sets the layers above by that: it throws for a locally connected layer, and gives a dense
   * layer over a convolution -1 inputs (MultiLayerConfiguration.Builder.build in 1.0.0-M2.1). With
   * a preprocessor it does not, which then is taken away.
   */
  private static MultiLayerConfiguration withoutInference(NeuralNetConfiguration.ListBuilder list) {
    list.inputPreProcessor(0, new ComposableInputPreProcessor());
    MultiLayerConfiguration configuration = list.build();
    configuration.getInputPreProcessors().remove(0);
    return configuration;
  }

  /** How the parameters of each layer are trained, by hand. */
  List<LayerRules> rules(TrainingSpec training) {
    return layers.stream().map(layer -> layer.rules(training)).toList();
  }

  Network toTwin(Shape input, long seed, TrainingSpec training) {
    List<LayerContext> contexts = contexts(input, seed, training);
    List<Layer> hidden = new ArrayList<>();
    for (LayerContext context : contexts.subList(0, layers.size() - 1)) {
      hidden.add(layers.get(context.index()).toTwin(context));
    }
    return new Network(hidden, output().toTwin(contexts.get(layers.size() - 1)));
  }
}
