package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gradtwin.data.MnistFiles.Candidate;
import gradtwin.data.MnistFiles.Place;
import gradtwin.data.MnistFiles.Published;
import gradtwin.data.MnistFiles.Verified;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for, verifies and fetches four small files in place of MNIST's, over the loopback only. */
final class MnistFilesTest {
  private static final List<String> NAMES =
      MnistFiles.PUBLISHED.stream().map(Published::name).toList();
  private static final Map<String, byte[]> CONTENT =
      new TreeMap<>(
          Map.of(
              NAMES.get(0), IdxBytes.images(300, 28, 28),
              NAMES.get(1), IdxBytes.labels(new int[300]),
              NAMES.get(2), IdxBytes.images(20, 28, 28),
              NAMES.get(3), IdxBytes.labels(new int[20])));
  private static final List<Published> PUBLISHED =
      NAMES.stream().map(name -> new Published(name, Sha256.of(CONTENT.get(name)))).toList();

  @TempDir private Path folder;

  private HttpServer server;
  private final Map<String, byte[]> served = new TreeMap<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private boolean servesRanges = true;

  private final FetchListener listener =
      new FetchListener() {
        @Override
        public void progress(String file, long done, long total) {
          heard.add(file + " " + done + " of " + total);
        }

        @Override
        public void note(String line) {
          heard.add(line);
        }
      };

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/good/", exchange -> serve(exchange, served));
    server.createContext("/bad/", exchange -> serve(exchange, Map.of()));
    server.createContext("/silent/", exchange -> await(testIsOver));
    server.start();
    CONTENT.forEach((name, content) -> served.put("/good/" + name + ".gz", IdxBytes.gzip(content)));
  }

  @AfterEach
  void stopServer() {
    testIsOver.countDown();
    server.stop(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void serve(HttpExchange exchange, Map<String, byte[]> files)
      throws IOException {
    String path = exchange.getRequestURI().getPath();
    Optional<String> range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
    requests.add(path + range.map(r -> " " + r).orElse(""));
    byte[] content = files.get(path);
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    int from =
        range
            .filter(r -> servesRanges)
            .map(r -> Integer.parseInt(r.substring("bytes=".length(), r.length() - 1)))
            .orElse(0);
    if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    exchange.getResponseBody().write(content, from, content.length - from);
    exchange.close();
  }

  private URI mirror(String name) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + "/");
  }

  private MnistFiles files(URI... mirrors) {
    return files(Duration.ofSeconds(30), mirrors);
  }

  private MnistFiles files(Duration patience, URI... mirrors) {
    return new MnistFiles(
        List.of(new Candidate(folder.resolve("elsewhere"), "MNIST_DIR")),
        folder.resolve("data").resolve("mnist"),
        new Mirrors.Addresses(List.of(mirrors), patience, patience.multipliedBy(2)),
        PUBLISHED);
  }

  private Path fetched(String name) {
    return folder.resolve("data").resolve("mnist").resolve(name);
  }

  private void assertAllFetched(Place place) throws IOException {
    assertTrue(place.complete());
    MnistFiles files = files();
    assertTrue(files.verify(place).stream().allMatch(Verified::intact));
    try (var names = Files.list(fetched("").toAbsolutePath())) {
      assertEquals(
          NAMES.stream().map(name -> name + ".gz").sorted().toList(),
          names.map(path -> path.getFileName().toString()).sorted().toList(),
          "no partial file stays");
    }
  }

  @Test
  void looksIntoFoldersInOrder() {
    DataPlaces places =
        new DataPlaces(folder, Path.of("home"), Map.of("MNIST_DIR", "from-environment"));
    List<Candidate> candidates =
        MnistFiles.candidates(places, Optional.of("named"), Path.of("dl4j"));
    assertEquals(
        List.of(
            new Candidate(folder.resolve("named"), "data.directory"),
            new Candidate(Path.of("from-environment"), "MNIST_DIR"),
            new Candidate(Path.of("home/data/mnist"), "where it is fetched to"),
            new Candidate(Path.of("dl4j/data/MNIST"), "DL4J's cache"),
            new Candidate(Path.of("dl4j"), "DL4J's cache")),
        candidates);
    DataPlaces bare = new DataPlaces(folder, Path.of("home"), Map.of("MNIST_DIR", " "));
    assertEquals(
        candidates.subList(2, 5), MnistFiles.candidates(bare, Optional.empty(), Path.of("dl4j")));
  }

  @Test
  void findsFilesUnderEachOfTheirNames() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    IdxBytes.write(elsewhere.resolve("train-images-idx3-ubyte"), CONTENT.get(NAMES.get(0)));
    IdxBytes.write(
        elsewhere.resolve("train-labels-idx1-ubyte.gz"), IdxBytes.gzip(CONTENT.get(NAMES.get(1))));
    IdxBytes.write(elsewhere.resolve("t10k-images.idx3-ubyte"), CONTENT.get(NAMES.get(2)));
    assertEquals(Optional.empty(), files().found());
    assertEquals("no t10k-labels-idx1-ubyte", files().places().get(0).found());
    IdxBytes.write(
        elsewhere.resolve("t10k-labels.idx1-ubyte.gz"), IdxBytes.gzip(CONTENT.get(NAMES.get(3))));
    Place place = files().found().orElseThrow();
    assertEquals(elsewhere, place.folder());
    assertTrue(files().verify(place).stream().allMatch(Verified::intact));
    assertEquals(300, files().load(listener).source().images().header().count());
    assertEquals(List.of(), requests);
  }

  @Test
  void refusesAFileThatIsNotMnist() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    CONTENT.forEach((name, content) -> IdxBytes.write(elsewhere.resolve(name), content));
    byte[] changed = CONTENT.get(NAMES.get(0)).clone();
    changed[500]++;
    Path file = IdxBytes.write(elsewhere.resolve(NAMES.get(0)), changed);
    DataException refusal =
        assertThrows(DataException.class, () -> files(mirror("good")).load(listener));
    assertEquals(
        file
            + ": expected MNIST, whose uncompressed content has SHA-256 "
            + PUBLISHED.get(0).sha256()
            + ", found "
            + Sha256.of(changed)
            + "; delete the file, and it is looked for elsewhere and fetched if need be",
        refusal.getMessage());
    List<Verified> verified = files().verify(files().found().orElseThrow());
    assertEquals(
        List.of(false, true, true, true), verified.stream().map(Verified::intact).toList());
    assertEquals(Sha256.of(changed), verified.get(0).found());
  }

  @Test
  void verifiesDamagedGzipAsDamage() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    CONTENT.forEach((name, content) -> IdxBytes.write(elsewhere.resolve(name), content));
    byte[] gzipped = IdxBytes.gzip(CONTENT.get(NAMES.get(0)));
    IdxBytes.write(elsewhere.resolve(NAMES.get(0)), Arrays.copyOf(gzipped, gzipped.length / 2));
    Verified first = files().verify(files().found().orElseThrow()).get(0);
    assertFalse(first.intact());
    assertEquals("damage: Unexpected end of ZLIB input stream", first.found());
  }

  @Test
  void fetchesWhatIsNowhere() throws Exception {
    MnistFiles.Loaded loaded = files(mirror("good")).load(listener);
    assertEquals(fetched(""), loaded.folder().resolve(""));
    assertEquals(PUBLISHED.get(2).sha256(), loaded.source().testImages().sha256());
    assertAllFetched(files(mirror("good")).fetch(listener));
    assertEquals(
        NAMES.stream().map(name -> "/good/" + name + ".gz").toList(),
        requests,
        "the second time nothing is asked for");
    int size = served.get("/good/" + NAMES.get(0) + ".gz").length;
    assertTrue(heard.contains(NAMES.get(0) + ".gz " + size + " of " + size), heard.toString());
    assertTrue(heard.contains(fetched(NAMES.get(0) + ".gz") + " is already here"));
  }

  @Test
  void resumesAPartialFile() throws Exception {
    byte[] content = served.get("/good/" + NAMES.get(0) + ".gz");
    Files.createDirectories(fetched(""));
    IdxBytes.write(fetched(NAMES.get(0) + ".gz.part"), Arrays.copyOf(content, 1000));
    assertAllFetched(files(mirror("good")).fetch(listener));
    assertEquals("/good/" + NAMES.get(0) + ".gz bytes=1000-", requests.get(0));
    assertEquals(4, requests.size());
  }

  @Test
  void startsAnewWhereResumingIsNotPossible() throws Exception {
    servesRanges = false;
    byte[] content = served.get("/good/" + NAMES.get(0) + ".gz");
    Files.createDirectories(fetched(""));
    IdxBytes.write(fetched(NAMES.get(0) + ".gz.part"), Arrays.copyOf(content, 1000));
    assertAllFetched(files(mirror("good")).fetch(listener));
  }

  @Test
  void startsAnewIfThePartialFileIsOfSomethingElse() throws Exception {
    Files.createDirectories(fetched(""));
    IdxBytes.write(fetched(NAMES.get(0) + ".gz.part"), new byte[1000]);
    IdxBytes.write(fetched(NAMES.get(1) + ".gz.part"), new byte[1_000_000]);
    assertAllFetched(files(mirror("good")).fetch(listener));
    assertEquals(
        List.of(
            "/good/" + NAMES.get(0) + ".gz bytes=1000-",
            "/good/" + NAMES.get(0) + ".gz",
            "/good/" + NAMES.get(1) + ".gz bytes=1000000-",
            "/good/" + NAMES.get(1) + ".gz"),
        requests.subList(0, 4));
  }

  @Test
  void replacesADamagedFile() throws Exception {
    Files.createDirectories(fetched(""));
    IdxBytes.write(fetched(NAMES.get(0)), new byte[100]);
    IdxBytes.write(fetched(NAMES.get(1) + ".gz"), new byte[100]);
    assertAllFetched(files(mirror("good")).fetch(listener));
  }

  @Test
  void asksTheNextMirrorAndThenRemembersIt() throws Exception {
    server.createContext(
        "/corrupt/",
        exchange -> {
          byte[] wrong = IdxBytes.gzip(IdxBytes.labels(1, 2, 3));
          exchange.sendResponseHeaders(200, wrong.length);
          exchange.getResponseBody().write(wrong);
          exchange.close();
        });
    assertAllFetched(files(mirror("bad"), mirror("corrupt"), mirror("good")).fetch(listener));
    assertEquals("/bad/" + NAMES.get(0) + ".gz", requests.get(0));
    assertEquals(5, requests.size());
  }

  @Test
  void saysWhatWasTriedAndWhatToDo() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    URI refusing = URI.create("http://127.0.0.1:" + closed + "/");
    byte[] wrong = IdxBytes.gzip(IdxBytes.labels(1, 2, 3));
    served.put("/good/" + NAMES.get(0) + ".gz", wrong);
    DataException refusal =
        assertThrows(
            DataException.class,
            () -> files(refusing, mirror("bad"), mirror("good")).load(listener));
    String file = NAMES.get(0) + ".gz";
    assertEquals(
        String.join(
            "\n",
            "MNIST is not here and cannot be fetched.",
            "Looked into:",
            "  " + folder.resolve("elsewhere") + " (MNIST_DIR): no such folder",
            "Tried to fetch:",
            "  " + refusing + file + ": cannot connect",
            "  " + mirror("bad") + file + ": HTTP status 404",
            "  "
                + mirror("good")
                + file
                + ": expected content with SHA-256 "
                + PUBLISHED.get(0).sha256()
                + ", received "
                + Sha256.of(IdxBytes.labels(1, 2, 3)),
            "Put train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"
                + " t10k-labels-idx1-ubyte, gzipped or plain, into "
                + fetched("")
                + ", or name their folder in data.directory or MNIST_DIR; or take source: digits,"
                + " which needs no file."),
        refusal.getMessage());
    assertFalse(Files.exists(fetched(file)));
    assertFalse(Files.exists(fetched(file + ".part")));
  }

  @Test
  void givesUpOnSilentServers() {
    long start = System.nanoTime();
    DataException refusal =
        assertThrows(
            DataException.class,
            () ->
                files(
                        Duration.ofMillis(400),
                        mirror("silent"),
                        mirror("silent"),
                        mirror("silent"),
                        mirror("silent"))
                    .load(listener));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toMillis() >= 700, "waits as long as it says, took " + took);
    assertTrue(took.toMillis() < 5000, "and not much longer, took " + took);
    assertTrue(refusal.getMessage().contains("no answer within 400 ms"), refusal.getMessage());
    assertTrue(
        refusal.getMessage().contains("not tried, since nothing answers"), refusal.getMessage());
  }

  /** What the user is promised: with no network it gives up within ten seconds. */
  @Test
  void publicMirrorsAreGivenLessThanTenSecondsOfSilence() {
    Mirrors.Addresses mirrors = Mirrors.Addresses.PUBLIC;
    assertTrue(mirrors.folders().size() >= 2);
    assertTrue(mirrors.patienceWithAll().toMillis() <= 9_000);
    assertTrue(mirrors.patienceWithOne().compareTo(mirrors.patienceWithAll()) < 0);
    for (URI mirror : mirrors.folders()) {
      assertEquals("https", mirror.getScheme());
      assertTrue(mirror.getPath().endsWith("/"));
    }
  }

  @Test
  void saysThatAFolderLacksFiles() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    IdxBytes.write(elsewhere.resolve(NAMES.get(0)), CONTENT.get(NAMES.get(0)));
    files(mirror("good")).load(listener);
    assertEquals(
        elsewhere
            + " (MNIST_DIR): no train-labels-idx1-ubyte, no t10k-images-idx3-ubyte, no"
            + " t10k-labels-idx1-ubyte; looking elsewhere",
        heard.get(0));
    assertThrows(IllegalArgumentException.class, () -> files().verify(files().places().get(0)));
  }
}
