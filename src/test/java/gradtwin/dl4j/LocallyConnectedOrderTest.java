package gradtwin.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.WindowAxis;
import gradtwin.tensor.Windows;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What {@code configs/known-deviations/layer-locallyConnected2d.yaml} says of DL4J: with H x W
 * windows, what the window in row y and column x sees is found at place x H + y of the output.
 */
class LocallyConnectedOrderTest {
  private static final int ROWS = 4;
  private static final int CHANNELS = 3;

  @Test
  void windowsGoDownTheColumnsAndLandAlongTheRows() {
    Experiment experiment = AgreementFiles.experiment("layer-locallyConnected2d");
    Dl4jNetwork network = Dl4jNetwork.create(experiment);
    Random random = new Random(7);
    Shape shape = Shape.of(1, CHANNELS, ROWS, ROWS);
    Tensor features = Tensor.of(shape, random.doubles(shape.elements(), -1, 1).toArray());
    Batch batch = new Batch(features, Tensor.matrix(new double[] {1, 0, 0}));
    Backpropagation pass = network.backpropagate(batch);

    Map<String, Tensor> parameters = network.parameters().get(1);
    Tensor w = parameters.get("W");
    WindowAxis axis = WindowAxis.centred(ROWS, 2, 1, 1);
    Windows windows = new Windows(List.of(axis, axis));
    double[] columns = new double[CHANNELS * windows.kernel() * windows.count()];
    windows.gather(pass.activations().get(0).values(), 0, CHANNELS, 0, columns);
    Tensor output = pass.activations().get(1);
    for (int y = 0; y < ROWS; y++) {
      for (int x = 0; x < ROWS; x++) {
        int found = x * ROWS + y;
        for (int o = 0; o < output.shape().size(1); o++) {
          double z = parameters.get("b").at(o);
          for (int place = 0; place < CHANNELS * windows.kernel(); place++) {
            z += w.at(found, place, o) * columns[place * windows.count() + y * ROWS + x];
          }
          double actual = output.at(0, o, found / ROWS, found % ROWS);
          assertEquals(Math.tanh(z), actual, 1e-14);
        }
      }
    }
  }
}
