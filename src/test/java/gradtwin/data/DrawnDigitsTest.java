package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DrawnDigitsTest {
  private static final LabelEncoding TEN = new LabelEncoding(Task.CLASSIFICATION, Shape.of(10), 0);

  @Test
  void drawsAllClassesEqually() throws DataException {
    ImageSource digits = DrawnDigits.draw(205, 20, 42);
    assertEquals(28, digits.images().header().rows());
    assertEquals(28, digits.images().header().columns());
    assertEquals(205, digits.images().header().count());
    assertEquals(20, digits.testImages().header().count());
    int[] counts = new int[10];
    for (int i = 0; i < 205; i++) {
      counts[digits.labels().at(i)]++;
    }
    for (int digit = 0; digit < 10; digit++) {
      assertEquals(digit < 5 ? 21 : 20, counts[digit]);
    }
  }

  @Test
  void drawsTheSameFromTheSameSeed() throws DataException {
    String once = DrawnDigits.draw(30, 10, 7).images().sha256();
    assertEquals(once, DrawnDigits.draw(30, 10, 7).images().sha256());
    assertNotEquals(once, DrawnDigits.draw(30, 10, 8).images().sha256());
    assertNotEquals(once, DrawnDigits.draw(30, 30, 7).testImages().sha256());
  }

  /** Asking for more draws the same and then more. */
  @Test
  void imageDependsOnItsIndexAlone() throws DataException {
    IdxFile few = DrawnDigits.draw(10, 10, 7).images();
    IdxFile many = DrawnDigits.draw(20, 10, 7).images();
    for (int i = 0; i < 10 * 784; i++) {
      assertEquals(few.at(i), many.at(i));
    }
  }

  /** Every platform has to draw these bytes; the hash is that of the machine that drew first. */
  @Test
  void drawsTheSameEverywhere() throws DataException {
    assertEquals(
        "ef3da17834f260467bf9aea082fcfc57bf129c5c1d958c4ffd36741af8e305b3",
        DrawnDigits.draw(100, 10, 42).images().sha256());
  }

  @Test
  void keepsInkOffTheEdge() throws DataException {
    IdxFile images = DrawnDigits.draw(500, 10, 3).images();
    int atEdge = 0;
    for (int image = 0; image < 500; image++) {
      int brightest = 0;
      int inked = 0;
      for (int i = 0; i < 784; i++) {
        int value = images.at(image * 784 + i);
        brightest = Math.max(brightest, value);
        inked += value > 0 ? 1 : 0;
        boolean edge = i / 28 == 0 || i / 28 == 27 || i % 28 == 0 || i % 28 == 27;
        atEdge += edge && value > 0 ? 1 : 0;
      }
      assertTrue(brightest >= 190, "the pen leaves ink");
      assertTrue(inked > 25 && inked < 350, "a digit is strokes, not a blot: " + inked);
    }
    assertTrue(atEdge < 500, "images that touch the edge are rare, got pixels: " + atEdge);
  }

  /**
   * Digits are what they are called: the mean image of each class, from other digits, names most of
   * them. Guessing would name a tenth; strokes vary too much for all.
   */
  @Test
  void classesCanBeToldApart() throws DataException {
    LoadedSource digits =
        DrawnDigits.draw(2000, 500, 1).load(ImageSource.classes(10), TEN, "digits");
    double[][] means = new double[10][784];
    Batch training = all(digits.training());
    for (int i = 0; i < 2000; i++) {
      for (int j = 0; j < 784; j++) {
        means[i % 10][j] += training.features().at(i, j) / 200;
      }
    }
    Batch test = all(digits.test().orElseThrow());
    int right = 0;
    for (int i = 0; i < 500; i++) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int digit = 0; digit < 10; digit++) {
        double distance = 0;
        for (int j = 0; j < 784; j++) {
          double difference = test.features().at(i, j) - means[digit][j];
          distance += difference * difference;
        }
        if (distance < least) {
          least = distance;
          nearest = digit;
        }
      }
      right += test.labels().at(i, nearest) == 1 ? 1 : 0;
    }
    assertTrue(right > 300, "expected more than 60 % named by the nearest mean, got " + right);
    assertTrue(right < 500, "expected digits that vary");
  }

  private static Batch all(Examples examples) {
    return examples.batch(IntStream.range(0, examples.size()).toArray());
  }
}
