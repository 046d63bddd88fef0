package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowsTest {
  private static double[] gathered(Windows windows, double outside, double... x) {
    int channels = x.length / windows.positions();
    double[] columns = new double[channels * windows.kernel() * windows.count()];
    windows.gather(x, 0, channels, outside, columns);
    return columns;
  }

  /** Windows of 2 in 5 positions, stride 2: [1 2] [3 4]; the 5 is left over. */
  @Test
  void whatDoesNotFitIsNotSeen() {
    Windows windows = new Windows(List.of(WindowAxis.fitting(5, 2, 2, 1, 0)));
    assertEquals(2, windows.count());
    assertArrayEquals(new double[] {1, 3, 2, 4}, gathered(windows, 0, 1, 2, 3, 4, 5));
  }

  /** Padding 1: [. 1] [2 3] [4 5]; the position behind 5 would be the start of a fourth. */
  @Test
  void paddingIsSeenAsTheValueOutside() {
    Windows windows = new Windows(List.of(WindowAxis.fitting(5, 2, 2, 1, 1)));
    assertArrayEquals(new double[] {-9, 2, 4, 1, 3, 5}, gathered(windows, -9, 1, 2, 3, 4, 5));
  }

  /** One position: [. . 7] with stride 3; causal [. 7]; apart, [. 7] [. .] [7 .]. */
  @Test
  void aPlaceOfTheKernelMaySeePaddingOnly() {
    Windows windows = new Windows(List.of(WindowAxis.fitting(1, 3, 3, 1, 2)));
    assertEquals(1, windows.count());
    assertArrayEquals(new double[] {0, 0, 7}, gathered(windows, 0, 7));
    Windows before = new Windows(List.of(WindowAxis.causal(1, 2, 1, 3)));
    assertArrayEquals(new double[] {0, 7}, gathered(before, 0, 7));
    Windows apart = new Windows(List.of(WindowAxis.fitting(1, 2, 1, 2, 2)));
    assertArrayEquals(new double[] {0, 0, 7, 7, 0, 0}, gathered(apart, 0, 7));
  }

  /** Dilation 2: [1 3] [2 4] [3 5]. */
  @Test
  void dilatedWindowsSkipPositions() {
    Windows windows = new Windows(List.of(WindowAxis.fitting(5, 2, 1, 2, 0)));
    assertArrayEquals(new double[] {1, 2, 3, 3, 4, 5}, gathered(windows, 0, 1, 2, 3, 4, 5));
  }

  /** Kernel 2, stride 1, 3 positions: one must stick out, and does so at the end. */
  @Test
  void centredWindowsStickOutAtTheEndFirst() {
    Windows windows = new Windows(List.of(WindowAxis.centred(3, 2, 1, 1)));
    assertArrayEquals(new double[] {1, 2, 3, 2, 3, 0}, gathered(windows, 0, 1, 2, 3));
  }

  /** Kernel 1, stride 3, 6 positions: windows at 0 and 3 and none sticks out. */
  @Test
  void centredWindowsWithGapsStartAtTheFirstPosition() {
    Windows windows = new Windows(List.of(WindowAxis.centred(6, 1, 3, 1)));
    assertArrayEquals(new double[] {1, 4}, gathered(windows, 0, 1, 2, 3, 4, 5, 6));
  }

  /** Kernel 2, dilation 2, stride 2: [. 1] [1 3] [3 5]. */
  @Test
  void causalWindowsSeeNothingLater() {
    Windows windows = new Windows(List.of(WindowAxis.causal(5, 2, 2, 2)));
    assertArrayEquals(new double[] {0, 1, 3, 1, 3, 5}, gathered(windows, 0, 1, 2, 3, 4, 5));
  }

  /**
   *
   *
   * <pre>{@code
   * 1 2 3     columns of the windows 2 x 2, stride 1:   1 2
   * 4 5 6                                               2 3
   *                                                     4 5
   *                                                     5 6
   * }</pre>
   */
  @Test
  void twoAxes() {
    Windows windows =
        new Windows(List.of(WindowAxis.fitting(2, 2, 1, 1, 0), WindowAxis.fitting(3, 2, 1, 1, 0)));
    assertArrayEquals(
        new double[] {1, 2, 2, 3, 4, 5, 5, 6}, gathered(windows, 0, 1, 2, 3, 4, 5, 6));
    assertEquals(Shape.of(7, 2, 3), windows.positionsShape(7));
    assertEquals(Shape.of(7, 1, 2), windows.windowsShape(7));
  }

  static Stream<List<WindowAxis>> everyKind() {
    return Stream.of(
        List.of(WindowAxis.fitting(7, 3, 2, 2, 1)),
        List.of(WindowAxis.fitting(2, 3, 1, 1, 4)), // some see nothing at all
        List.of(WindowAxis.causal(5, 3, 2, 2), WindowAxis.centred(4, 9, 3, 1)),
        List.of(
            WindowAxis.centred(3, 2, 2, 1),
            WindowAxis.fitting(4, 2, 1, 2, 1),
            WindowAxis.fitting(5, 3, 3, 1, 2)));
  }

  /**
   * What window {@code o} sees at place {@code k} of one channel, by the definition of the axes.
   */
  private static double seen(List<WindowAxis> axes, double[] channel, int k, int o) {
    int[] kernel = Shape.of(axes.stream().mapToInt(WindowAxis::kernel).toArray()).coordinates(k);
    int[] window = Shape.of(axes.stream().mapToInt(WindowAxis::count).toArray()).coordinates(o);
    int place = 0;
    for (int a = 0; a < axes.size(); a++) {
      WindowAxis axis = axes.get(a);
      int position = window[a] * axis.stride() - axis.before() + kernel[a] * axis.dilation();
      if (position < 0 || position >= axis.size()) {
        return -9;
      }
      place = place * axis.size() + position;
    }
    return channel[place];
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void gatherFollowsTheAxes(List<WindowAxis> axes) {
    Windows windows = new Windows(axes);
    int positions = windows.positions();
    double[] x = new Random(7).doubles(2L * positions).toArray();
    double[] columns = gathered(windows, -9, x);
    int i = 0;
    for (int c = 0; c < 2; c++) {
      double[] channel = Arrays.copyOfRange(x, c * positions, (c + 1) * positions);
      for (int k = 0; k < windows.kernel(); k++) {
        for (int o = 0; o < windows.count(); o++) {
          assertEquals(seen(axes, channel, k, o), columns[i++]);
        }
      }
    }
    assertEquals(columns.length, i);
  }

  /** scatter is the transpose of gather: columns · gather(x) = scatter(columns) · x. */
  @ParameterizedTest
  @MethodSource("everyKind")
  void scatterIsTheTransposeOfGather(List<WindowAxis> axes) {
    Windows windows = new Windows(axes);
    int channels = 2;
    Random random = new Random(7);
    double[] x = random.doubles((long) channels * windows.positions()).toArray();
    double[] columns =
        random.doubles((long) channels * windows.kernel() * windows.count()).toArray();
    double[] scattered = new double[3 + x.length];
    windows.scatter(columns, channels, scattered, 3);
    double[] gathered = gathered(windows, 0, x);
    double left = 0;
    for (int i = 0; i < columns.length; i++) {
      left += columns[i] * gathered[i];
    }
    double right = 0;
    for (int i = 0; i < x.length; i++) {
      right += scattered[3 + i] * x[i];
    }
    assertEquals(left, right, 1e-12 * Math.abs(left));
  }

  @Test
  void oneToThreeAxes() {
    WindowAxis axis = WindowAxis.fitting(5, 2, 2, 1, 0);
    assertThrows(IllegalArgumentException.class, () -> new Windows(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Windows(Collections.nCopies(4, axis)));
  }
}
