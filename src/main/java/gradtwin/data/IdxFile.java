package gradtwin.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of images or labels in MNIST's IDX format, gzipped or plain, read and checked from end to
 * end.
 *
 * <pre>{@code
 * magic number    4 bytes, 0x00000803 for images, 0x00000801 for labels
 * count           4 bytes
 * rows, columns   4 bytes each, images only
 * content         unsigned bytes, image after image, row after row
 * }</pre>
 *
 * <p>Numbers are big-endian. Source: LeCun, Cortes and Burges, "The MNIST database of handwritten
 * digits", section "File formats".
 */
final class IdxFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int CHUNK_BYTES = 1 << 20;

  /** Deflate packs at most 1032 bytes into one, which bounds what a header may claim. */
  private static final int LARGEST_COMPRESSION = 1032;

  private final Header header;
  private final byte[] bytes;
  private final String sha256;

  private IdxFile(Header header, byte[] bytes, String sha256) {
    this.header = header;
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  /** What an IDX file holds. */
  enum Kind {
    IMAGES(0x00000803, "images", 16),
    LABELS(0x00000801, "labels", 8);

    private final int magic;
    private final String noun;
    private final int headerBytes;

    Kind(int magic, String noun, int headerBytes) {
      this.magic = magic;
      this.noun = noun;
      this.headerBytes = headerBytes;
    }
  }

  /**
   * What stands before the content.
   *
   * @param name the file, as messages call it
   * @param count how many images or labels
   * @param rows of one image; 1 for labels
   * @param columns of one image; 1 for labels
   */
  record Header(String name, Kind kind, int count, int rows, int columns) {
    /** The size of the whole file, uncompressed. */
    int fileBytes() {
      return kind.headerBytes + count * rows * columns;
    }

    /**
     * Refuses labels that are not as many as the images.
     *
     * @throws DataException naming both files and counts
     */
    void requireLabels(Header labels) throws DataException {
      if (labels.count() != count) {
        throw new DataException(
            labels.name()
                + ": expected "
                + count
                + " labels, one for each image in "
                + name
                + ", found "
                + labels.count());
      }
    }

    /**
     * Refuses other images that are not as large.
     *
     * @throws DataException naming both files and sizes
     */
    void requireSameSize(Header other) throws DataException {
      if (other.rows() != rows || other.columns() != columns) {
        throw new DataException(
            String.format(
                "%s: expected images of %d x %d as in %s, found %d x %d",
                other.name(), rows, columns, name, other.rows(), other.columns()));
      }
    }

    private String contents() {
      return kind == Kind.IMAGES
          ? count + " images of " + rows + " x " + columns
          : count + " labels";
    }
  }

  /** Reads a file. */
  static IdxFile read(Path path, Kind kind) throws DataException {
    return open(
        path,
        kind,
        (in, limit) -> {
          Sha256 hash = new Sha256();
          Header header = readHeader(path.toString(), in, kind, hash);
          return readContent(in, header, limit, hash);
        });
  }

  /** Reads the first bytes of a file. */
  static Header header(Path path, Kind kind) throws DataException {
    return open(path, kind, (in, limit) -> readHeader(path.toString(), in, kind, new Sha256()));
  }

  /** Reads a file that lies in memory. */
  static IdxFile read(String name, byte[] content, Kind kind) throws DataException {
    try {
      InputStream in = new ByteArrayInputStream(content);
      Sha256 hash = new Sha256();
      return readContent(in, readHeader(name, in, kind, hash), content.length, hash);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads uncompressed content, of which there are at most {@code limit} bytes. */
  private interface Reading<T> {
    T from(InputStream in, long limit) throws IOException, DataException;
  }

  private static <T> T open(Path path, Kind kind, Reading<T> reading) throws DataException {
    String expected = path + ": expected IDX " + kind.noun;
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
      long size = Files.size(path);
      if (!isGzip(file)) {
        return reading.from(file, size);
      }
      try (InputStream unzipped = new GZIPInputStream(file, BUFFER_BYTES)) {
        return reading.from(unzipped, size * LARGEST_COMPRESSION);
      } catch (EOFException e) {
        throw new DataException(
            expected + ", found gzip data that ends early, after " + size + " bytes", e);
      } catch (ZipException e) {
        throw new DataException(
            expected + ", found damaged gzip data: " + e.getMessage().toLowerCase(Locale.ROOT), e);
      }
    } catch (NoSuchFileException e) {
      throw new DataException(expected + ", found no such file", e);
    } catch (IOException e) {
      throw new DataException(expected + ", but the file cannot be read: " + Reason.of(e), e);
    }
  }

  /** Whether a stream starts with gzip's two marking bytes, which are not consumed. */
  static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip;
  }

  private static Header readHeader(String name, InputStream in, Kind kind, Sha256 hash)
      throws IOException, DataException {
    byte[] head = in.readNBytes(kind.headerBytes);
    hash.add(head, 0, head.length);
    int magic = head.length < 4 ? 0 : ByteBuffer.wrap(head).getInt();
    if (head.length >= 4 && magic != kind.magic) {
      throw new DataException(
          String.format(
              "%s: expected IDX %s, which start with 0x%08x, found 0x%08x%s",
              name, kind.noun, kind.magic, magic, meaning(magic)));
    }
    if (head.length < kind.headerBytes) {
      throw new DataException(
          name
              + ": expected IDX "
              + kind.noun
              + " with a header of "
              + kind.headerBytes
              + " bytes, found "
              + head.length
              + " bytes in all");
    }
    ByteBuffer numbers = ByteBuffer.wrap(head, 4, head.length - 4);
    int count = atLeastOne(name, "number of " + kind.noun, numbers.getInt());
    int rows = kind == Kind.IMAGES ? atLeastOne(name, "number of rows", numbers.getInt()) : 1;
    int columns = kind == Kind.IMAGES ? atLeastOne(name, "number of columns", numbers.getInt()) : 1;
    // 2^31 - 1 is the most that an array holds; three factors of 31 bits need more than a long
    if ((double) count * rows * columns > Integer.MAX_VALUE - 64) {
      throw new DataException(
          name
              + ": expected less than 2 GB of content, found a header that announces "
              + new Header(name, kind, count, rows, columns).contents());
    }
    return new Header(name, kind, count, rows, columns);
  }

  private static String meaning(int magic) {
    for (Kind kind : Kind.values()) {
      if (kind.magic == magic) {
        return ", which is IDX " + kind.noun + "; are two files mixed up?";
      }
    }
    return "";
  }

  private static int atLeastOne(String name, String what, int number) throws DataException {
    if (number < 1) {
      throw new DataException(
          name + ": expected a " + what + " of at least 1 in the header, found " + number);
    }
    return number;
  }

  private static IdxFile readContent(InputStream in, Header header, long limit, Sha256 hash)
      throws IOException, DataException {
    int start = header.kind().headerBytes;
    int expected = header.fileBytes() - start;
    byte[] content = new byte[(int) Math.min(expected, limit)];
    int found = 0;
    while (found < content.length) {
      int read = in.readNBytes(content, found, Math.min(CHUNK_BYTES, content.length - found));
      if (read == 0) {
        break;
      }
      hash.add(content, found, read);
      found += read;
    }
    if (found < expected || in.read() >= 0) {
      throw new DataException(
          header.name()
              + ": expected "
              + header.fileBytes()
              + " bytes for "
              + header.contents()
              + ", found "
              + (found < expected ? "only " + (start + found) : "more"));
    }
    return new IdxFile(header, content, hash.hex());
  }

  /** Its name without folders. */
  String fileName() {
    return Path.of(header.name()).getFileName().toString();
  }

  Header header() {
    return header;
  }

  /** Byte {@code index} of the content, 0 to 255. */
  int at(int index) {
    return bytes[index] & 0xFF;
  }

  /** The hash of the whole uncompressed file. */
  String sha256() {
    return sha256;
  }

  /**
   * Refuses labels that are no class.
   *
   * @throws DataException naming the first one and its place
   */
  void requireBelow(int classes) throws DataException {
    for (int i = 0; i < bytes.length; i++) {
      if (at(i) >= classes) {
        throw new DataException(
            header.name()
                + ": expected labels from 0 to "
                + (classes - 1)
                + ", found "
                + at(i)
                + " for image "
                + i);
      }
    }
  }

  /** The largest byte of the content. */
  int largest() {
    int largest = 0;
    for (int i = 0; i < bytes.length; i++) {
      largest = Math.max(largest, at(i));
    }
    return largest;
  }
}
