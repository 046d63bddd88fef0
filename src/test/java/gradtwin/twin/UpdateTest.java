package gradtwin.twin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.optimizer.AdaGrad;
import gradtwin.twin.optimizer.Adam;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.NoOp;
import gradtwin.twin.optimizer.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of clipping, penalties, optimizer and decay, in numbers that are exact in binary. */
class UpdateTest {
  private static Parameter parameter(double value, double gradient, Penalty penalty) {
    Parameter parameter = new Parameter("W", Tensor.vector(value), Parameter.Role.WEIGHT, penalty);
    parameter.gradient().values()[0] = gradient;
    return parameter;
  }

  /** w = 4, g = 3, rate 1/4: the step is 3/4. */
  @Test
  void plainStep() {
    Parameter w = parameter(4, 3, Penalty.NONE);
    new Update(new Sgd(0.25), new GradientNormalization.None())
        .apply(List.of(List.of(w)), new Moment(0, 0));
    assertEquals(3.25, w.value().at(0));
  }

  /**
   * w = 4, g = 3: clipped to 2, plus l1 sign(w) = 1/2, plus l2 w = 1, makes 3.5. Were the penalties
   * added before clipping, it would be 2.
   */
  @Test
  void penaltiesAreAddedAfterClipping() {
    Parameter w = parameter(4, 3, new Penalty(0.5, 0.25, 0));
    new Update(new Sgd(1), new GradientNormalization.ClipValue(2))
        .apply(List.of(List.of(w)), new Moment(0, 0));
    assertEquals(4 - 3.5, w.value().at(0));
  }

  /** rate 1/4: w - 1/4 (3 + 1/2 + 1) = 4 - 1.125. */
  @Test
  void optimizerSeesThePenalties() {
    Parameter w = parameter(4, 3, new Penalty(0.5, 0.25, 0));
    new Update(new Sgd(0.25), new GradientNormalization.None())
        .apply(List.of(List.of(w)), new Moment(0, 0));
    assertEquals(4 - 1.125, w.value().at(0));
  }

  /** rate 1/4, decay 1/8: 4 - (3/4 + 1/8 * 1/4 * 4) = 4 - 0.875. */
  @Test
  void weightDecayIsScaledByTheLearningRate() {
    Parameter w = parameter(4, 3, new Penalty(0, 0, 0.125));
    new Update(new Sgd(0.25), new GradientNormalization.None())
        .apply(List.of(List.of(w)), new Moment(0, 0));
    assertEquals(4 - 0.875, w.value().at(0));
  }

  /** What was subtracted is left in the gradient: 3/4 + 1/8 * 1/4 * 4. */
  @Test
  void gradientBecomesTheStep() {
    Parameter w = parameter(4, 3, new Penalty(0, 0, 0.125));
    new Update(new Sgd(0.25), new GradientNormalization.None())
        .apply(List.of(List.of(w)), new Moment(0, 0));
    assertEquals(0.875, w.gradient().at(0));
  }

  /** Without a learning rate of its own the optimizer decays with rate 1: 4 - (3 + 1/8 * 4). */
  @Test
  void weightDecayWithoutALearningRate() {
    Parameter w = parameter(4, 3, new Penalty(0, 0, 0.125));
    new Update(new NoOp(), new GradientNormalization.None())
        .apply(List.of(List.of(w)), new Moment(0, 0));
    assertEquals(0.5, w.value().at(0));
  }

  /**
   * The optimizer does not see the decay: Adam's first step is its rate times g/|g|, up to epsilon,
   * whatever the size of g; here 1/2 (1/2 more or less 1e-8), and the decay is 1/8 * 1/2 * 4 = 1/4.
   */
  @Test
  void weightDecayBypassesTheOptimizer() {
    Parameter w = parameter(4, 3, new Penalty(0, 0, 0.125));
    new Update(new Adam(0.5, 0.9, 0.999, 1e-12), new GradientNormalization.None())
        .apply(List.of(List.of(w)), new Moment(0, 0));
    assertEquals(4 - 0.75, w.value().at(0), 1e-10); // epsilon over sqrt(v) = 0.095
  }

  /**
   * Two layers with gradients (3 4) and (0 1), clipped to length 1 each: 5 becomes 1, 1 stays.
   * Taken together the length would be sqrt(26).
   */
  @Test
  void clippingIsPerLayer() {
    Parameter first = parameter(0, 3, Penalty.NONE);
    Parameter second = parameter(0, 4, Penalty.NONE);
    Parameter third = parameter(0, 1, Penalty.NONE);
    new Update(new Sgd(1), new GradientNormalization.ClipNorm(1))
        .apply(List.of(List.of(first, second), List.of(third)), new Moment(0, 0));
    assertEquals(-0.6, first.value().at(0), Math.ulp(1.0));
    assertEquals(-0.8, second.value().at(0), Math.ulp(1.0));
    assertEquals(-1, third.value().at(0));
  }

  /**
   * AdaGrad without epsilon to speak of: the first step is rate * sign(g), the second, with the
   * same gradient, rate/sqrt(2), which needs the memory of the first. Each parameter has its own.
   */
  @Test
  void everyParameterKeepsItsOwnMemory() {
    Parameter steady = parameter(0, 1000, Penalty.NONE);
    Parameter late = parameter(0, 0, Penalty.NONE);
    List<List<Parameter>> parameters = List.of(List.of(steady), List.of(), List.of(late));
    Update update = new Update(new AdaGrad(1, 1e-12), new GradientNormalization.None());
    update.apply(parameters, new Moment(0, 0));
    assertEquals(-1, steady.value().at(0), 1e-11);
    steady.gradient().values()[0] = 1000;
    late.gradient().values()[0] = 1000;
    update.apply(parameters, new Moment(1, 0));
    assertEquals(-1 - Math.sqrt(0.5), steady.value().at(0), 1e-11);
    assertEquals(-1, late.value().at(0), 1e-11);
  }

  /** A checkpoint copies the states, and a resumed run overwrites them: they are live. */
  @Test
  void statesAreLive() {
    Parameter w = parameter(0, 1000, Penalty.NONE);
    List<List<Parameter>> parameters = List.of(List.of(w));
    Update update = new Update(new AdaGrad(1, 1e-12), new GradientNormalization.None());
    List<List<Tensor>> states = update.states(parameters);
    assertEquals(1, states.size());
    assertEquals(1e-6, states.get(0).get(0).at(0), "before the first step");
    update.apply(parameters, new Moment(0, 0));
    assertEquals(1e6 + 1e-6, states.get(0).get(0).at(0), "after it");
    states.get(0).get(0).values()[0] = 0;
    w.gradient().values()[0] = 1000;
    update.apply(parameters, new Moment(1, 0));
    assertEquals(1e6, states.get(0).get(0).at(0), "from what was put in");
    assertSame(states, update.states(parameters));
  }

  @Test
  void layersWithoutParametersAreNoMatter() {
    Parameter w = parameter(4, 3, Penalty.NONE);
    Update update = new Update(new Sgd(0.25), new GradientNormalization.None());
    update.apply(List.of(List.of(), List.of(w), List.of()), new Moment(0, 0));
    assertArrayEquals(new double[] {3.25}, w.value().values());
  }
}
