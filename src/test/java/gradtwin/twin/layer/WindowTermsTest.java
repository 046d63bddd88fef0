package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.WindowAxis;
import gradtwin.tensor.Windows;
import gradtwin.twin.formula.Formula;
import gradtwin.twin.formula.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Windows of two places over five positions, with stride 2 and dilation 3, the first of which
 * begins one before the axis: window o sees 2 o - 1 and 2 o + 2, so that
 *
 * <pre>
 * o = 0 sees -1 and 2    o = 1 sees 1 and 4    o = 2 sees 3 and 6
 *
 * position       0    1    2    3    4
 * seen at k = 0  -  o = 1  -  o = 2  -
 * seen at k = 1  -    -  o = 0  -  o = 1
 * </pre>
 */
class WindowTermsTest {
  private static final WindowAxis AXIS = new WindowAxis(5, 2, 2, 3, 1, 3);

  private final Formula formula = new Formula();

  private Term term(Shape shape, double... values) {
    return formula.variable(Tensor.of(shape, values));
  }

  private static WindowTerms over(WindowAxis... axes) {
    return new WindowTerms(new Windows(List.of(axes)));
  }

  @Test
  void seesPositionsAndWhatIsBeyondTheEnds() {
    Term x = term(Shape.of(1, 1, 5), 10, 11, 12, 13, 14);
    Term seen = over(AXIS).seen(x, -7);
    assertEquals(Shape.of(1, 3, 1, 2), seen.shape());
    assertArrayEquals(new double[] {-7, 12, 11, 14, 13, -7}, seen.value().values());
  }

  /** The columns are the channels one after the other, each with the places of the kernel. */
  @Test
  void rowsAreWindowsOfAllExamples() {
    Term x =
        term(
            Shape.of(2, 2, 5),
            new double[] {
              10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 30, 31, 32, 33, 34, 40, 41, 42, 43, 44
            });
    Term rows = over(AXIS).seenInRows(x);
    assertEquals(Shape.of(6, 4), rows.shape());
    assertArrayEquals(
        new double[] {
          0, 12, 0, 22, 11, 14, 21, 24, 13, 0, 23, 0, 0, 32, 0, 42, 31, 34, 41, 44, 33, 0, 43, 0
        },
        rows.value().values());
  }

  @Test
  void positionsAreSeenByWindows() {
    Term ofWindows = term(Shape.of(1, 1, 3), 100, 101, 102);
    Term rows = over(AXIS).seeingInRows(ofWindows);
    assertEquals(Shape.of(5, 2), rows.shape());
    assertArrayEquals(new double[] {0, 0, 101, 0, 0, 100, 102, 0, 0, 101}, rows.value().values());
  }

  /** Windows of 1 by 2 by 2 in a volume of 2 by 2 by 3: two layers of two beside one another. */
  @Test
  void axesCountFromTheOutermost() {
    WindowAxis layers = WindowAxis.fitting(2, 1, 1, 1, 0);
    WindowAxis rows = WindowAxis.fitting(2, 2, 1, 1, 0);
    WindowAxis columns = WindowAxis.fitting(3, 2, 1, 1, 0);
    WindowTerms windows = over(layers, rows, columns);
    assertEquals(Shape.of(5, 1, 2, 1, 2), windows.windowsShape(5));
    assertEquals(Shape.of(5, 1, 2, 2, 3), windows.positionsShape(5));
    Term x = term(Shape.of(1, 1, 2, 2, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertArrayEquals(
        new double[] {0, 1, 3, 4, 1, 2, 4, 5, 6, 7, 9, 10, 7, 8, 10, 11},
        windows.seen(x, 0).value().values());
    Term ofWindows = term(Shape.of(1, 1, 2, 1, 2), 1, 2, 3, 4);
    assertArrayEquals(
        new double[] {
          1, 0, 0, 0, 2, 1, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 2,
          3, 0, 0, 0, 4, 3, 0, 0, 0, 4, 0, 0, 0, 0, 3, 0, 0, 0, 4, 3, 0, 0, 0, 4
        },
        windows.seeingInRows(ofWindows).value().values());
  }

  /** Two kernels for the first channel, (1 0) and (0 1); for the second (2 0) and (1 1). */
  @Test
  void kernelsOfEachChannel() {
    Term x = term(Shape.of(1, 2, 5), 10, 11, 12, 13, 14, 20, 21, 22, 23, 24);
    Term kernels = term(Shape.of(2, 2, 2), 1, 0, 0, 1, 2, 1, 0, 1);
    Term z = over(AXIS).depthwise(x, kernels);
    assertEquals(Shape.of(3, 4), z.shape());
    assertArrayEquals(
        new double[] {0, 12, 0, 22, 11, 14, 42, 45, 13, 0, 46, 23}, z.value().values());
  }

  /** The weights of the windows are (1 0), (0 1) and (2 3). */
  @Test
  void weightsOfEachWindow() {
    Term x = term(Shape.of(2, 1, 5), 10, 11, 12, 13, 14, 20, 21, 22, 23, 24);
    Term weights = term(Shape.of(3, 2, 1), 1, 0, 0, 1, 2, 3);
    Term z = over(AXIS).locally(x, weights);
    assertEquals(Shape.of(6, 1), z.shape());
    assertArrayEquals(new double[] {0, 14, 26, 0, 24, 46}, z.value().values());
  }
}
