package gradtwin.data;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a text, which are found to be UTF-8 without backslashes while they pass by. A byte
 * order mark at the start is left out.
 */
final class CheckedText extends FilterInputStream {
  private static final int LONGEST_CHARACTER = 4;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final String name;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  /** The bytes to decode: first what came last time of a character of several bytes. */
  private ByteBuffer bytes = ByteBuffer.allocate(LONGEST_CHARACTER);

  private CharBuffer text = CharBuffer.allocate(LONGEST_CHARACTER);
  private int line = 1;
  private char last;

  /** The text is not what it has to be. */
  static final class Unfit extends IOException {
    private static final long serialVersionUID = 1;

    private Unfit(String message) {
      super(message);
    }
  }

  private CheckedText(String name, InputStream in) {
    super(in);
    this.name = name;
  }

  /**
   * The text of a stream.
   *
   * @param name as messages call it
   */
  static InputStream of(String name, InputStream in) throws IOException {
    byte[] start = in.readNBytes(BYTE_ORDER_MARK.length);
    return new CheckedText(
        name,
        Arrays.equals(start, BYTE_ORDER_MARK)
            ? in
            : new SequenceInputStream(new ByteArrayInputStream(start), in));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count > 0) {
      add(target, offset, count);
    }
    check(count < 0);
    return count;
  }

  private void add(byte[] source, int offset, int count) {
    if (bytes.remaining() < count) {
      bytes = ByteBuffer.allocate(bytes.position() + count).put(bytes.flip());
      text = CharBuffer.allocate(bytes.capacity());
    }
    bytes.put(source, offset, count);
  }

  private void check(boolean isEnd) throws Unfit {
    bytes.flip();
    text.clear();
    if (decoder.decode(bytes, text, isEnd).isError()) {
      throw new Unfit(name + ": expected text in UTF-8, found other bytes; save the file as UTF-8");
    }
    bytes.compact();
    text.flip();
    while (text.hasRemaining()) {
      char next = text.get();
      if (next == '\\') {
        throw new Unfit(name + ":" + line + ": expected values without backslashes, found one");
      }
      if (next == '\r' || (next == '\n' && last != '\r')) {
        line++;
      }
      last = next;
    }
  }
}
