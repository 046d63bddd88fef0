package gradtwin.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Task;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DecisionTest {
  @Test
  void ofSeveralOutputsTheGreatestDecidesAndOfEqualsTheFirst() {
    Decision decision = new Decision(new LabelEncoding(Task.CLASSIFICATION, Shape.of(3), 0));
    Tensor outputs =
        Tensor.matrix(
            new double[] {0.2, 0.5, 0.3}, new double[] {0.1, 0.1, 0.8}, new double[] {7, 7, -9});

    assertEquals(1, decision.classOf(outputs, 0));
    assertEquals(2, decision.classOf(outputs, 1));
    assertEquals(0, decision.classOf(outputs, 2));
  }

  @Test
  void oneOutputStandsForTheSecondClassAboveOneHalf() {
    Decision decision = new Decision(new LabelEncoding(Task.CLASSIFICATION, Shape.of(1), 0));
    Tensor outputs = Tensor.matrix(new double[] {0.5}, new double[] {Math.nextUp(0.5)});

    assertEquals(0, decision.classOf(outputs, 0));
    assertEquals(1, decision.classOf(outputs, 1));
  }

  @Test
  void oneOutputOfTheHingeLossStandsForTheSecondClassAboveZero() {
    Decision decision = new Decision(new LabelEncoding(Task.CLASSIFICATION, Shape.of(1), -1));
    Tensor outputs = Tensor.matrix(new double[] {-0.1}, new double[] {0.1});

    assertEquals(0, decision.classOf(outputs, 0));
    assertEquals(1, decision.classOf(outputs, 1));
  }

  @Test
  void aNanAnywhereInTheRowIsNoClass() {
    Decision decision = new Decision(new LabelEncoding(Task.CLASSIFICATION, Shape.of(2), 0));
    Tensor outputs = Tensor.matrix(new double[] {Double.NaN, 1}, new double[] {1, Double.NaN});

    assertEquals(Decision.NONE, decision.classOf(outputs, 0));
    assertEquals(Decision.NONE, decision.classOf(outputs, 1));
  }

  /** The class of a smoothed label is the one that it was made from. */
  @Test
  void smoothedLabelsKeepTheirClass() {
    LabelEncoding two = new LabelEncoding(Task.CLASSIFICATION, Shape.of(1), 0, 0.75);
    Tensor labels =
        Tensor.matrix(new double[] {two.ofClass(false)}, new double[] {two.ofClass(true)});
    assertEquals(0, new Decision(two).classOf(labels, 0));
    assertEquals(1, new Decision(two).classOf(labels, 1));
    LabelEncoding three = new LabelEncoding(Task.CLASSIFICATION, Shape.of(3), 0, 0.75);
    double[] row = {three.ofClass(false), three.ofClass(true), three.ofClass(false)};
    assertEquals(1, new Decision(three).classOf(Tensor.matrix(row), 0));
  }
}
