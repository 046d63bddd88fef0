package gradtwin.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyTest {
  private static final Tensor TWO_BY_THREE =
      Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});

  @TempDir private Path folder;

  private static byte[] written(Tensor tensor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(tensor, out);
    return out.toByteArray();
  }

  private static Tensor read(byte[] bytes) throws IOException {
    return Npy.read(new ByteArrayInputStream(bytes));
  }

  /**
   * NEP 1: 93 'NUMPY', version 1 0, the length of the header as two bytes, little end first, the
   * dictionary, spaces and a newline up to a multiple of 64. The dictionary has 17 + 24 + 18 = 59
   * characters; 10 + 59 + 1 = 70, so 58 spaces make 128, and the header is 128 - 10 = 118 = 0x76
   * long. 1.0 is 0x3FF0000000000000.
   */
  @Test
  void headerByHand() throws IOException {
    byte[] bytes = written(TWO_BY_THREE);
    byte[] start = {(byte) 0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 0x01, 0x00, 0x76, 0x00};
    assertArrayEquals(start, Arrays.copyOf(bytes, 10));
    assertEquals(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }" + " ".repeat(58) + "\n",
        new String(bytes, 10, 118, StandardCharsets.US_ASCII));
    assertEquals(128 + 6 * 8, bytes.length);
    byte[] one = {0, 0, 0, 0, 0, 0, (byte) 0xF0, 0x3F};
    assertArrayEquals(one, Arrays.copyOfRange(bytes, 128, 136));
  }

  /** Python writes a tuple of one with a comma, and an empty one without. */
  @Test
  void shapesAreWrittenAsPythonTuples() throws IOException {
    assertTrue(text(written(Tensor.vector(1, 2))).contains("'shape': (2,), }"));
    assertTrue(text(written(Tensor.zeros(Shape.of()))).contains("'shape': (), }"));
    assertTrue(text(written(Tensor.zeros(Shape.of(0, 3)))).contains("'shape': (0, 3), }"));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  static Stream<Tensor> tensors() {
    return Stream.of(
        TWO_BY_THREE,
        Tensor.vector(0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE),
        Tensor.vector(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
        Tensor.zeros(Shape.of()),
        Tensor.zeros(Shape.of(0)),
        Tensor.zeros(Shape.of(0, 3)),
        Tensor.zeros(Shape.of(2, 3, 4, 5)));
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void roundTrip(Tensor tensor) throws IOException {
    assertSame(tensor, read(written(tensor)));
    Path file = folder.resolve("array.npy");
    Npy.write(tensor, file);
    assertSame(tensor, Npy.read(file));
  }

  /** Same shape and, NaN and -0.0 included, same bits. */
  private static void assertSame(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    assertTrue(Arrays.equals(expected.values(), actual.values()));
  }

  @Test
  void archiveKeepsNamesOrderAndValues() throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("1_W", TWO_BY_THREE);
    arrays.put("0_b", Tensor.vector(7));
    arrays.put("z.npy.x", Tensor.vector());
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    Npy.writeArchive(arrays, first);
    Npy.writeArchive(arrays, second);
    assertArrayEquals(first.toByteArray(), second.toByteArray(), "equal arrays, equal files");

    Map<String, Tensor> read = Npy.readArchive(new ByteArrayInputStream(first.toByteArray()));
    assertEquals(List.of("1_W", "0_b", "z.npy.x"), new ArrayList<>(read.keySet()));
    arrays.forEach((name, tensor) -> assertSame(tensor, read.get(name)));
  }

  @Test
  void arraysThatNumpyItselfPadsOtherwiseAreRead() throws IOException {
    // NumPy before 1.14 padded to 16 bytes; the order and the spacing of the keys are its own
    Tensor tensor = read(file("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2)}\n", 1, 2));
    assertArrayEquals(new double[] {1, 2}, tensor.values());
    assertEquals(Shape.of(1, 2), tensor.shape());
  }

  /** What is damaged or of another kind is refused with an IOException that says what it is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }       | float64",
        "{'descr': '>f8', 'fortran_order': False, 'shape': (2,), }       | float64",
        "{'descr': '<f8', 'fortran_order': True, 'shape': (2,), }        | C order",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }       | expected 3 values, got 2",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999,)} | 999999999",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,)} | 99999999999",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (70000, 70000)} | 70000",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1 2,)}       | 1 2",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (,2)}         | (,2)",
        "{'descr': '<f8', 'fortran_order': False                         | float64",
      })
  void refusesOtherHeaders(String header, String reason) {
    byte[] bytes = file(header + "\n", 1, 2);
    String message = assertThrows(IOException.class, () -> read(bytes)).getMessage();
    assertTrue(message.contains(reason), message);
  }

  @Test
  void refusesOtherBytes() throws IOException {
    byte[] good = written(TWO_BY_THREE);
    byte[] otherMagic = good.clone();
    otherMagic[1] = 'X';
    assertRefused(otherMagic, "NumPy's format 1.0");
    byte[] otherVersion = good.clone();
    otherVersion[6] = 2;
    assertRefused(otherVersion, "NumPy's format 1.0");
    assertRefused(Arrays.copyOf(good, 5), "NumPy's format 1.0");
    assertRefused(new byte[0], "NumPy's format 1.0");
    assertRefused(Arrays.copyOf(good, 60), "header");
    assertRefused(Arrays.copyOf(good, good.length - 1), "expected 6 values, got 5");
  }

  private static void assertRefused(byte[] bytes, String reason) {
    String message = assertThrows(IOException.class, () -> read(bytes)).getMessage();
    assertTrue(message != null && message.contains(reason), message);
  }

  private static byte[] file(String header, double... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(10 + header.length() + 8 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    buffer.put((byte) 1).put((byte) 0).putShort((short) header.length());
    buffer.put(header.getBytes(StandardCharsets.US_ASCII));
    for (double value : values) {
      buffer.putDouble(value);
    }
    return buffer.array();
  }

  /** The reader that the format is for. */
  @Test
  void numpyReadsWhatWeWriteAndWeReadWhatNumpyWrites() throws Exception {
    assumeTrue(python("import numpy") == 0, "python3 with numpy is not on this machine");
    Path ours = folder.resolve("ours.npy");
    Path theirs = folder.resolve("theirs.npy");
    Path archive = folder.resolve("ours.npz");
    Npy.write(TWO_BY_THREE, ours);
    try (var out = Files.newOutputStream(archive)) {
      Npy.writeArchive(Map.of("a", TWO_BY_THREE), out);
    }
    String script =
        """
        import numpy, sys
        ours = numpy.load(sys.argv[1])
        expected = numpy.arange(1.0, 7.0).reshape(2, 3)
        assert ours.dtype == numpy.float64 and ours.shape == (2, 3), ours
        assert (ours == expected).all(), ours
        assert (numpy.load(sys.argv[3])["a"] == expected).all()
        numpy.save(sys.argv[2], 10 * ours)
        """;
    assertEquals(0, python(script, ours, theirs, archive), "numpy's verdict");
    assertSame(TWO_BY_THREE.times(10), Npy.read(theirs));
  }

  private static int python(String script, Path... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-c", script));
    Stream.of(arguments).map(Path::toString).forEach(command::add);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException e) {
      return -1; // no such program
    }
  }
}
