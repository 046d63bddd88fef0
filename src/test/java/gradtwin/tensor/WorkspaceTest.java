package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class WorkspaceTest {
  private static final Shape SHAPE = Shape.of(2, 3);

  private final Workspace workspace = new Workspace();
  private final Tensor owner = Tensor.vector(1, 2, 3);

  private Tensor first(int examples) {
    workspace.open(examples);
    return workspace.adopt(owner).newEmpty(SHAPE);
  }

  @Test
  void theSameRequestGetsTheSameMemory() {
    Tensor first = first(4);
    Tensor second = workspace.adopt(owner).newEmpty(SHAPE);
    assertNotSame(first.values(), second.values());
    assertSame(first.values(), first(4).values());
    assertSame(second.values(), workspace.adopt(owner).newEmpty(SHAPE).values());
  }

  @Test
  void eachNumberOfExamplesHasItsOwn() {
    Tensor ofFour = first(4);
    assertNotSame(ofFour.values(), first(3).values());
    assertSame(ofFour.values(), first(4).values());
  }

  @Test
  void anotherShapeGetsNewMemory() {
    first(4);
    workspace.open(4);
    Tensor other = workspace.adopt(owner).newEmpty(Shape.of(7));
    assertEquals(Shape.of(7), other.shape());
  }

  @Test
  void zerosAreZerosAgain() {
    first(4).fill(5);
    workspace.open(4);
    assertArrayEquals(new double[6], workspace.adopt(owner).newZeros(SHAPE).values());
  }

  /** What is made from a tensor of a workspace lies there too; what is adopted is shared. */
  @Test
  void whatIsMadeFromATensorLiesWhereItDoes() {
    workspace.open(4);
    Tensor adopted = workspace.adopt(owner);
    assertSame(owner.values(), adopted.values());
    Tensor copy = adopted.reshaped(Shape.of(3, 1)).transposed().copy();
    assertArrayEquals(new double[] {1, 2, 3}, copy.values());
    workspace.open(4);
    workspace.adopt(owner).newEmpty(Shape.of(1, 3)); // for the transpose
    assertSame(copy.values(), workspace.adopt(owner).newEmpty(Shape.of(1, 3)).values());
  }

  @Test
  void aTensorWithoutWorkspaceOwnsItsMemory() {
    assertNotSame(owner.newEmpty(SHAPE).values(), owner.newEmpty(SHAPE).values());
    workspace.open(4);
    Tensor near = owner.near(workspace.adopt(Tensor.vector(0)));
    Tensor made = near.newEmpty(SHAPE);
    workspace.open(4);
    assertSame(made.values(), near.newEmpty(SHAPE).values());
  }
}
