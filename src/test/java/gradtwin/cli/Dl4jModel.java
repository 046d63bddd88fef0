package gradtwin.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What plain DL4J code makes of a run's model. */
final class Dl4jModel {
  private Dl4jModel() {}

  static MultiLayerNetwork load(Path run) throws IOException {
    return MultiLayerNetwork.load(run.resolve("model.zip").toFile(), true);
  }

  /** All parameters, whose equality is exact. */
  static INDArray parameters(Path run) throws IOException {
    return load(run).params();
  }
}
