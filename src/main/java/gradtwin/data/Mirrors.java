package gradtwin.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Servers that hold the same files. Files come to a partial file first, which a later attempt
 * resumes, and get their name when their content is what it should be.
 */
final class Mirrors {
  private final Addresses addresses;
  private final FetchListener listener;
  private final HttpClient client;
  private final List<URI> order;
  private final List<String> tried = new ArrayList<>();
  private long lastSign = System.nanoTime();

  /**
   * Where the servers are, and how long to wait for them.
   *
   * @param folders that hold the files; each ends in a slash
   * @param patienceWithOne how long one server may be silent
   * @param patienceWithAll how long nothing at all may come
   */
  record Addresses(List<URI> folders, Duration patienceWithOne, Duration patienceWithAll) {
    /** Those of MNIST. With no network, all of them together take less than ten seconds. */
    static final Addresses PUBLIC =
        new Addresses(
            List.of(
                URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
                URI.create("https://systemds.apache.org/assets/datasets/mnist/")),
            Duration.ofSeconds(4),
            Duration.ofSeconds(9));
  }

  /** Compares a file with what it should be. */
  interface Check {
    MnistFiles.Verified verify(Path part);
  }

  Mirrors(Addresses addresses, FetchListener listener) {
    this.addresses = addresses;
    this.listener = listener;
    this.order = new ArrayList<>(addresses.folders());
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(addresses.patienceWithOne())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /** What was tried in vain, one phrase each. */
  List<String> tried() {
    return List.copyOf(tried);
  }

  /**
   * Fetches a file from the first server that has it.
   *
   * @param target the file, whose name the servers know
   * @return whether any of them had it
   */
  boolean fetch(Path target, Check check) {
    for (URI folder : List.copyOf(order)) {
      URI from = folder.resolve(target.getFileName().toString());
      try {
        fetch(from, target, check);
        // the next file is asked for here first
        order.remove(folder);
        order.add(0, folder);
        return true;
      } catch (IOException e) {
        tried.add(from + ": " + e.getMessage());
      }
    }
    return false;
  }

  private void fetch(URI from, Path target, Check check) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    boolean resumed = attempt(from, part, target);
    MnistFiles.Verified verified = check.verify(part);
    if (!verified.intact() && resumed) {
      // what was there before may have been of another file
      Files.delete(part);
      attempt(from, part, target);
      verified = check.verify(part);
    }
    if (!verified.intact()) {
      Files.delete(part);
      throw new IOException(
          "expected content with SHA-256 "
              + verified.expected()
              + ", received "
              + verified.found());
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns whether an earlier attempt was resumed. */
  private boolean attempt(URI from, Path part, Path target) throws IOException {
    Duration left = addresses.patienceWithAll().minusNanos(System.nanoTime() - lastSign);
    if (left.isNegative()) {
      throw new IOException("not tried, since nothing answers");
    }
    Duration patience = addresses.patienceWithOne();
    Download download = new Download(client, from, part);
    listener.note("fetching " + from);
    try {
      return download.run(
          left.compareTo(patience) < 0 ? left : patience,
          listener,
          target.getFileName().toString());
    } finally {
      if (download.receivedAnything()) {
        lastSign = System.nanoTime();
      }
    }
  }
}
