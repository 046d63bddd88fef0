package gradtwin.twin.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/** What the tests of the optimizers have in common. */
final class OptimizerCheck {
  /** Forty digits: the reference is exact as far as float64 can tell. */
  static final MathContext EXACT = new MathContext(40);

  /** Five steps of some ten roundings each, of 1.1e-16, relative to the largest step so far. */
  static final double FIVE_STEPS = 5e-15;

  /**
   * One order of operations against another, relative to the largest step of the vector; measured
   * are 6e-16.
   */
  private static final double AGAINST_DL4J = 1e-15;

  private static final int DL4J_STEPS = 50;
  private static final int ELEMENTS = 20;

  /** Gradients of three elements: large, small, of both signs, and zero. */
  private static final double[][] GRADIENTS = {
    {0.5, -1, 0.001}, {0.25, 2, -0.002}, {-3, 0.5, 0}, {1, -0.125, 1e-6}, {0, 4, 100}
  };

  private OptimizerCheck() {}

  /** An optimizer as a sum over all gradients so far, rather than as a recursion. */
  interface Reference {
    /**
     * The last step.
     *
     * @param gradients of one element, first to last
     */
    BigDecimal step(List<BigDecimal> gradients);
  }

  /** The steps for one element with the given gradients. */
  static double[] steps(Optimizer optimizer, double... gradients) {
    List<Tensor> state = optimizer.initialState(Shape.of(1));
    double[] steps = new double[gradients.length];
    for (int i = 0; i < steps.length; i++) {
      Tensor gradient = Tensor.vector(gradients[i]);
      optimizer.step(gradient, state, i);
      steps[i] = gradient.at(0);
    }
    return steps;
  }

  /** Five steps against the reference. */
  static void assertFollows(Reference reference, Optimizer optimizer, double tolerance) {
    List<Tensor> state = optimizer.initialState(Shape.of(3));
    double[] largest = new double[3];
    for (int t = 0; t < GRADIENTS.length; t++) {
      Tensor gradient = Tensor.vector(GRADIENTS[t]);
      optimizer.step(gradient, state, t);
      for (int i = 0; i < 3; i++) {
        List<BigDecimal> history = new ArrayList<>();
        for (int s = 0; s <= t; s++) {
          history.add(new BigDecimal(GRADIENTS[s][i]));
        }
        double expected = reference.step(history).doubleValue();
        largest[i] = Math.max(largest[i], Math.abs(expected));
        assertEquals(
            expected,
            gradient.at(i),
            tolerance * largest[i],
            optimizer + ", step " + t + ", element " + i);
      }
    }
  }

  /** {@code sum over i of decay^(t-i) x_i}. */
  static BigDecimal decayed(BigDecimal decay, List<BigDecimal> x) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < x.size(); i++) {
      sum = sum.add(decay.pow(x.size() - 1 - i, EXACT).multiply(x.get(i), EXACT), EXACT);
    }
    return sum;
  }

  static List<BigDecimal> squares(List<BigDecimal> x) {
    return x.stream().map(v -> v.multiply(v, EXACT)).toList();
  }

  static BigDecimal exact(double value) {
    return new BigDecimal(value);
  }

  /** Fifty steps against DL4J's own updater. */
  static void assertAgreesWithDl4j(Optimizer optimizer, IUpdater dl4j) {
    long stateSize = dl4j.stateSize(ELEMENTS);
    INDArray memory = stateSize == 0 ? null : Nd4j.create(DataType.DOUBLE, 1, stateSize);
    GradientUpdater<?> updater = dl4j.instantiate(memory, true);
    List<Tensor> state = optimizer.initialState(Shape.of(ELEMENTS));
    CounterRandom random = new CounterRandom(5, CounterRandom.Stream.WITNESS);
    for (int t = 0; t < DL4J_STEPS; t++) {
      Tensor ours = Tensor.zeros(Shape.of(ELEMENTS));
      for (int i = 0; i < ELEMENTS; i++) {
        ours.values()[i] = random.normal(t, i) * Math.pow(10, i % 5 - 3);
      }
      INDArray theirs = Nd4j.createFromArray(ours.values().clone()).reshape(1, ELEMENTS);
      optimizer.step(ours, state, t);
      updater.applyUpdater(theirs, t, 0);
      double largest = 0;
      for (double u : ours.values()) {
        largest = Math.max(largest, Math.abs(u));
      }
      for (int i = 0; i < ELEMENTS; i++) {
        assertEquals(
            theirs.getDouble(i),
            ours.at(i),
            AGAINST_DL4J * largest,
            optimizer + ", step " + t + ", element " + i);
      }
    }
  }
}
