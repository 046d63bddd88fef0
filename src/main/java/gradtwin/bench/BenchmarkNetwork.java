package gradtwin.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The networks that are measured. Each is a configuration of this program, named after it. */
public enum BenchmarkNetwork {
  /** 2-8-1 on the four rows of exclusive or: what a step costs before there is work in it. */
  XOR_MLP("xor-mlp", List.of(4), 8, 1),
  /** 784-128-10 on images of digits. */
  MNIST_MLP("mnist-mlp", List.of(32, 128, 512), 128, 1),
  /** Two convolutions 5 by 5 with 20 and 50 filters, each with pooling, and 500 dense units. */
  LENET("lenet", List.of(64), 500, 1),
  /** An LSTM that reads the 28 rows of an image; its last output goes on. */
  LSTM("lstm", List.of(64), 128, 1);

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<Integer> batches;

  private final int width;
  private final int depth;

  BenchmarkNetwork(String word, List<Integer> batches, int width, int depth) {
    this.word = word;
    this.batches = batches;
    this.width = width;
    this.depth = depth;
  }

  /** What is measured of it: one workload for each of its batch sizes. */
  public List<Workload> workloads() {
    return batches.stream().map(batch -> new Workload(this, batch, width, depth)).toList();
  }

  /** The units of its dense hidden layers, or of its LSTM. */
  int width() {
    return width;
  }

  /** How many such layers it has. */
  int depth() {
    return depth;
  }

  /** Whether it is trained on images of digits. */
  boolean readsImages() {
    return this != XOR_MLP;
  }

  /** Its configuration. */
  String yaml() {
    String name = word + ".yaml";
    try (InputStream in = BenchmarkNetwork.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own " + name + " cannot be read", e);
    }
  }

  /** As the command line and the reports write it. */
  @Override
  public String toString() {
    return word;
  }
}
