package gradtwin.tensor;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Tensors in NumPy's file format, which every framework reads: {@code numpy.load("file.npy")}.
 *
 * <p>Written as version 1.0, little-endian float64, C order. Source: NEP 1, "A simple file format
 * for NumPy arrays". An archive of several, {@code .npz}, is a zip of such files.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int MAXIMUM_VALUES = Integer.MAX_VALUE / Double.BYTES;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'<f8',\\s*'fortran_order':\\s*False,\\s*'shape':\\s*"
              + "\\(((?:\\d+(?:, *\\d+)*,?)?)\\)"
              + ",?\\s*}\\s*");

  private Npy() {}

  /** Writes one array. */
  public static void write(Tensor tensor, OutputStream out) throws IOException {
    int[] sizes = tensor.shape().sizes();
    String shape =
        Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '<f8', 'fortran_order': False, 'shape': ("
            + shape
            + (sizes.length == 1 ? ",), }" : "), }");
    int prefix = MAGIC.length + 4;
    int length = prefix + dictionary.length() + 1;
    int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
    String header = dictionary + " ".repeat(padding) + "\n";
    ByteBuffer buffer =
        ByteBuffer.allocate(prefix + header.length() + Double.BYTES * tensor.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    buffer.put(header.getBytes(StandardCharsets.US_ASCII));
    buffer.asDoubleBuffer().put(tensor.values());
    out.write(buffer.array());
  }

  /** Writes one array to a file. */
  public static void write(Tensor tensor, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(tensor, out);
    }
  }

  /**
   * Reads one array.
   *
   * @throws IOException if the stream does not hold a float64 array in C order as {@link #write}
   *     makes it
   */
  public static Tensor read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 4);
    if (start.length < MAGIC.length + 4
        || !Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC)
        || start[MAGIC.length] != 1) {
      throw new IOException("expected an array in NumPy's format 1.0, got other bytes");
    }
    int length = (start[start.length - 2] & 0xFF) | ((start[start.length - 1] & 0xFF) << 8);
    byte[] header = in.readNBytes(length);
    if (header.length < length) {
      throw new EOFException("expected a header of " + length + " bytes, got " + header.length);
    }
    Shape shape = shape(new String(header, StandardCharsets.US_ASCII));
    // the values before the tensor: a damaged header may ask for any amount of memory
    byte[] values = in.readNBytes(Double.BYTES * shape.elements());
    if (values.length < Double.BYTES * shape.elements()) {
      throw new EOFException(
          "expected " + shape.elements() + " values, got " + values.length / Double.BYTES);
    }
    Tensor tensor = Tensor.zeros(shape);
    ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(tensor.values());
    return tensor;
  }

  private static Shape shape(String header) throws IOException {
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw new IOException("expected a float64 array in C order, got " + header.strip());
    }
    try {
      Shape shape =
          Shape.of(
              Arrays.stream(matcher.group(1).split(", *", -1))
                  .filter(size -> !size.isEmpty())
                  .mapToInt(Integer::parseInt)
                  .toArray());
      if (shape.elements() > MAXIMUM_VALUES) {
        throw new IOException("expected at most " + MAXIMUM_VALUES + " values, got shape " + shape);
      }
      return shape;
    } catch (IllegalArgumentException e) {
      throw new IOException("expected a shape, got (" + matcher.group(1) + ")", e);
    }
  }

  /** Reads one array from a file. */
  public static Tensor read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /** Writes named arrays as one archive, {@code .npz}. */
  public static void writeArchive(Map<String, Tensor> arrays, OutputStream out) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        entry.setTime(0); // equal arrays make equal files
        zip.putNextEntry(entry);
        write(array.getValue(), zip);
        zip.closeEntry();
      }
    }
  }

  /** Reads an archive of named arrays, in the order in which they were written. */
  public static Map<String, Tensor> readArchive(InputStream in) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replaceFirst("\\.npy$", ""), read(zip));
      }
    }
    return arrays;
  }
}
