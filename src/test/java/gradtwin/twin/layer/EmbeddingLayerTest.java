package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Tanh;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three rows of two units, looked up for four indices:
 *
 * <pre>
 * W = (1 2)    b = (1 -4)    x = (2)    z = (6  2)    dy = (1 2)    dW = (0 0)    db = (1 + 3 + 5 + 7)
 *     (3 4)                      (1)        (4  0)         (3 4)         (8 8)        (2 + 4 + 6 + 8)
 *     (5 6)                      (2)        (6  2)         (5 6)         (8 12)     = (16 20)
 *                                (1)        (4  0)         (7 8)
 * </pre>
 *
 * the rows of dW: none; 3 + 7 and 4 + 8; 1 + 5 and 2 + 6.
 */
class EmbeddingLayerTest {
  private static final Tensor X =
      Tensor.matrix(new double[] {2}, new double[] {1}, new double[] {2}, new double[] {1});
  private static final Tensor DY =
      Tensor.matrix(
          new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6}, new double[] {7, 8});

  private final Parameter weights =
      new Parameter(
          "W",
          Tensor.matrix(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6}),
          Parameter.Role.WEIGHT,
          Penalty.NONE);
  private final Parameter bias =
      new Parameter("b", Tensor.vector(1, -4), Parameter.Role.BIAS, Penalty.NONE);

  private EmbeddingLayer layer(Activation activation) {
    return new EmbeddingLayer(weights, Optional.of(bias), activation);
  }

  @ParameterizedTest
  @EnumSource
  void byHand(Forward forward) {
    Layer.Pass pass = forward.of(layer(new Identity()), X, Step.training(0));
    assertArrayEquals(new double[] {6, 2, 4, 0, 6, 2, 4, 0}, pass.output().values());
    pass.backward(DY.times(100)); // is overwritten
    assertArrayEquals(new double[4], pass.backward(DY).values());
    assertArrayEquals(new double[] {0, 0, 10, 12, 6, 8}, weights.gradient().values());
    assertArrayEquals(new double[] {16, 20}, bias.gradient().values());
  }

  /** Without the bias and with relu, W's second column turned: index 1 gives (3 -4). */
  @ParameterizedTest
  @EnumSource
  void activationStandsBetween(Forward forward) {
    weights.value().values()[3] = -4;
    EmbeddingLayer relu = new EmbeddingLayer(weights, Optional.empty(), new Relu());
    Layer.Pass pass = forward.of(relu, X, Step.training(0));
    assertArrayEquals(new double[] {5, 6, 3, 0, 5, 6, 3, 0}, pass.output().values());
    pass.backward(DY);
    assertArrayEquals(new double[] {0, 0, 10, 0, 6, 8}, weights.gradient().values());
  }

  /** It is a dense layer on indices written as one 1 among zeros. */
  @Test
  void isADenseLayerOnOneHotVectors() {
    Layer.Pass pass = layer(new Tanh()).forward(X, Step.training(0));
    pass.backward(DY);
    double[] dW = weights.gradient().values().clone();
    double[] db = bias.gradient().values().clone();
    Tensor oneHot =
        Tensor.matrix(
            new double[] {0, 0, 1},
            new double[] {0, 1, 0},
            new double[] {0, 0, 1},
            new double[] {0, 1, 0});
    Layer.Pass dense =
        new DenseLayer(weights, Optional.of(bias), new Tanh()).forward(oneHot, Step.training(0));
    dense.backward(DY);
    assertArrayEquals(dense.output().values(), pass.output().values());
    assertArrayEquals(weights.gradient().values(), dW, 1e-15);
    assertArrayEquals(bias.gradient().values(), db, 1e-15);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 3, 0.5, Double.NaN})
  void refusesWhatIsNoIndex(double value) {
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                layer(new Identity())
                    .forward(
                        Tensor.matrix(new double[] {0}, new double[] {value}), Step.PREDICTION));
    assertEquals(
        "expected indices from 0 to 2, got " + value + " at position 1", wrong.getMessage());
  }

  /**
   * Two sequences of two steps hold the same four indices. Features come first:
   *
   * <pre>
   * y = (6 4) (6 4)    dy of the first sequence (1 3) (2 4), of the second (5 7) (6 8)
   *     (2 0) (2 0)
   * </pre>
   */
  @ParameterizedTest
  @EnumSource
  void sequences(Forward forward) {
    EmbeddingSequenceLayer layer = new EmbeddingSequenceLayer(layer(new Identity()));
    Tensor dy = Tensor.of(Shape.of(2, 2, 2), new double[] {1, 3, 2, 4, 5, 7, 6, 8});
    for (Shape shape : new Shape[] {Shape.of(2, 2), Shape.of(2, 1, 2)}) {
      Layer.Pass pass = forward.of(layer, X.reshaped(shape), Step.training(0));
      assertEquals(Shape.of(2, 2, 2), pass.output().shape());
      assertArrayEquals(new double[] {6, 4, 2, 0, 6, 4, 2, 0}, pass.output().values());
      assertEquals(shape, pass.backward(dy).shape());
      assertArrayEquals(new double[] {0, 0, 10, 12, 6, 8}, weights.gradient().values());
      assertArrayEquals(new double[] {16, 20}, bias.gradient().values());
    }
  }

  /** The mask takes out the first step of the first sequence, index 2, whose dy is (1 2). */
  @ParameterizedTest
  @EnumSource
  void maskedSteps(Forward forward) {
    EmbeddingSequenceLayer layer = new EmbeddingSequenceLayer(layer(new Identity()));
    Tensor mask = Tensor.matrix(new double[] {0, 1}, new double[] {1, 1});
    Layer.Pass pass =
        forward.of(layer, X.reshaped(Shape.of(2, 2)), Step.training(0).withMask(Optional.of(mask)));
    assertArrayEquals(new double[] {0, 4, 0, 0, 6, 4, 2, 0}, pass.output().values());
    pass.backward(Tensor.of(Shape.of(2, 2, 2), new double[] {1, 3, 2, 4, 5, 7, 6, 8}));
    assertArrayEquals(new double[] {0, 0, 10, 12, 5, 6}, weights.gradient().values());
    assertArrayEquals(new double[] {15, 18}, bias.gradient().values());
  }
}
