package gradtwin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The program of the subject {@code stock}: what somebody writes who reads DL4J's examples and
 * knows nothing of this program. Its batches lie ready as DL4J's arrays before the first step.
 */
final class StockSubject {
  private static final int CLASSES = 10;
  private static final int SIZE = 28;

  private final Path folder;
  private final Dialogue dialogue;

  private StockSubject(Path folder, Dialogue dialogue) {
    this.folder = folder;
    this.dialogue = dialogue;
  }

  /** The folder of the examples. */
  public static void main(String[] args) throws IOException {
    new StockSubject(Path.of(args[0]), Dialogue.overStandardStreams()).serve();
  }

  private void serve() throws IOException {
    Optional<Workload> workload = dialogue.nextWorkload();
    while (workload.isPresent()) {
      train(workload.get());
      workload = dialogue.nextWorkload();
    }
  }

  private void train(Workload workload) throws IOException {
    List<DataSet> batches = batches(workload);
    MultiLayerNetwork network = network(workload);
    dialogue.ready(runtime());
    int step = 0;
    for (OptionalInt steps = dialogue.nextRun(); steps.isPresent(); steps = dialogue.nextRun()) {
      double losses = 0;
      long start = System.nanoTime();
      for (int i = 0; i < steps.getAsInt(); i++) {
        network.fit(batches.get(step++ % batches.size()));
        losses += network.score();
      }
      dialogue.ran(System.nanoTime() - start, losses / steps.getAsInt());
    }
  }

  private static MultiLayerNetwork network(Workload workload) {
    ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .weightInit(WeightInit.XAVIER)
            .updater(new Adam(1e-3))
            .list();
    switch (workload.network()) {
      case XOR_MLP ->
          layers
              .layer(dense(8, Activation.TANH))
              .layer(
                  new OutputLayer.Builder(LossFunction.XENT)
                      .nOut(1)
                      .activation(Activation.SIGMOID)
                      .build())
              .setInputType(InputType.feedForward(2));
      case MNIST_MLP -> {
        for (int i = 0; i < workload.depth(); i++) {
          layers.layer(dense(workload.width(), Activation.RELU));
        }
        layers.layer(softmax()).setInputType(InputType.feedForward(SIZE * SIZE));
      }
      case LENET ->
          layers
              .layer(convolution(20))
              .layer(pooling())
              .layer(convolution(50))
              .layer(pooling())
              .layer(dense(500, Activation.RELU))
              .layer(softmax())
              .setInputType(InputType.convolutional(SIZE, SIZE, 1));
      case LSTM ->
          layers
              .layer(
                  new LastTimeStep(
                      new LSTM.Builder().nOut(128).activation(Activation.TANH).build()))
              .layer(softmax())
              .setInputType(InputType.recurrent(SIZE));
    }
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }

  private static DenseLayer dense(int units, Activation activation) {
    return new DenseLayer.Builder().nOut(units).activation(activation).build();
  }

  private static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(5, 5).nOut(filters).activation(Activation.IDENTITY).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private List<DataSet> batches(Workload workload) throws IOException {
    ExamplesFile examples =
        ExamplesFile.read(folder.resolve(BenchmarkData.fileName(workload.network())));
    List<DataSet> batches = new ArrayList<>();
    int size = workload.batch();
    for (int from = 0; from + size <= examples.rows(); from += size) {
      INDArray rows =
          Nd4j.create(
              examples.features(from, from + size), new long[] {size, examples.width()}, 'c');
      INDArray labels =
          Nd4j.create(
              examples.labels(from, from + size), new long[] {size, examples.outputs()}, 'c');
      INDArray features =
          switch (workload.network()) {
            case XOR_MLP, MNIST_MLP -> rows;
            case LENET -> rows.reshape(size, 1, SIZE, SIZE);
            // DL4J wants [examples, features, steps]
            case LSTM -> rows.reshape(size, SIZE, SIZE).permute(0, 2, 1).dup('c');
          };
      batches.add(new DataSet(features, labels));
    }
    return batches;
  }

  private static Map<String, String> runtime() {
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    String extension = Loader.loadProperties().getProperty("platform.extension", "");
    Map<String, String> runtime = new LinkedHashMap<>();
    runtime.put("precision", "float32");
    runtime.put("nativeVariant", extension.isEmpty() ? "generic" : extension);
    runtime.put("ompThreads", String.valueOf(environment.get("omp.threads")));
    return runtime;
  }
}
