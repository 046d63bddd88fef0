package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.layer.DotProductAttention.Projections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One example of one feature at two steps, 0 and s with s² = ln 3, compared as they are:
 *
 * <pre>
 * step 0 asks: scores (0, 0)     weights (1/2, 1/2)    y = s / 2
 * step 1 asks: scores (0, ln 3)  weights (1/4, 3/4)    y = 3 s / 4
 *
 * dy = (1, 0): dV = (1/2, 1/2)   dA = (0, s)   dS = (-s/4, s/4)      dQ of step 0 = s²/4
 *              dK = dS * 0       dx = (1/2 + s²/4, 1/2)
 * dy = (0, 1): dV = (1/4, 3/4)   dA = (0, s)   dS = (-3s/16, 3s/16)  dQ of step 1 = 3s²/16
 *              dK = dS * s       dx = (1/4 - 3s²/16, 3/4 + 3s²/8)
 * </pre>
 */
class SelfAttentionLayerTest {
  private static final double SQUARE = Math.log(3);
  private static final double S = Math.sqrt(SQUARE);
  private static final Shape ONE_FEATURE = Shape.of(1, 1, 2);
  private static final double ROUNDING = 1e-15;

  private final SelfAttentionLayer unprojected =
      new SelfAttentionLayer(new DotProductAttention(Optional.empty()));

  private static Tensor steps(double... values) {
    return Tensor.of(Shape.of(1, 1, values.length), values);
  }

