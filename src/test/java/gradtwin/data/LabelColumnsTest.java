package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Task;
import gradtwin.tensor.Shape;
import org.junit.jupiter.api.Test;

final class LabelColumnsTest {
  private static final Task CLASSES = Task.CLASSIFICATION;

  private static double[] written(LabelEncoding encoding, int classes, double label) {
    return written(encoding, classes, label, 1);
  }

  private static double[] written(LabelEncoding encoding, int classes, double label, int offset) {
    double[] target = {7, 7, 7, 7, 7};
    LabelColumns columns = new LabelColumns(encoding, classes);
    assertEquals(encoding.shape(), columns.shape());
    columns.write(label, target, offset);
    return target;
  }

  @Test
  void classIsOneAmongZeros() {
    assertArrayEquals(
        new double[] {7, 0, 0, 1, 7}, written(new LabelEncoding(CLASSES, Shape.of(3), 0), 3, 2));
  }

  @Test
  void hingeTakesMinusOneForTheOthers() {
    assertArrayEquals(
        new double[] {7, -1, 1, -1, 7}, written(new LabelEncoding(CLASSES, Shape.of(3), -1), 3, 1));
  }

  @Test
  void twoClassesFitOneColumn() {
    assertArrayEquals(
        new double[] {7, 1, 7, 7, 7}, written(new LabelEncoding(CLASSES, Shape.of(1), 0), 2, 1));
    assertArrayEquals(
        new double[] {7, -1, 7, 7, 7}, written(new LabelEncoding(CLASSES, Shape.of(1), -1), 2, 0));
    assertArrayEquals(
        new double[] {7, 0, 1, 7, 7}, written(new LabelEncoding(CLASSES, Shape.of(2), 0), 2, 1));
  }

  /** (1 - 0.25) y + 0.25 / K, with K = 4, and 2 for two classes in one column. */
  @Test
  void smoothedLabelsStillAddUpToOne() {
    assertArrayEquals(
        new double[] {0.0625, 0.8125, 0.0625, 0.0625, 7},
        written(new LabelEncoding(CLASSES, Shape.of(4), 0, 0.25), 4, 1, 0));
    assertArrayEquals(
        new double[] {0.875, 7, 7, 7, 7},
        written(new LabelEncoding(CLASSES, Shape.of(1), 0, 0.25), 2, 1, 0));
    assertArrayEquals(
        new double[] {0.125, 7, 7, 7, 7},
        written(new LabelEncoding(CLASSES, Shape.of(1), 0, 0.25), 2, 0, 0));
  }

  @Test
  void targetIsItself() {
    assertArrayEquals(
        new double[] {7, -2.5, 7, 7, 7},
        written(new LabelEncoding(Task.REGRESSION, Shape.of(1), 0), 0, -2.5));
  }

  @Test
  void refusesColumnsThatCannotHoldTheClasses() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelColumns(new LabelEncoding(CLASSES, Shape.of(1), 0), 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelColumns(new LabelEncoding(CLASSES, Shape.of(4), 0), 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelColumns(new LabelEncoding(Task.REGRESSION, Shape.of(2), 0), 0));
  }
}
