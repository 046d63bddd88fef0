package gradtwin.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.optimizer.ClosedForm;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Nesterovs;
import gradtwin.twin.optimizer.OptimizerSchedule;
import gradtwin.twin.optimizer.Sgd;
import gradtwin.twin.schedule.Clock;
import gradtwin.twin.schedule.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateFormulaTest {
  private static Map<String, Tensor> tensors(double[] weights, double[] bias) {
    Map<String, Tensor> byKey = new LinkedHashMap<>();
    byKey.put("W", Tensor.vector(weights));
    byKey.put("b", Tensor.vector(bias));
    return byKey;
  }

  private static Parameter weights(Penalty penalty) {
    return new Parameter("W", Tensor.vector(0, 0), Parameter.Role.WEIGHT, penalty);
  }

  private static Parameter bias() {
    return new Parameter("b", Tensor.vector(0), Parameter.Role.BIAS, Penalty.NONE);
  }

  private static UpdateFormula with(OptimizerSchedule optimizer, GradientNormalization first) {
    return new UpdateFormula(List.of(new LayerRules(optimizer, first)));
  }

  private static void add(UpdateFormula formula, Map<String, Tensor> w, Map<String, Tensor> dw) {
    formula.add(List.of(w), List.of(dw), Moment.START);
  }

  /**
   * w = (2, -4), g = (1, 1), l1 = 3, l2 = 1/2, decay 1/4, rate 2: 2 (1 + 3 + 1) + 1/4 * 2 * 2 = 11;
   * 2 (1 - 3 - 2) - 1/4 * 2 * 4 = -10.
   */
  @Test
  void penaltiesAndDecay() {
    UpdateFormula formula = with(new Sgd(2), new GradientNormalization.None());
    add(
        formula,
        tensors(new double[] {2, -4}, new double[] {9}),
        tensors(new double[] {1, 1}, new double[] {5}));
    Parameter weights = weights(new Penalty(3, 0.5, 0.25));
    assertEquals(11, formula.at(0, weights, 0, 0).step().doubleValue());
    assertEquals(-10, formula.at(0, weights, 1, 0).step().doubleValue());
    assertEquals(10, formula.at(0, bias(), 0, 0).step().doubleValue());
  }

  private static double normalized(GradientNormalization normalization, Parameter parameter) {
    UpdateFormula formula = with(new Sgd(1), normalization);
    add(
        formula,
        tensors(new double[] {0, 0}, new double[] {0}),
        tensors(new double[] {3, 4}, new double[] {12}));
    return formula.at(0, parameter, 0, 0).step().doubleValue();
  }

  /** The lengths are 5, 12 and together 13. */
  @Test
  void normalizations() {
    Parameter weights = weights(Penalty.NONE);
    assertEquals(2, normalized(new GradientNormalization.ClipValue(2), weights));
    assertEquals(3, normalized(new GradientNormalization.ClipValue(8), weights));
    assertEquals(6.0 / 13, normalized(new GradientNormalization.ClipNorm(2), weights));
    assertEquals(24.0 / 13, normalized(new GradientNormalization.ClipNorm(2), bias()));
    assertEquals(3, normalized(new GradientNormalization.ClipNorm(14), weights));
    assertEquals(6.0 / 5, normalized(new GradientNormalization.ClipNormPerParameter(2), weights));
    assertEquals(2, normalized(new GradientNormalization.ClipNormPerParameter(2), bias()));
    assertEquals(3.0 / 13, normalized(new GradientNormalization.UnitNorm(), weights));
    assertEquals(3.0 / 5, normalized(new GradientNormalization.UnitNormPerParameter(), weights));
    assertEquals(1, normalized(new GradientNormalization.UnitNormPerParameter(), bias()));
  }

  @Test
  void aGradientOfLengthZeroStays() {
    UpdateFormula formula = with(new Sgd(1), new GradientNormalization.UnitNorm());
    Map<String, Tensor> zeros = tensors(new double[] {0, 0}, new double[] {0});
    add(formula, zeros, zeros);
    assertEquals(0, formula.at(0, weights(Penalty.NONE), 0, 0).step().doubleValue());
  }

  /** Rate 1, then 1/2; momentum 0: the second step is 1/2 * 6, and the first stays 4. */
  @Test
  void eachStepHasItsOwnMoment() {
    Step halves = new Step(1, 0.5, 1, Clock.ITERATION);
    UpdateFormula formula =
        with(
            new OptimizerSchedule.ScheduledRate(new Nesterovs(1, 0), halves),
            new GradientNormalization.None());
    Map<String, Tensor> w = tensors(new double[] {0, 0}, new double[] {0});
    formula.add(
        List.of(w), List.of(tensors(new double[] {4, 0}, new double[] {0})), new Moment(0, 0));
    formula.add(
        List.of(w), List.of(tensors(new double[] {6, 0}, new double[] {0})), new Moment(1, 0));
    Parameter weights = weights(Penalty.NONE);
    ClosedForm.Value first = formula.at(0, weights, 0, 0);
    ClosedForm.Value second = formula.at(0, weights, 0, 1);
    assertEquals(4, first.step().doubleValue());
    assertEquals(3, second.step().doubleValue());
    assertEquals(-3, second.memory().get(0).doubleValue());
  }
}