  private static Parameter weights(String key, Shape shape, double... values) {
    return new Parameter(key, Tensor.of(shape, values), Parameter.Role.WEIGHT, Penalty.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void forwardAndBackwardByHand(Forward forward) {
    Layer.Pass pass = forward.of(unprojected, steps(0, S), Step.training(0));
    assertArrayEquals(new double[] {S / 2, 3 * S / 4}, pass.output().values(), ROUNDING);
    assertArrayEquals(
        new double[] {0.5 + SQUARE / 4, 0.5}, pass.backward(steps(1, 0)).values(), ROUNDING);
    assertArrayEquals(
        new double[] {0.25 - 3 * SQUARE / 16, 0.75 + 3 * SQUARE / 8},
        pass.backward(steps(0, 1)).values(),
        ROUNDING);
  }

  /** Four features of t and t² = ln 3 / 2: the score 4 t² / √4 is ln 3. */
  @ParameterizedTest
  @EnumSource
  void scoresAreDividedByTheRootOfTheSize(Forward forward) {
    double t = Math.sqrt(SQUARE / 2);
    Tensor x = Tensor.of(Shape.of(1, 4, 2), new double[] {0, t, 0, t, 0, t, 0, t});
    double[] y = forward.of(unprojected, x, Step.training(0)).output().values();
    for (int feature = 0; feature < 4; feature++) {
      assertEquals(t / 2, y[2 * feature], ROUNDING);
      assertEquals(3 * t / 4, y[2 * feature + 1], ROUNDING);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMaskedStepIsNoKeyButAsks(Forward forward) {
    Tensor mask = Tensor.matrix(new double[] {0, 1});
    Step step = Step.training(0).withMask(Optional.of(mask));
    Layer.Pass pass = forward.of(unprojected, steps(7, S), step);
    assertArrayEquals(new double[] {S, S}, pass.output().values());
    assertArrayEquals(new double[] {0, 2}, pass.backward(steps(1, 1)).values());
  }

  /** The score of each loses the digits that 1e9 has no room for. */
  @Test
  void ifAllStepsAreMaskedAllAreKeys() {
    Step step = Step.training(0).withMask(Optional.of(Tensor.matrix(new double[] {0, 0})));
    double[] y = unprojected.forward(steps(0, S), step).output().values();
    assertArrayEquals(new double[] {S / 2, 3 * S / 4}, y, 1e-6);
  }

  @Test
  void extremeScoresChooseOneStep() {
    Layer.Pass pass = unprojected.forward(steps(300, -300), Step.training(0));
    assertArrayEquals(new double[] {300, -300}, pass.output().values());
    assertArrayEquals(new double[] {1, 1}, pass.backward(steps(1, 1)).values());
  }

  @ParameterizedTest
  @EnumSource
  void oneStepSeesItself(Forward forward) {
    Layer.Pass pass = forward.of(unprojected, steps(5), Step.training(0));
    assertArrayEquals(new double[] {5}, pass.output().values());
    assertArrayEquals(new double[] {2}, pass.backward(steps(2)).values());
  }

  /** Each head sees one of two features, which are mirrored; the output weights swap the heads. */
  @ParameterizedTest
  @EnumSource
  void headsStandSideBySide(Forward forward) {
    Shape shape = Shape.of(2, 1, 2);
    SelfAttentionLayer layer =
        new SelfAttentionLayer(
            new DotProductAttention(
                Optional.of(
                    new Projections(
                        weights("Wq", shape, 1, 0, 0, 1),
                        weights("Wk", shape, 1, 0, 0, 1),
                        weights("Wv", shape, 1, 0, 0, 1),
                        weights("Wo", Shape.of(2, 2), 0, 10, 1, 0)))));
    Tensor x = Tensor.of(Shape.of(1, 2, 2), new double[] {0, S, S, 0});
    Layer.Pass pass = forward.of(layer, x, Step.training(0));
    assertArrayEquals(
        new double[] {3 * S / 4, S / 2, 5 * S, 7.5 * S}, pass.output().values(), 4 * ROUNDING);

    // of the second output at step 0 only: head 0 found s/2 there, head 1 found 3 s/4
    pass.backward(Tensor.of(x.shape(), new double[] {0, 0, 1, 0}));
    List<Parameter> parameters = layer.parameters();
    assertArrayEquals(
        new double[] {0, S / 2, 0, 3 * S / 4}, parameters.get(3).gradient().values(), ROUNDING);
    // dO of head 0 is 10, dV = (5, 5), and only step 1 of feature 0 and step 0 of feature 1 are s
    assertArrayEquals(
        new double[] {5 * S, 5 * S, 0, 0}, parameters.get(2).gradient().values(), 8 * ROUNDING);
  }

  private static DotProductAttention random(int heads, int d, int features, int units) {
    Shape shape = Shape.of(heads, d, features);
    return new DotProductAttention(
        Optional.of(
            new Projections(
                random("Wq", shape, 1),
                random("Wk", shape, 2),
                random("Wv", shape, 3),
                random("Wo", Shape.of(heads * d, units), 4))));
  }

  private static Parameter random(String key, Shape shape, int which) {
    Tensor values = GradientCheck.random(Tensor.zeros(shape), which);
    return new Parameter(key, values, Parameter.Role.WEIGHT, Penalty.NONE);
  }

  @Test
  void backwardIsTheGradient() {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(2, 3, 4)), 5);
    Forward.check(unprojected, x).assertPasses();
    GradientCheck check =
        Forward.check(new SelfAttentionLayer(random(2, 2, 3, 5)), x).assertPasses();
    assertEquals(24 + 3 * 12 + 20, check.checked());
  }

  @Test
  void theSameBackwardTwiceIsTheSame() {
    SelfAttentionLayer layer = new SelfAttentionLayer(random(2, 1, 1, 1));
    Layer.Pass pass = layer.forward(steps(1, 2), Step.training(0));
    Tensor first = pass.backward(steps(1, 1));
    Tensor gradient = layer.parameters().get(0).gradient().copy();
    assertTrue(gradient.isFinite());
    assertArrayEquals(first.values(), pass.backward(steps(1, 1)).values());
    assertArrayEquals(gradient.values(), layer.parameters().get(0).gradient().values());
    assertEquals(ONE_FEATURE, first.shape());
  }
}
