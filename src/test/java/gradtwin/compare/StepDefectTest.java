package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.compare.StepDefect.Finding;
import gradtwin.compare.StepDefect.Standing;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * DL4J's part is played by a second twin. The network is relu with two units and a sum, W = [1 1; 1
 * -1 + e], b = 0: on the row [1 1] the second unit stands at e.
 */
class StepDefectTest {
  private static final Batch BATCH = ExperimentFixture.xorBatch();

  private static Experiment experiment(String optimizer) {
    return ExperimentFixture.xor(
        "float32",
        optimizer,
        "{type: dense, units: 2, activation: relu}",
        "{type: output, units: 1, activation: identity, loss: meanSquaredError}");
  }

  private static final Experiment SGD = experiment("{type: sgd, learningRate: 0.1}");

  private static TrainingTwin at(double e) {
    TrainingTwin twin = new TrainingTwin(SGD.toTwin(), SGD);
    List<List<Parameter>> parameters = twin.network().parameters();
    double[] w = {1, 1, 1, -1 + e};
    double[] v = {0.5, 0.75};
    set(parameters.get(0).get(0), w);
    set(parameters.get(0).get(1), new double[2]);
    set(parameters.get(1).get(0), v);
    set(parameters.get(1).get(1), new double[1]);
    return twin;
  }

  private static void set(Parameter parameter, double[] values) {
    System.arraycopy(values, 0, parameter.value().values(), 0, values.length);
  }

  /** A copy of where a twin stands. */
  private static Standing standing(TrainingTwin twin) {
    List<Map<String, Tensor>> copied = new ArrayList<>();
    for (Map<String, Tensor> byKey : twin.parameters()) {
      Map<String, Tensor> copies = new LinkedHashMap<>();
      byKey.forEach((key, tensor) -> copies.put(key, tensor.copy()));
      copied.add(copies);
    }
    return new Standing(copied, twin.memory());
  }

  /** What a network that sees the second unit at {@code e} is off by. */
  private static Finding when(double e, double seen) {
    Standing before = standing(at(e));
    TrainingTwin other = at(seen);
    other.train(BATCH, Moment.START);
    return new StepDefect(SGD, SGD::toTwin).of(before, standing(other), BATCH, Moment.START);
  }

  @Test
  void theSameStepIsNone() {
    Finding finding = when(1e-9, 1e-9);
    assertEquals(0, finding.parameters());
    assertEquals(0, finding.share());
    assertFalse(finding.onKink());
  }

  /** 1e-9 and -1e-9 are the same to float32; the slopes there are not. */
  @Test
  void theOtherSideOfAKinkIsOne() {
    Finding finding = when(1e-9, -1e-9);
    assertTrue(finding.share() > 1000, finding.toString());
    assertTrue(finding.onKink(), finding.toString());
  }

  /** The same step far from the kink is a fault. */
  @Test
  void awayFromTheKinkItIsAFault() {
    Standing before = standing(at(0.5));
    TrainingTwin right = at(0.5);
    right.train(BATCH, Moment.START);
    TrainingTwin wrong = at(0.5);
    TrainingTwin flipped = at(-1e-9);
    flipped.train(BATCH, Moment.START);
    Standing flippedFrom = standing(at(-1e-9));
    for (int layer = 0; layer < 2; layer++) {
      for (Map.Entry<String, Tensor> w : wrong.parameters().get(layer).entrySet()) {
        double[] from = flippedFrom.parameters().get(layer).get(w.getKey()).values();
        double[] to = flipped.parameters().get(layer).get(w.getKey()).values();
        for (int i = 0; i < from.length; i++) {
          w.getValue().values()[i] += to[i] - from[i];
        }
      }
    }
    Finding finding =
        new StepDefect(SGD, SGD::toTwin).of(before, standing(wrong), BATCH, Moment.START);
    assertTrue(finding.share() > 1000, finding.toString());
    assertFalse(finding.onKink(), finding.toString());
  }

  /**
   * One weight of six is 1e-4 off, the others are 1, 1, 1, 0.4 and so on: the distance is 1e-4 over
   * the length of all, and the element is named.
   */
  @Test
  void theElementIsNamed() {
    Standing before = standing(at(0.5));
    TrainingTwin other = at(0.5);
    other.train(BATCH, Moment.START);
    double length = 0;
    for (Map<String, Tensor> byKey : other.parameters()) {
      for (Tensor tensor : byKey.values()) {
        for (double value : tensor.values()) {
          length += value * value;
        }
      }
    }
    other.parameters().get(0).get("W").values()[2] += 1e-4;
    Finding finding =
        new StepDefect(SGD, SGD::toTwin).of(before, standing(other), BATCH, Moment.START);
    assertEquals(1e-4 / Math.sqrt(length), finding.parameters(), 1e-12);
    assertEquals("layer 0 (dense), update of W", finding.worst().place().toString());
    assertEquals(List.of(1, 0), finding.worst().index());
    assertEquals(1, finding.worst().step());
  }
}
