package gradtwin.report;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * A picture whose pixels are numbers of a palette, as a PNG file. Source: "Portable Network
 * Graphics (PNG) Specification", W3C 2003, sections 11.2 and 11.3.2.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int BITS = 8;
  private static final int INDEXED = 3;

  private Png() {}

  /** A colour: 0 to 255 each; alpha 0 is transparent. */
  record Colour(int red, int green, int blue, int alpha) {}

  /**
   * The picture as a URI that a page can hold.
   *
   * @param pixels row by row, each the number of a colour, unsigned
   * @param palette at most 256 colours
   */
  static String dataUri(int width, int height, byte[] pixels, Colour[] palette) {
    byte[] file = file(width, height, pixels, palette);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(file);
  }

  static byte[] file(int width, int height, byte[] pixels, Colour[] palette) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      chunk(out, "IHDR", header(width, height));
      byte[] colours = new byte[3 * palette.length];
      byte[] alphas = new byte[palette.length];
      for (int i = 0; i < palette.length; i++) {
        colours[3 * i] = (byte) palette[i].red();
        colours[3 * i + 1] = (byte) palette[i].green();
        colours[3 * i + 2] = (byte) palette[i].blue();
        alphas[i] = (byte) palette[i].alpha();
      }
      chunk(out, "PLTE", colours);
      chunk(out, "tRNS", alphas);
      chunk(out, "IDAT", compressed(width, height, pixels));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] header(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(width);
      out.writeInt(height);
      out.write(new byte[] {BITS, INDEXED, 0, 0, 0});
    }
    return bytes.toByteArray();
  }

  /** Each row after a byte that says that it is not filtered. */
  private static byte[] compressed(int width, int height, byte[] pixels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      for (int row = 0; row < height; row++) {
        out.write(0);
        out.write(pixels, row * width, width);
      }
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) sum.getValue());
  }
}
