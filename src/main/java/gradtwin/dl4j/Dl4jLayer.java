package gradtwin.dl4j;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer of a DL4J network, with the preprocessor before it, in the conventions of this program.
 *
 * <p>Between layers that work on rows, DL4J lays out the steps of sequences as rows, all examples
 * of the first step first ({@code RnnToFeedForwardPreProcessor}); their mask is a column then.
 */
final class Dl4jLayer {
  private final Layer layer;
  private final Optional<InputPreProcessor> preprocessor;
  private final Shape input;
  private final Shape output;
  private final boolean stepsArriveAsRows;
  private final Supplier<Map<String, Parameter>> twinParameters;

  /**
   * @param preprocessor what lays out data anew before the layer
   * @param input the shape of one example as it arrives, before the preprocessor
   * @param output the shape of one example as it leaves
   * @param stepsArriveAsRows whether the layer below left the steps of sequences as rows
   * @param twinParameters those of the twin of this layer, by key
   */
  Dl4jLayer(
      Layer layer,
      Optional<InputPreProcessor> preprocessor,
      Shape input,
      Shape output,
      boolean stepsArriveAsRows,
      Supplier<Map<String, Parameter>> twinParameters) {
    this.layer = layer;
    this.preprocessor = preprocessor;
    this.input = input;
    this.output = output;
    this.stepsArriveAsRows = stepsArriveAsRows;
    this.twinParameters = twinParameters;
  }

  /** The layer itself, for what this class does not offer. */
  Layer layer() {
    return layer;
  }

  /** What leaves, as examples: [N, ...]. */
  Tensor output(INDArray array, int examples) {
    return toExamples(array, output, examples);
  }

  /**
   * What arrives, behind the preprocessor.
   *
   * @param x [N, ...]
   */
  INDArray arriving(Tensor x, DataType type) {
    INDArray array = toArray(x, stepsArriveAsRows, type);
    return preprocessor
        .map(before -> before.preProcess(array, x.rows(), LayerWorkspaceMgr.noWorkspaces()))
        .orElse(array);
  }

  /**
   * Corrects: DL4J's delta is the gradient of the sum over the batch.
   *
   * @param dy the gradient of the mean loss with respect to the output: [N, ...]
   * @param y what left the layer
   */
  INDArray delta(Tensor dy, INDArray y, DataType type) {
    return toArray(dy.times(dy.rows()), y.rank() == 2, type);
  }

  /**
   * Hands the layer a mask of sequences, and tells which one leaves: [N, T], empty if none does.
   * DL4J keeps a state with each mask, which no layer of 1.0.0-M2.1 reads.
   *
   * @param arriving [N, T], as it is before the preprocessor
   */
  Optional<Tensor> passMask(Tensor arriving, DataType type) {
    int examples = arriving.rows();
    INDArray array = NdArrays.of(arriving, type);
    INDArray outside = stepsArriveAsRows ? column(array) : array;
    INDArray inside =
        preprocessor
            .map(before -> before.feedForwardMaskArray(outside, MaskState.Active, examples))
            .map(Pair::getFirst)
            .orElse(outside);
    Pair<INDArray, MaskState> leaving =
        layer.feedForwardMaskArray(inside, MaskState.Active, examples);
    return Optional.ofNullable(leaving)
        .map(Pair::getFirst)
        .map(mask -> mask.size(0) == examples ? mask : ofColumn(mask, examples))
        .map(NdArrays::toTensor);
  }

  private static INDArray column(INDArray mask) {
    return TimeSeriesUtils.reshapeTimeSeriesMaskToVector(
        mask, LayerWorkspaceMgr.noWorkspaces(), ArrayType.INPUT);
  }

  private static INDArray ofColumn(INDArray mask, int examples) {
    return TimeSeriesUtils.reshapeVectorToTimeSeriesMask(mask, examples);
  }

