package gradtwin.twin.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Tanh;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
  private static final Tensor Z =
      Tensor.matrix(new double[] {0.5, -1, 2}, new double[] {-0.25, 1.5, 0.75});
  private static final Tensor Y = Tensor.matrix(new double[] {0, 1, 0}, new double[] {1, 0, 0});

  @Test
  void onlyTheTwoNamedPairsAreFused() {
    assertInstanceOf(SoftmaxCrossEntropy.class, Objective.of(new Softmax(), new CrossEntropy()));
    assertInstanceOf(
        SigmoidBinaryCrossEntropy.class, Objective.of(new Sigmoid(), new BinaryCrossEntropy()));
    assertInstanceOf(
        ComposedObjective.class, Objective.of(new Softmax(), new BinaryCrossEntropy()));
    assertInstanceOf(ComposedObjective.class, Objective.of(new Sigmoid(), new CrossEntropy()));
    assertInstanceOf(ComposedObjective.class, Objective.of(new Softmax(), new MeanSquaredError()));
  }

  @Test
  void knowsWhatItJoins() {
    for (Loss loss : new Loss[] {new CrossEntropy(), new MeanSquaredError()}) {
      Activation softmax = new Softmax();
      assertSame(softmax, Objective.of(softmax, loss).activation());
      assertEquals(loss.getClass(), Objective.of(softmax, loss).loss().getClass());
    }
  }

  /**
   * relu of (1 -2) is (1 0); against (3 1) the differences are (-2 -1), L = (4 + 1)/2, do = (-2
   * -1), and relu lets only the first through.
   */
  @Test
  void compositionByHand() {
    Objective.Pass pass =
        Objective.of(new Relu(), new MeanSquaredError())
            .forward(Tensor.matrix(new double[] {1, -2}), Tensor.matrix(new double[] {3, 1}));
    assertEquals(2.5, pass.loss());
    assertArrayEquals(new double[] {1, 0}, pass.predictions().values());
    assertArrayEquals(new double[] {-2, -0.0}, pass.backward().values());
  }

  @Test
  void gradientOfEachKindOfComposition() {
    for (Objective objective :
        new Objective[] {
          Objective.of(new Identity(), new MeanSquaredError()),
          Objective.of(new Softmax(), new MeanSquaredError()),
          Objective.of(new Softmax(), new BinaryCrossEntropy()),
          Objective.of(new Sigmoid(), new CrossEntropy()),
          Objective.of(new Tanh(), new MeanAbsoluteError()),
          Objective.of(new Tanh(), new Hinge()),
          Objective.of(new Relu(), new MeanSquaredError())
        }) {
      GradientCheck check = GradientCheck.objective(objective, Z.copy(), Y).assertPasses();
      assertEquals(6, check.checked(), objective.toString());
    }
  }

  /** A kink of the activation and one of the loss both show. */
  @Test
  void kinksOfBothParts() {
    Tensor z = Tensor.matrix(new double[] {0, 2, 1});
    Tensor y = Tensor.matrix(new double[] {3, 2, -1});
    Objective objective = Objective.of(new Relu(), new MeanAbsoluteError());
    GradientCheck check = GradientCheck.objective(objective, z, y).assertPasses();
    assertEquals(2, check.kinks()); // relu's at 0, the error's at o = y = 2
    assertEquals(1, check.checked());
  }
}
