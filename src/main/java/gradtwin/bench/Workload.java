package gradtwin.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A network and how much goes through it at once.
 *
 * @param batch examples per training step
 * @param width the units of its dense hidden layers, or of its LSTM
 * @param depth how many such layers it has
 */
public record Workload(BenchmarkNetwork network, int batch, int width, int depth) {
  private static final String HIDDEN =
      "{type: dense, units: %d, activation: relu, initializer: glorotNormal}";
  private static final String OUTPUT =
      "{type: output, units: 10, activation: softmax, initializer: glorotNormal,"
          + " loss: crossEntropy}";

  /** MNIST's dense network with hidden layers of another number and size. */
  static Workload mlp(int batch, int width, int depth) {
    return new Workload(BenchmarkNetwork.MNIST_MLP, batch, width, depth);
  }

  /**
   * What the network's configuration has to have replaced.
   *
   * @throws IllegalStateException if hidden layers are to be replaced that only MNIST's dense
   *     network can do without
   */
  List<String> overrides() {
    List<String> overrides = new ArrayList<>();
    overrides.add("data.batchSize=" + batch);
    if (width == network.width() && depth == network.depth()) {
      return overrides;
    }
    if (network != BenchmarkNetwork.MNIST_MLP) {
      throw new IllegalStateException(
          "expected " + network.width() + " units in " + network.depth() + " layers, got " + this);
    }
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      layers.add(HIDDEN.formatted(width));
    }
    layers.add(OUTPUT);
    overrides.add("network.layers=" + layers);
    return overrides;
  }

  /** The words of {@link #parse}. */
  String words() {
    return network + " " + batch + " " + width + " " + depth;
  }

  /**
   * What {@link #words} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Workload parse(String words) {
    String[] parts = words.split(" ", -1);
    for (BenchmarkNetwork network : BenchmarkNetwork.values()) {
      if (parts.length == 4 && network.toString().equals(parts[0])) {
        return new Workload(
            network,
            Integer.parseInt(parts[1]),
            Integer.parseInt(parts[2]),
            Integer.parseInt(parts[3]));
      }
    }
    throw new IllegalArgumentException(
        "expected a network and three numbers, batch, width and depth, got '" + words + "'");
  }
}
