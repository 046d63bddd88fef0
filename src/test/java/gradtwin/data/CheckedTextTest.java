package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However few bytes are read at once. */
class CheckedTextTest {
  /** Characters of 1, 2, 3 and 4 bytes. */
  private static final String CHARACTERS = "a\u00e4\u20ac\ud83d\ude00";

  private static String read(byte[] bytes, int atOnce) throws IOException {
    try (InputStream in = CheckedText.of("t.csv", new ByteArrayInputStream(bytes))) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] some = new byte[atOnce + 1];
      for (int n = in.read(some, 1, atOnce); n >= 0; n = in.read(some, 1, atOnce)) {
        all.write(some, 1, n);
      }
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  private static String refusal(byte[] bytes, int atOnce) {
    return assertThrows(CheckedText.Unfit.class, () -> read(bytes, atOnce)).getMessage();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void textPassesAsItIs(int atOnce) throws IOException {
    for (String text : new String[] {"", "x", CHARACTERS, CHARACTERS.repeat(9) + "\r\n,"}) {
      assertEquals(text, read(utf8(text), atOnce));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void aByteOrderMarkIsLeftOut(int atOnce) throws IOException {
    assertEquals(CHARACTERS, read(utf8("\uFEFF" + CHARACTERS), atOnce));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void otherBytesAreRefused(int atOnce) {
    String expected = "t.csv: expected text in UTF-8, found other bytes; save the file as UTF-8";
    byte[] cut = utf8(CHARACTERS);
    cut = Arrays.copyOf(cut, cut.length - 1);

    assertEquals(
        expected, refusal("a,b\n\u00e4,2\n".getBytes(StandardCharsets.ISO_8859_1), atOnce));
    assertEquals(expected, refusal(cut, atOnce));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void aBackslashIsRefusedWithItsLine(int atOnce) {
    for (String end : new String[] {"\n", "\r", "\r\n"}) {
      assertEquals(
          "t.csv:4: expected values without backslashes, found one",
          refusal(utf8("a,b" + end + CHARACTERS + end + end + "C:\\x,2"), atOnce));
    }
  }
}
