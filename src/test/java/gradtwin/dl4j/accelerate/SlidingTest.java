package gradtwin.dl4j.accelerate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Pixels laid out for products, against what the products are defined to sum over. */
class SlidingTest {
  private static final int IMAGES = 2;
  private static final int CHANNELS = 3;

  private static Axis axis(int in, int kernel, int stride, int dilation, int padding) {
    int effective = (kernel - 1) * dilation + 1;
    return new Axis(
        in, (in + 2 * padding - effective) / stride + 1, kernel, stride, dilation, padding);
  }

  static Stream<Sliding> slidings() {
    List<Axis> axes =
        List.of(
            axis(5, 1, 1, 1, 0),
            axis(5, 3, 1, 1, 0),
            axis(6, 2, 2, 1, 0),
            axis(7, 2, 3, 1, 1),
            axis(4, 3, 1, 2, 2),
            axis(5, 3, 2, 3, 4),
            new Axis(5, 3, 2, 2, 1, 0)); // the last window sticks out, as in mode same
    List<Sliding> slidings = new ArrayList<>();
    for (Axis height : axes) {
      for (Axis width : axes) {
        slidings.add(new Sliding(IMAGES, CHANNELS, height, width, true));
        slidings.add(new Sliding(IMAGES, CHANNELS, height, width, false));
      }
    }
    return slidings.stream();
  }

  /** Different everywhere, so that no element can stand for another. */
  private static HeapNumbers numbers(int size, int first) {
    HeapNumbers numbers = HeapNumbers.zeros(DataType.DOUBLE, size);
    for (int i = 0; i < size; i++) {
      numbers.set(i, first + i);
    }
    return numbers;
  }

  private static double pixel(Sliding at, HeapNumbers pixels, int image, int c, int y, int x) {
    int height = at.height().in();
    int width = at.width().in();
    return y < 0 || y >= height || x < 0 || x >= width
        ? 0
        : pixels.get(((image * CHANNELS + c) * height + y) * width + x);
  }

  @ParameterizedTest
  @MethodSource("slidings")
  void columnsHoldThePixelsUnderTheKernel(Sliding at) {
    HeapNumbers pixels = numbers(IMAGES * at.imageSize(), 1);
    HeapNumbers columns = numbers(at.inner() * at.columns(), -10_000); // left over from before
    at.spread(pixels, columns);
    int kernelRows = at.height().kernel();
    int compared = 0;
    for (int u = 0; u < kernelRows; u++) {
      for (int c = 0; c < CHANNELS; c++) {
        for (int v = 0; v < at.width().kernel(); v++) {
          int inner =
              at.whole()
                  ? (c * kernelRows + u) * at.width().kernel() + v
                  : c * at.width().kernel() + v;
          int column = inner * at.columns() + at.firstColumn(at.whole() ? 0 : u);
          for (int y = 0; y < at.height().out(); y++) {
            for (int image = 0; image < IMAGES; image++) {
              for (int x = 0; x < at.width().out(); x++) {
                double expected =
                    pixel(
                        at,
                        pixels,
                        image,
                        c,
                        y * at.height().stride()
                            + u * at.height().dilation()
                            - at.height().padding(),
                        x * at.width().stride() + v * at.width().dilation() - at.width().padding());
                assertEquals(expected, columns.get(column++));
                compared++;
              }
            }
          }
        }
      }
    }
    assertEquals(kernelRows * CHANNELS * at.width().kernel() * at.windows(), compared);
  }

  /** Laying out is linear, and the way back its transpose: both give the same inner product. */
  @ParameterizedTest
  @MethodSource("slidings")
  void gatheringIsTheTransposeOfSpreading(Sliding at) {
    HeapNumbers pixels = numbers(IMAGES * at.imageSize(), 1);
    HeapNumbers spread = numbers(at.inner() * at.columns(), 0);
    at.spread(pixels, spread);
    HeapNumbers columns = numbers(at.inner() * at.columns(), 3);
    HeapNumbers gathered = numbers(IMAGES * at.imageSize(), 5); // left over from before
    at.gather(columns, gathered);
    assertEquals(product(spread, columns), product(pixels, gathered)); // whole numbers: exact
  }

  private static double product(HeapNumbers a, HeapNumbers b) {
    return IntStream.range(0, a.size()).mapToDouble(i -> a.get(i) * b.get(i)).sum();
  }

  /** Two images of two outputs, 1 by 2 pixels: [I, O, H, W] and [O, H, I, W]. */
  @Test
  void outputsChangePlaces() {
    Sliding at = new Sliding(2, 1, new Axis(1, 1, 1, 1, 1, 0), new Axis(2, 2, 1, 1, 1, 0), false);
    HeapNumbers images = numbers(8, 0);
    HeapNumbers products = numbers(8, 100);
    at.toProducts(images, products, 2);
    assertArrayEquals(new double[] {0, 1, 4, 5, 2, 3, 6, 7}, values(products));
    HeapNumbers back = numbers(8, 200);
    at.fromProducts(products, back, 2);
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, values(back));
  }

  /** Two outputs of one channel, a kernel of 2 by 2: by rows of the kernel first. */
  @Test
  void weightsAreSplitByRowsOfTheKernel() {
    Axis axis = new Axis(2, 1, 2, 1, 1, 0);
    HeapNumbers weights = numbers(8, 0);
    HeapNumbers split = numbers(8, 100);
    Sliding byRows = new Sliding(1, 1, axis, axis, false);
    byRows.splitWeights(weights, split, 2);
    assertArrayEquals(new double[] {0, 1, 4, 5, 2, 3, 6, 7}, values(split));
    HeapNumbers joined = numbers(8, 200);
    byRows.joinWeights(split, joined, 2);
    assertArrayEquals(values(weights), values(joined));
    new Sliding(1, 1, axis, axis, true).splitWeights(weights, split, 2);
    assertArrayEquals(values(weights), values(split));
  }

  private static double[] values(HeapNumbers numbers) {
    return IntStream.range(0, numbers.size()).mapToDouble(numbers::get).toArray();
  }
}
