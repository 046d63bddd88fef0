package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesFileTest {
  @TempDir private Path folder;

  /** Three examples of two features and one label; row 1 is [10, 10.5] with label 1. */
  private static final Examples COUNTED =
      new Examples() {
        @Override
        public int size() {
          return 3;
        }

        @Override
        public Shape featureShape() {
          return Shape.of(2);
        }

        @Override
        public Shape labelShape() {
          return Shape.of(1);
        }

        @Override
        public void copyFeatures(int row, double[] target, int offset) {
          target[offset] = 10 * row;
          target[offset + 1] = 10 * row + 0.5;
        }

        @Override
        public void copyLabels(int row, double[] target, int offset) {
          target[offset] = row;
        }
      };

  @Test
  void rowsComeBack() throws IOException {
    Path file = folder.resolve("counted.f32");
    ExamplesFile.write(file, COUNTED, 3);
    ExamplesFile read = ExamplesFile.read(file);
    assertEquals(3, read.rows());
    assertEquals(2, read.width());
    assertEquals(1, read.outputs());
    assertArrayEquals(new float[] {10, 10.5f, 20, 20.5f}, read.features(1, 3));
    assertArrayEquals(new float[] {1, 2}, read.labels(1, 3));
  }

  /** As the script in Python takes it apart: the header, features, labels, little-endian. */
  @Test
  void bytesAreTheOnesOfTheFormat() throws IOException {
    Path file = folder.resolve("counted.f32");
    ExamplesFile.write(file, COUNTED, 2);
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(4 * (3 + 2 * 2 + 2), bytes.length);
    assertArrayEquals(new byte[] {2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0}, Arrays.copyOf(bytes, 12));
    // 10.5 is 1.3125 * 2^3: exponent 130, 0x41280000
    assertArrayEquals(new byte[] {0, 0, 0x28, 0x41}, Arrays.copyOfRange(bytes, 24, 28));
  }
}
