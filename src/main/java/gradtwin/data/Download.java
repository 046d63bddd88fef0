package gradtwin.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches one file over HTTP into a partial file, from where an earlier attempt stopped.
 *
 * <p>The work is done on a thread of its own, and the caller's thread watches it: looking up a
 * host's address can take longer than any timeout of the client, and then the thread is left alone.
 */
final class Download {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final long WATCH_MILLISECONDS = 100;

  private final HttpClient client;
  private final URI from;
  private final Path part;

  private volatile boolean abandoned;
  private volatile boolean received;
  private volatile long done;
  private volatile long total = -1;
  private volatile long lastSign = System.nanoTime();

  /**
   * @param part the partial file, which may exist
   */
  Download(HttpClient client, URI from, Path part) {
    this.client = client;
    this.from = from;
    this.part = part;
  }

  /**
   * Returns when the file is here in full.
   *
   * @param patience how long the server may be silent
   * @return whether any of it was there before
   * @throws IOException saying in a phrase what went wrong; what has come so far is kept
   */
  boolean run(Duration patience, FetchListener listener, String name) throws IOException {
    FutureTask<Boolean> work = new FutureTask<>(this::transfer);
    Thread thread = new Thread(work, "download of " + name);
    thread.setDaemon(true);
    thread.start();
    while (true) {
      try {
        boolean resumed = work.get(WATCH_MILLISECONDS, TimeUnit.MILLISECONDS);
        listener.progress(name, done, total);
        return resumed;
      } catch (TimeoutException e) {
        if (System.nanoTime() - lastSign > patience.toNanos()) {
          abandon(work);
          throw new IOException("no answer within " + patience.toMillis() + " ms", e);
        }
        if (done > 0) {
          listener.progress(name, done, total);
        }
      } catch (ExecutionException e) {
        throw new IOException(Reason.of(e.getCause()), e);
      } catch (InterruptedException e) {
        abandon(work);
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Whether the server answered with content. */
  boolean receivedAnything() {
    return received;
  }

  private void abandon(FutureTask<Boolean> work) {
    abandoned = true;
    work.cancel(true);
  }

  private boolean transfer() throws IOException, InterruptedException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    HttpResponse<InputStream> response = ask(have);
    if (have > 0 && response.statusCode() == 416) {
      // the server has no more than we have, so ours is something else
      response.body().close();
      have = 0;
      response = ask(have);
    }
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      boolean resumed = have > 0 && status == 206;
      if (status != 200 && !resumed) {
        throw new IOException("HTTP status " + status);
      }
      receive(
          body,
          resumed ? have : 0,
          response.headers().firstValueAsLong("Content-Length").orElse(-1));
      return resumed;
    }
  }

  private HttpResponse<InputStream> ask(long have) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(from);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private void receive(InputStream body, long have, long length) throws IOException {
    if (abandoned) {
      throw new IOException("given up");
    }
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(out);
      out.truncate(have).position(have);
      long count = have;
      done = count;
      total = length < 0 ? -1 : have + length;
      received = true;
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        if (abandoned) {
          throw new IOException("given up");
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        count += read;
        done = count;
        lastSign = System.nanoTime();
      }
    }
  }

  /** Keeps others from writing into the partial file, here or in another process. */
  private void lock(FileChannel out) throws IOException {
    boolean locked;
    try {
      locked = out.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    }
    if (!locked) {
      throw new IOException("expected nobody else to be writing " + part);
    }
  }
}
