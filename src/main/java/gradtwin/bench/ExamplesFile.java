package gradtwin.bench;

import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Examples in a file that any language reads in a few lines: three numbers of type int32, then rows
 * of float32, all little-endian.
 *
 * <pre>{@code
 * rows, width, outputs
 * features [rows, width]
 * labels   [rows, outputs]
 * }</pre>
 *
 * @param features [rows, width]
 * @param labels [rows, outputs]
 */
record ExamplesFile(int rows, int width, int outputs, FloatBuffer features, FloatBuffer labels) {
  private static final int HEADER_BYTES = 3 * Integer.BYTES;

  /** Writes the first rows of the examples, rounded to float32. */
  static void write(Path file, Examples examples, int rows) throws IOException {
    int width = examples.featureShape().elements();
    int outputs = examples.labelShape().elements();
    int[] all = new int[rows];
    for (int i = 0; i < rows; i++) {
      all[i] = i;
    }
    Batch batch = examples.batch(all);
    ByteBuffer content = ByteBuffer.allocate(HEADER_BYTES + rows * (width + outputs) * Float.BYTES);
    content.order(ByteOrder.LITTLE_ENDIAN).putInt(rows).putInt(width).putInt(outputs);
    put(batch.features(), content);
    put(batch.labels(), content);
    content.flip();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
    }
  }

  private static void put(Tensor numbers, ByteBuffer content) {
    for (double number : numbers.values()) {
      content.putFloat((float) number);
    }
  }

  /** Reads what {@link #write} wrote. */
  static ExamplesFile read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      content.order(ByteOrder.LITTLE_ENDIAN);
      int rows = content.getInt();
      int width = content.getInt();
      int outputs = content.getInt();
      FloatBuffer numbers = content.asFloatBuffer();
      return new ExamplesFile(
          rows,
          width,
          outputs,
          numbers.slice(0, rows * width),
          numbers.slice(rows * width, rows * outputs));
    }
  }

  /** The features of some rows, one after the other. */
  float[] features(int from, int to) {
    return rows(features, width, from, to);
  }

  /** The labels of some rows, one after the other. */
  float[] labels(int from, int to) {
    return rows(labels, outputs, from, to);
  }

  private static float[] rows(FloatBuffer source, int columns, int from, int to) {
    float[] values = new float[(to - from) * columns];
    source.get(from * columns, values);
    return values;
  }
}