  /**
   * What came back out of a layer.
   *
   * @param array DL4J's own, for the layer below; null if nothing came
   * @param delta the gradient of the mean loss with respect to the layer's input: [N, ...]
   * @param gradients of the mean loss with respect to each parameter, by its key
   */
  record Back(INDArray array, Tensor delta, Map<String, Tensor> gradients) {}

  /**
   * The way back through the layer, whose forward pass was done, and its preprocessor.
   *
   * @param delta DL4J's, of the layer above; null for the last layer, which has its labels
   */
  Back backward(INDArray delta, int examples) {
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    Pair<Gradient, INDArray> back = layer.backpropGradient(delta, workspaces);
    INDArray inside = back.getSecond();
    INDArray outside =
        inside == null || preprocessor.isEmpty()
            ? inside
            : preprocessor.get().backprop(inside, examples, workspaces);
    return new Back(
        outside,
        meanOverBatch(toExamples(outside, input, examples), examples),
        gradients(back.getFirst(), examples));
  }

  /** Of what is learned: where DL4J has the step of a statistic, there is no gradient. */
  private Map<String, Tensor> gradients(Gradient gradient, int examples) {
    Map<String, Tensor> byKey = new LinkedHashMap<>();
    for (Parameter parameter : twinParameters.get().values()) {
      if (parameter.isLearned()) {
        String key = parameter.key();
        byKey.put(key, meanOverBatch(toParameter(key, gradient.getGradientFor(key)), examples));
      }
    }
    return byKey;
  }

  /** The arrays of its parameters. DL4J answers null for some layers without any. */
  Map<String, INDArray> parameterArrays() {
    Map<String, INDArray> parameters = layer.paramTable();
    return parameters == null ? Map.of() : parameters;
  }

  /**
   * Corrects: DL4J's weights lie in Fortran order, its bias is a row [1, n], and a kernel over one
   * axis has a second of size 1. The twin's shape holds the same elements.
   */
  Tensor toParameter(String key, INDArray array) {
    return NdArrays.toTensor(array, twinParameters.get().get(key).value().shape());
  }

  /** Corrects: DL4J's gradient is the sum over the batch until its updater divides it. */
  private static Tensor meanOverBatch(Tensor sum, int examples) {
    Tensor mean = sum.copy();
    double[] values = mean.values();
    for (int i = 0; i < values.length; i++) {
      values[i] /= examples;
    }
    return mean;
  }

  private static INDArray toArray(Tensor examples, boolean stepsAsRows, DataType type) {
    return NdArrays.of(
        stepsAsRows && examples.shape().rank() == 3 ? toRows(examples) : examples, type);
  }

  /** Sequences [N, features, T] as rows [T N, features], all examples of the first step first. */
  private static Tensor toRows(Tensor sequences) {
    int n = sequences.rows();
    int features = sequences.shape().size(1);
    int steps = sequences.shape().size(2);
    Tensor rows = Tensor.zeros(Shape.of(steps * n, features));
    for (int i = 0; i < rows.size(); i++) {
      rows.values()[rowMajor(i, n, features, steps)] = sequences.values()[i];
    }
    return rows;
  }

  /** Where an element of sequences [N, features, T] lies among rows [T N, features]. */
  private static int rowMajor(int position, int examples, int features, int steps) {
    int step = position % steps;
    int feature = position / steps % features;
    int example = position / steps / features;
    return (step * examples + example) * features + feature;
  }

  /**
   * @param array null, which stands for zeros, where DL4J passes nothing down
   */
  private static Tensor toExamples(INDArray array, Shape example, int examples) {
    Shape shape = example.batchOf(examples);
    if (array == null) {
      return Tensor.zeros(shape);
    }
    if (array.rank() != 2 || example.rank() != 2) {
      return NdArrays.toTensor(array, shape);
    }
    double[] rows = NdArrays.toTensor(array).values();
    Tensor sequences = Tensor.zeros(shape);
    for (int i = 0; i < sequences.size(); i++) {
      sequences.values()[i] = rows[rowMajor(i, examples, example.size(0), example.size(1))];
    }
    return sequences;
  }
}
