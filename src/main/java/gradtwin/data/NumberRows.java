package gradtwin.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of numbers, all of one width, that are added one after the other and then read in any order.
 */
interface NumberRows {
  /** Adds a copy of a row. */
  void add(double[] row) throws DataException;

  /** Ends the adding; only now may rows be read. */
  void complete() throws DataException;

  int size();

  double at(int row, int column);

  /** Writes the first {@code count} numbers of a row into {@code target} from {@code offset} on. */
  void copy(int row, int count, double[] target, int offset);

  /** The same, rounded to float32. */
  default void copy(int row, int count, float[] target, int offset) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = (float) at(row, i);
    }
  }

  /** No rows yet, which will lie on the heap. */
  static NumberRows inMemory() {
    return new InMemory();
  }

  /**
   * No rows yet, which will lie in a file without a name in the system's temporary folder ({@code
   * java.io.tmpdir}): as much of it as there is room for is in memory, as the system sees fit.
   *
   * @param width numbers of each row
   * @throws DataException if there can be no such file
   */
  static NumberRows inFile(int width) throws DataException {
    return inFile(width, InFile.NUMBERS_AT_ONCE);
  }

  /**
   * The same with blocks of another size.
   *
   * @param numbersAtOnce how many are written together, at least one row
   */
  static NumberRows inFile(int width, int numbersAtOnce) throws DataException {
    try {
      return new InFile(width, Math.max(1, numbersAtOnce / width));
    } catch (IOException e) {
      throw InFile.noRoom(e);
    }
  }

  /** On the heap. */
  final class InMemory implements NumberRows {
    private final List<double[]> rows = new ArrayList<>();

    private InMemory() {}

    @Override
    public void add(double[] row) {
      rows.add(row.clone());
    }

    @Override
    public void complete() {}

    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public double at(int row, int column) {
      return rows.get(row)[column];
    }

    @Override
    public void copy(int row, int count, double[] target, int offset) {
      System.arraycopy(rows.get(row), 0, target, offset, count);
    }
  }

  /** In a file, block after block, each of which is mapped into memory. */
  final class InFile implements NumberRows {
    /** 16 MB. */
    private static final int NUMBERS_AT_ONCE = 1 << 21;

    private final int width;
    private final int rowsOfBlock;
    private final FileChannel file;
    private final ByteBuffer next;
    private final List<DoubleBuffer> blocks = new ArrayList<>();
    private int size;

    private InFile(int width, int rowsOfBlock) throws IOException {
      this.width = width;
      this.rowsOfBlock = rowsOfBlock;
      this.next =
          ByteBuffer.allocateDirect(rowsOfBlock * width * Double.BYTES)
              .order(ByteOrder.nativeOrder());
      Path path = Files.createTempFile("gradtwin", ".rows");
      this.file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static DataException noRoom(IOException e) {
      return new DataException(
          "the rows of a large table are kept in a file in "
              + System.getProperty("java.io.tmpdir")
              + ", which cannot be written: "
              + Reason.of(e)
              + "; choose another folder with -Djava.io.tmpdir",
          e);
    }

    @Override
    public void add(double[] row) throws DataException {
      if (row.length != width) {
        throw new IllegalArgumentException(
            "expected rows of " + width + " numbers, got " + row.length);
      }
      for (double number : row) {
        next.putDouble(number);
      }
      size++;
      if (!next.hasRemaining()) {
        write();
      }
    }

    @Override
    public void complete() throws DataException {
      if (next.position() > 0) {
        write();
      }
    }

    private void write() throws DataException {
      next.flip();
      int bytes = next.limit();
      try {
        long start = file.size();
        while (next.hasRemaining()) {
          file.write(next, start + next.position());
        }
        blocks.add(
            file.map(FileChannel.MapMode.READ_ONLY, start, bytes)
                .order(ByteOrder.nativeOrder())
                .asDoubleBuffer());
      } catch (IOException e) {
        throw noRoom(e);
      }
      next.clear();
    }

    @Override
    public int size() {
      return size;
    }

    private DoubleBuffer block(int row) {
      return blocks.get(row / rowsOfBlock);
    }

    private int start(int row) {
      return row % rowsOfBlock * width;
    }

    @Override
    public double at(int row, int column) {
      return block(row).get(start(row) + column);
    }

    @Override
    public void copy(int row, int count, double[] target, int offset) {
      block(row).get(start(row), target, offset, count);
    }

    @Override
    public void copy(int row, int count, float[] target, int offset) {
      DoubleBuffer block = block(row);
      int start = start(row);
      for (int i = 0; i < count; i++) {
        target[offset + i] = (float) block.get(start + i);
      }
    }
  }
}
