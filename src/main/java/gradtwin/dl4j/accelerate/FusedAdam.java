package gradtwin.dl4j.accelerate;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * DL4J's Adam in loops that the JVM turns into vector instructions. ND4J's own operation goes
 * through the numbers one by one and takes a quarter of the step of a small network.
 *
 * <pre>{@code
 * m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
 * step = r m / (√v + ε)        r = rate √(1 - β₂ᵗ) / (1 - β₁ᵗ),  t = iteration + 1
 * }</pre>
 *
 * <p>Every number is rounded where ND4J rounds it. Whether its natives multiply and add in one
 * rounding depends on what they were compiled for, so that is tried out before; where neither way
 * leaves ND4J's bits, ND4J's operation stays.
 */
final class FusedAdam extends AdamUpdater {
  /** So many numbers of three arrays lie in the first-level cache. */
  private static final int NUMBERS_AT_ONCE = 2048;

  private final Rounding rounding;
  private final NativeNumbers m;
  private final NativeNumbers v;
  private final HeapNumbers ofG;
  private final HeapNumbers ofM;
  private final HeapNumbers ofV;
  private final RateOfNd4j rate;

  /** When a product that something is added to is rounded. */
  enum Rounding {
    /** With the sum, once. */
    FUSED,
    /** Before the sum, too. */
    SEPARATE
  }

  /**
   * The numbers of one step.
   *
   * @param rate r, the learning rate corrected for the young age of the means
   */
  record Rates(double rate, double beta1, double beta2, double epsilon) {}

  /**
   * Asks ND4J for r. The powers in it are those of the C library, which Java's differ from in the
   * last bit now and then; after that, no two trainings are the same. Where g, m and v are 1, so
   * are the new means, exactly, and without an ε to speak of the step is r.
   */
  private static final class RateOfNd4j {
    /** 1 with this added is 1, in either type. */
    private static final double NOTHING = 1e-30;

    private final INDArray one;
    private final INDArray rate;
    private final INDArray mean;
    private final INDArray square;

    RateOfNd4j(DataType type) {
      this.one = Nd4j.ones(type, 1);
      this.rate = Nd4j.create(type, 1);
      this.mean = Nd4j.create(type, 1);
      this.square = Nd4j.create(type, 1);
    }

    /** Empty where ND4J takes ε for it: it is 0 or not finite. */
    OptionalDouble of(Adam adam, int iteration, int epoch) {
      Nd4j.exec(
          new org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater(
              one,
              one,
              one,
              rate,
              square,
              mean,
              adam.getLearningRate(iteration, epoch),
              adam.getBeta1(),
              adam.getBeta2(),
              NOTHING,
              iteration));
      double r = rate.getDouble(0);
      return r == NOTHING || (float) r == (float) NOTHING
          ? OptionalDouble.empty()
          : OptionalDouble.of(r);
    }
  }

  private FusedAdam(AdamUpdater from, Rounding rounding) {
    super(from.getConfig());
    Map<String, INDArray> state = from.getState();
    setState(state, false);
    this.rounding = rounding;
    INDArray first = state.get(M_STATE);
    INDArray second = state.get(V_STATE);
    DataType type = first.dataType();
    this.rate = new RateOfNd4j(type);
    this.m = NativeNumbers.of(first);
    this.v = NativeNumbers.of(second);
    this.ofG = HeapNumbers.zeros(type, NUMBERS_AT_ONCE);
    this.ofM = HeapNumbers.zeros(type, NUMBERS_AT_ONCE);
    this.ofV = HeapNumbers.zeros(type, NUMBERS_AT_ONCE);
  }

  /** Replaces ND4J's Adam in an updater, if its bits can be had. */
  static void install(BaseMultiLayerUpdater<?> updater, DataType type) {
    Optional<Rounding> rounding = roundingOfNd4j(type);
    if (rounding.isEmpty()) {
      return;
    }
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      if (block.getGradientUpdater().getClass() == AdamUpdater.class) {
        block.setGradientUpdater(
            new FusedAdam((AdamUpdater) block.getGradientUpdater(), rounding.get()));
      }
    }
  }

  /** How ND4J's natives round; empty if in neither way. */
  static Optional<Rounding> roundingOfNd4j(DataType type) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      return Optional.empty();
    }
    return Stream.of(Rounding.values()).filter(way -> isThatOfNd4j(way, type)).findFirst();
  }

  private static boolean isThatOfNd4j(Rounding way, DataType type) {
    int count = 500;
    double[][] gmv = new double[3][count];
    for (int i = 0; i < count; i++) {
      gmv[0][i] = (float) Math.sin(i) / (i % 10 + 1);
      gmv[1][i] = (float) Math.cos(3 * i) / (i % 7 + 1);
      gmv[2][i] = (float) (1 + Math.sin(5 * i)) / (i % 13 + 1);
    }
    INDArray[] arrays =
        Stream.of(gmv).map(row -> Nd4j.createFromArray(row).castTo(type)).toArray(INDArray[]::new);
    Adam adam = new Adam(0.001, 0.9, 0.999, 1e-8);
    AdamUpdater nd4j = new AdamUpdater(adam);
    nd4j.setState(Map.of(M_STATE, arrays[1], V_STATE, arrays[2]), false);
    INDArray[] copies = Stream.of(arrays).map(INDArray::dup).toArray(INDArray[]::new);
    AdamUpdater start = new AdamUpdater(adam);
    start.setState(Map.of(M_STATE, copies[1], V_STATE, copies[2]), false);
    nd4j.applyUpdater(arrays[0], 0, 0);
    new FusedAdam(start, way).applyUpdater(copies[0], 0, 0);
    for (int i = 0; i < arrays.length; i++) {
      if (!Arrays.equals(arrays[i].data().asDouble(), copies[i].data().asDouble())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    Adam adam = getConfig();
    OptionalDouble r = rate.of(adam, iteration, epoch);
    if (r.isEmpty() || (float) adam.getEpsilon() == 0) {
      super.applyUpdater(gradient, iteration, epoch); // which takes other numbers then
    } else {
      step(
          NativeNumbers.of(gradient),
          gradient.length(),
          new Rates(r.getAsDouble(), adam.getBeta1(), adam.getBeta2(), adam.getEpsilon()));
    }
  }

  private void step(NativeNumbers g, long length, Rates rates) {
    for (long from = 0; from < length; from += NUMBERS_AT_ONCE) {
      int count = (int) Math.min(NUMBERS_AT_ONCE, length - from);
      g.read(from, ofG, 0, count);
      m.read(from, ofM, 0, count);
      v.read(from, ofV, 0, count);
      ofG.adam(ofM, ofV, count, rates, rounding);
      g.write(from, ofG, 0, count);
      m.write(from, ofM, 0, count);
      v.write(from, ofV, 0, count);
    }
  }
}
