package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Tanh;
import gradtwin.twin.init.Normal;
import gradtwin.twin.noise.Affine;
import gradtwin.twin.noise.DrawnNoise;
import gradtwin.twin.noise.DropConnect;
import gradtwin.twin.noise.Noise;
import gradtwin.twin.noise.NoiseSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WeightNoiseLayerTest {
  private static final Penalty PENALTY = new Penalty(0, 0.5, 0);

  static Stream<Noise> kinds() {
    Normal normal = new Normal(0.5, fans -> 0.3);
    return Stream.of(
        new DropConnect(0.5), new DrawnNoise(normal, true), new DrawnNoise(normal, false));
  }

  private static WeightNoiseLayer over(Noise noise) {
    Parameter w =
        new Parameter("W", Tensor.matrix(new double[] {2, 3}), Parameter.Role.WEIGHT, PENALTY);
    Parameter b = new Parameter("b", Tensor.vector(1, -1), Parameter.Role.BIAS, Penalty.NONE);
    return WeightNoiseLayer.over(new DenseLayer(w, Optional.of(b), new Identity()), noise, 7, 4);
  }

  /**
   * With V = factor W: y = 5 V + b and dV = 5 dy, so dW = factor * 5 dy. The bias has no noise, and
   * W itself stays 2 and 3. Of "W" and "b", "W" comes first.
   */
  @ParameterizedTest
  @EnumSource
  void computesWithNoisyCopies(Forward forward) {
    WeightNoiseLayer layer = over(new DropConnect(0.5));
    Tensor factor =
        NoiseSource.ofParameter(new DropConnect(0.5), 7, 4, 0)
            .at(9, Shape.of(1, 2))
            .factor()
            .orElseThrow();
    Layer.Pass pass = forward.of(layer, Tensor.matrix(new double[] {5}), Step.training(9));
    Tensor dx = pass.backward(Tensor.matrix(new double[] {1, 10}));

    double first = factor.at(0, 0);
    double second = factor.at(0, 1);
    assertArrayEquals(new double[] {10 * first + 1, 15 * second - 1}, pass.output().values());
    Parameter w = layer.parameters().get(0);
    Parameter b = layer.parameters().get(1);
    assertArrayEquals(new double[] {5 * first, 50 * second}, w.gradient().values());
    assertArrayEquals(new double[] {1, 10}, b.gradient().values());
    assertArrayEquals(new double[] {2 * first + 30 * second}, dx.values());
    assertArrayEquals(new double[] {2, 3}, w.value().values());
    assertEquals(PENALTY, w.penalty());
  }

  @ParameterizedTest
  @EnumSource
  void thereIsNoNoiseInPrediction(Forward forward) {
    double[] y =
        forward
            .of(over(new DropConnect(0.5)), Tensor.matrix(new double[] {5}), Step.PREDICTION)
            .output()
            .values();
    assertArrayEquals(new double[] {11, 14}, y);
  }

  /** A pass goes back through the weights that it came by, whatever was computed in between. */
  @Test
  void aPassKeepsItsWeights() {
    Noise noise = new DrawnNoise(new Normal(0, fans -> 1), true);
    WeightNoiseLayer layer = over(noise);
    Tensor x = Tensor.matrix(new double[] {5});
    Tensor dy = Tensor.matrix(new double[] {1, 0});
    Layer.Pass pass = layer.forward(x, Step.training(9));
    layer.forward(x, Step.training(10));
    Affine change = NoiseSource.ofParameter(noise, 7, 4, 0).at(9, Shape.of(1, 2));
    double v = change.forward(Tensor.matrix(new double[] {2, 3})).at(0, 0);
    assertEquals(v, pass.backward(dy).at(0, 0));
  }

  @Test
  void anotherActivationSharesTheParameters() {
    WeightNoiseLayer layer = over(new DropConnect(0.5));
    WeightNoiseLayer other = layer.withActivation(new Tanh());
    assertInstanceOf(Tanh.class, other.activation());
    assertSame(layer.parameters().get(0), other.parameters().get(0));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void gradient(Noise noise) {
    Tensor x = GradientCheck.random(Tensor.zeros(Shape.of(3, 1)), 1);
    assertEquals(7, GradientCheck.layer(over(noise), x).assertPasses().checked());
  }
}
