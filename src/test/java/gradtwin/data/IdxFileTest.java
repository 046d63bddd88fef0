package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.data.IdxFile.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxFileTest {
  @TempDir private Path folder;

  private Path file(byte[] content) {
    return IdxBytes.write(folder.resolve("some-file"), content);
  }

  /** What a file is refused with, after its path and a colon. */
  private String refusal(byte[] content, Kind kind) {
    Path file = file(content);
    String message = assertThrows(DataException.class, () -> IdxFile.read(file, kind)).getMessage();
    assertEquals(file + ": ", message.substring(0, file.toString().length() + 2));
    return message.substring(file.toString().length() + 2);
  }

  @Test
  void readsImages() throws DataException {
    IdxFile images = IdxFile.read(file(IdxBytes.images(3, 2, 5)), Kind.IMAGES);
    assertEquals(3, images.header().count());
    assertEquals(2, images.header().rows());
    assertEquals(5, images.header().columns());
    assertEquals(29, images.at(29));
    assertEquals("some-file", images.fileName());
  }

  @Test
  void readsLabelsAsUnsignedBytes() throws DataException {
    IdxFile labels = IdxFile.read(file(IdxBytes.labels(7, 200, 3)), Kind.LABELS);
    assertEquals(3, labels.header().count());
    assertEquals(200, labels.at(1));
    assertEquals(200, labels.largest());
  }

  @Test
  void readsGzipWhateverTheNameAndHashesTheUncompressedContent() throws DataException {
    byte[] content = IdxBytes.images(2000, 28, 28);
    IdxFile plain = IdxFile.read(file(content), Kind.IMAGES);
    IdxFile gzipped = IdxFile.read(file(IdxBytes.gzip(content)), Kind.IMAGES);
    assertEquals(Sha256.of(content), plain.sha256());
    assertEquals(plain.sha256(), gzipped.sha256());
    assertEquals(plain.header(), gzipped.header());
  }

  /** The first example of FIPS 180-4's collection: the hash of "abc". */
  @Test
  void hashesBySha256() {
    byte[] abc = {'a', 'b', 'c'};
    String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertEquals(expected, Sha256.of(abc));
    Sha256 inParts = new Sha256();
    inParts.add(abc, 0, 1);
    inParts.add(abc, 1, 2);
    assertEquals(expected, inParts.hex());
  }

  @Test
  void refusesWrongMagic() {
    byte[] content = IdxBytes.images(1, 2, 2);
    content[2] = 0x0d;
    assertEquals(
        "expected IDX images, which start with 0x00000803, found 0x00000d03",
        refusal(content, Kind.IMAGES));
  }

  @Test
  void refusesLabelsInPlaceOfImages() {
    assertEquals(
        "expected IDX images, which start with 0x00000803, found 0x00000801, which is IDX labels;"
            + " are two files mixed up?",
        refusal(IdxBytes.labels(1, 2), Kind.IMAGES));
  }

  @Test
  void refusesImagesInPlaceOfLabels() {
    assertEquals(
        "expected IDX labels, which start with 0x00000801, found 0x00000803, which is IDX images;"
            + " are two files mixed up?",
        refusal(IdxBytes.images(1, 2, 2), Kind.LABELS));
  }

  @Test
  void refusesTruncatedContent() {
    assertEquals(
        "expected 28 bytes for 3 images of 2 x 2, found only 27",
        refusal(Arrays.copyOf(IdxBytes.images(3, 2, 2), 27), Kind.IMAGES));
  }

  @Test
  void refusesTrailingBytes() {
    assertEquals(
        "expected 11 bytes for 3 labels, found more",
        refusal(Arrays.copyOf(IdxBytes.labels(1, 2, 3), 12), Kind.LABELS));
  }

  @Test
  void refusesTruncatedHeader() {
    assertEquals(
        "expected IDX images with a header of 16 bytes, found 9 bytes in all",
        refusal(Arrays.copyOf(IdxBytes.images(3, 2, 2), 9), Kind.IMAGES));
    assertEquals(
        "expected IDX labels with a header of 8 bytes, found 0 bytes in all",
        refusal(new byte[0], Kind.LABELS));
  }

  @Test
  void refusesImpossibleHeaders() {
    byte[] none = IdxBytes.images(1, 2, 2);
    ByteBuffer.wrap(none).putInt(4, 0);
    assertEquals(
        "expected a number of images of at least 1 in the header, found 0",
        refusal(none, Kind.IMAGES));
    byte[] negative = IdxBytes.images(1, 2, 2);
    ByteBuffer.wrap(negative).putInt(12, -2);
    assertEquals(
        "expected a number of columns of at least 1 in the header, found -2",
        refusal(negative, Kind.IMAGES));
  }

  /** A header may not make the program allocate what the file cannot hold. */
  @Test
  void believesNoHeaderThatAnnouncesTooMuch() {
    byte[] huge = IdxBytes.images(1, 2, 2);
    ByteBuffer.wrap(huge).putInt(4, Integer.MAX_VALUE).putInt(8, Integer.MAX_VALUE);
    ByteBuffer.wrap(huge).putInt(12, Integer.MAX_VALUE);
    assertEquals(
        "expected less than 2 GB of content, found a header that announces 2147483647 images of"
            + " 2147483647 x 2147483647",
        refusal(huge, Kind.IMAGES));
    byte[] overflowing = IdxBytes.images(1, 1, 1);
    ByteBuffer.wrap(overflowing).putInt(4, 1 << 16).putInt(8, 1 << 16);
    assertEquals(
        "expected less than 2 GB of content, found a header that announces 65536 images of"
            + " 65536 x 1",
        refusal(overflowing, Kind.IMAGES));
    byte[] large = IdxBytes.images(1, 2, 2);
    ByteBuffer.wrap(large).putInt(4, 500_000_000);
    assertEquals(
        "expected 2000000016 bytes for 500000000 images of 2 x 2, found only 20",
        refusal(large, Kind.IMAGES));
  }

  @Test
  void refusesTruncatedGzip() {
    byte[] gzipped = IdxBytes.gzip(IdxBytes.images(50, 28, 28));
    byte[] half = Arrays.copyOf(gzipped, gzipped.length / 2);
    assertEquals(
        "expected IDX images, found gzip data that ends early, after " + half.length + " bytes",
        refusal(half, Kind.IMAGES));
  }

  @Test
  void refusesDamagedGzip() {
    byte[] gzipped = IdxBytes.gzip(IdxBytes.labels(1, 2, 3));
    gzipped[gzipped.length - 5]++;
    assertEquals(
        "expected IDX labels, found damaged gzip data: corrupt gzip trailer",
        refusal(gzipped, Kind.LABELS));
  }

  @Test
  void refusesMissingFile() {
    Path missing = folder.resolve("missing");
    assertEquals(
        missing + ": expected IDX images, found no such file",
        assertThrows(DataException.class, () -> IdxFile.read(missing, Kind.IMAGES)).getMessage());
  }

  @Test
  void readsHeaderAloneOfTruncatedFile() throws DataException {
    byte[] start = Arrays.copyOf(IdxBytes.images(9, 4, 4), 20);
    assertEquals(9, IdxFile.header(file(start), Kind.IMAGES).count());
  }

  @Test
  void refusesLabelsThatAreNoClass() throws DataException {
    IdxFile labels = IdxFile.read("labels", IdxBytes.labels(1, 9, 10, 11), Kind.LABELS);
    assertEquals(
        "labels: expected labels from 0 to 9, found 10 for image 2",
        assertThrows(DataException.class, () -> labels.requireBelow(10)).getMessage());
    labels.requireBelow(12);
  }

  @Test
  void refusesAnotherCountOrSize() throws DataException {
    IdxFile images = IdxFile.read("images", IdxBytes.images(2, 2, 3), Kind.IMAGES);
    IdxFile labels = IdxFile.read("labels", IdxBytes.labels(1, 2, 3), Kind.LABELS);
    IdxFile others = IdxFile.read("others", IdxBytes.images(2, 3, 2), Kind.IMAGES);
    assertEquals(
        "labels: expected 2 labels, one for each image in images, found 3",
        assertThrows(DataException.class, () -> images.header().requireLabels(labels.header()))
            .getMessage());
    assertEquals(
        "others: expected images of 2 x 3 as in images, found 3 x 2",
        assertThrows(DataException.class, () -> images.header().requireSameSize(others.header()))
            .getMessage());
  }
}
