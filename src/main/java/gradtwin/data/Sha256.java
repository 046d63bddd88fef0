package gradtwin.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

/** A SHA-256 hash that is computed on another thread while its bytes are still being read. */
final class Sha256 {
  private static final int BUFFER_BYTES = 1 << 16;

  private final MessageDigest digest = digest();
  private CompletableFuture<Void> added = CompletableFuture.completedFuture(null);

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds bytes, which must not change any more. */
  void add(byte[] bytes, int offset, int length) {
    added = added.thenRunAsync(() -> digest.update(bytes, offset, length));
  }

  /** The hash of all bytes added, in hexadecimal. The object is used up. */
  String hex() {
    added.join();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash of some bytes. */
  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** The hash of all bytes of a stream. */
  static String of(InputStream in) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash of a file's content, uncompressed if it is gzipped. */
  static String ofContent(Path path) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
        InputStream in = IdxFile.isGzip(file) ? new GZIPInputStream(file, BUFFER_BYTES) : file) {
      return of(in);
    }
  }
}
