package gradtwin.dl4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
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
  private final Numbers numbers;
  private final RateOfNd4j rate;

  /** How a product and a sum are rounded. */
  enum Rounding {
    /** After both. */
    ONCE {
      @Override
      void step(float[] g, float[] m, float[] v, int count, Rates r) {
        float beta1 = (float) r.beta1;
        float beta2 = (float) r.beta2;
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        float rate = (float) r.rate;
        float epsilon = (float) r.epsilon;
        for (int i = 0; i < count; i++) {
          float mean = Math.fma(beta1, m[i], g[i] * rest1);
          float square = Math.fma(beta2, v[i], g[i] * g[i] * rest2);
          m[i] = mean;
          v[i] = square;
          g[i] = mean * rate / ((float) Math.sqrt(square) + epsilon);
        }
      }

      @Override
      void step(double[] g, double[] m, double[] v, int count, Rates r) {
        double rest1 = 1 - r.beta1;
        double rest2 = 1 - r.beta2;
        for (int i = 0; i < count; i++) {
          double mean = Math.fma(r.beta1, m[i], g[i] * rest1);
          double square = Math.fma(r.beta2, v[i], g[i] * g[i] * rest2);
          m[i] = mean;
          v[i] = square;
          g[i] = mean * r.rate / (Math.sqrt(square) + r.epsilon);
        }
      }
    },
    /** After each. */
    TWICE {
      @Override
      void step(float[] g, float[] m, float[] v, int count, Rates r) {
        float beta1 = (float) r.beta1;
        float beta2 = (float) r.beta2;
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        float rate = (float) r.rate;
        float epsilon = (float) r.epsilon;
        for (int i = 0; i < count; i++) {
          float mean = beta1 * m[i] + g[i] * rest1;
          float square = beta2 * v[i] + g[i] * g[i] * rest2;
          m[i] = mean;
          v[i] = square;
          g[i] = mean * rate / ((float) Math.sqrt(square) + epsilon);
        }
      }

      @Override
      void step(double[] g, double[] m, double[] v, int count, Rates r) {
        double rest1 = 1 - r.beta1;
        double rest2 = 1 - r.beta2;
        for (int i = 0; i < count; i++) {
          double mean = r.beta1 * m[i] + g[i] * rest1;
          double square = r.beta2 * v[i] + g[i] * g[i] * rest2;
          m[i] = mean;
          v[i] = square;
          g[i] = mean * r.rate / (Math.sqrt(square) + r.epsilon);
        }
      }
    };

    /** Turns gradients into steps. */
    abstract void step(float[] g, float[] m, float[] v, int count, Rates rates);

    /** Turns gradients into steps. */
    abstract void step(double[] g, double[] m, double[] v, int count, Rates rates);
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

  /** The memory of gradient, first and second moment. */
  private interface Numbers {
    void step(INDArray gradient, Rounding rounding, Rates rates);
  }

  private FusedAdam(AdamUpdater from, Rounding rounding) {
    super(from.getConfig());
    Map<String, INDArray> state = from.getState();
    setState(state, false);
    this.rounding = rounding;
    INDArray m = state.get(M_STATE);
    INDArray v = state.get(V_STATE);
    this.rate = new RateOfNd4j(m.dataType());
    this.numbers = m.dataType() == DataType.DOUBLE ? new Float64(m, v) : new Float32(m, v);
  }

  /** Replaces ND4J's Adam in an updater, if its bits can be had. */
  static void install(BaseMultiLayerUpdater<?> updater, DataType type) {
    Optional<Rounding> rounding = roundingOfNd4j(type);
    if (rounding.isEmpty()) {
      return;
    }
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      if (block.getGradientUpdater().getClass() == AdamUpdater.class && isAddressable(block)) {
        block.setGradientUpdater(
            new FusedAdam((AdamUpdater) block.getGradientUpdater(), rounding.get()));
      }
    }
  }

  /** Java's buffers count their bytes in an int. */
  private static boolean isAddressable(UpdaterBlock block) {
    INDArray gradient = block.getGradientView();
    return gradient.length() * gradient.dataType().width() <= Integer.MAX_VALUE;
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
      numbers.step(
          gradient,
          rounding,
          new Rates(r.getAsDouble(), adam.getBeta1(), adam.getBeta2(), adam.getEpsilon()));
    }
  }

  /** The memory of an array whose elements lie one after the other. */
  private static ByteBuffer memory(INDArray array) {
    Pointer start = array.data().addressPointer();
    long bytes = array.length() * array.dataType().width();
    return new BytePointer(start).capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  private static final class Float32 implements Numbers {
    private final FloatBuffer m;
    private final FloatBuffer v;
    private final float[] ofG = new float[NUMBERS_AT_ONCE];
    private final float[] ofM = new float[NUMBERS_AT_ONCE];
    private final float[] ofV = new float[NUMBERS_AT_ONCE];

    Float32(INDArray m, INDArray v) {
      this.m = memory(m).asFloatBuffer();
      this.v = memory(v).asFloatBuffer();
    }

    @Override
    public void step(INDArray gradient, Rounding rounding, Rates rates) {
      FloatBuffer g = memory(gradient).asFloatBuffer();
      for (int from = 0; from < g.limit(); from += NUMBERS_AT_ONCE) {
        int count = Math.min(NUMBERS_AT_ONCE, g.limit() - from);
        g.get(from, ofG, 0, count);
        m.get(from, ofM, 0, count);
        v.get(from, ofV, 0, count);
        rounding.step(ofG, ofM, ofV, count, rates);
        g.put(from, ofG, 0, count);
        m.put(from, ofM, 0, count);
        v.put(from, ofV, 0, count);
      }
    }
  }

  private static final class Float64 implements Numbers {
    private final DoubleBuffer m;
    private final DoubleBuffer v;
    private final double[] ofG = new double[NUMBERS_AT_ONCE];
    private final double[] ofM = new double[NUMBERS_AT_ONCE];
    private final double[] ofV = new double[NUMBERS_AT_ONCE];

    Float64(INDArray m, INDArray v) {
      this.m = memory(m).asDoubleBuffer();
      this.v = memory(v).asDoubleBuffer();
    }

    @Override
    public void step(INDArray gradient, Rounding rounding, Rates rates) {
      DoubleBuffer g = memory(gradient).asDoubleBuffer();
      for (int from = 0; from < g.limit(); from += NUMBERS_AT_ONCE) {
        int count = Math.min(NUMBERS_AT_ONCE, g.limit() - from);
        g.get(from, ofG, 0, count);
        m.get(from, ofM, 0, count);
        v.get(from, ofV, 0, count);
        rounding.step(ofG, ofM, ofV, count, rates);
        g.put(from, ofG, 0, count);
        m.put(from, ofM, 0, count);
        v.put(from, ofV, 0, count);
      }
    }
  }
}
