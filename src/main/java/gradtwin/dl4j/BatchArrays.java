package gradtwin.dl4j;

import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One batch of examples as DL4J's arrays, which are filled again for every batch of that size: a
 * training step allocates nothing for its data, and each example is written once, straight from
 * where its source keeps it into ND4J's memory.
 */
final class BatchArrays {
  private final Filled features;
  private final Filled labels;
  private final Optional<Filled> featureMask;
  private final Optional<Filled> labelMask;
  private final int size;

  /** Arrays for so many of some examples, not filled yet. */
  BatchArrays(Examples examples, int size, DataType type) {
    this.size = size;
    this.features = filled(examples.featureShape(), type, new FeatureRows(examples));
    this.labels = filled(examples.labelShape(), type, rounded(examples::copyLabels));
    this.featureMask =
        examples
            .featureMaskShape()
            .map(shape -> filled(shape, type, rounded(examples::copyFeatureMask)));
    this.labelMask =
        examples
            .labelMaskShape()
            .map(shape -> filled(shape, type, rounded(examples::copyLabelMask)));
  }

  private Filled filled(Shape shape, DataType type, Rows rows) {
    long[] sizes = Arrays.stream(shape.batchOf(size).sizes()).asLongStream().toArray();
    INDArray array = Nd4j.createUninitialized(type, sizes, 'c');
    ByteBuffer bytes = array.data().pointer().asByteBuffer().order(ByteOrder.nativeOrder());
    return type == DataType.DOUBLE
        ? new Float64(array, bytes.asDoubleBuffer(), new double[shape.elements()], rows)
        : new Float32(array, bytes.asFloatBuffer(), new float[shape.elements()], rows);
  }

  /** Fills the arrays with the rows {@code order[from]} and so on. */
  void gather(int[] order, int from) {
    features.gather(order, from, size);
    labels.gather(order, from, size);
    featureMask.ifPresent(mask -> mask.gather(order, from, size));
    labelMask.ifPresent(mask -> mask.gather(order, from, size));
  }

  INDArray features() {
    return features.array();
  }

  INDArray labels() {
    return labels.array();
  }

  /** Null if there is none, as DL4J wants it. */
  INDArray featureMask() {
    return featureMask.map(Filled::array).orElse(null);
  }

  /** Null if there is none, as DL4J wants it. */
  INDArray labelMask() {
    return labelMask.map(Filled::array).orElse(null);
  }

  /** Writes one example. */
  private interface Rows {
    void copy(int row, double[] target);

    void copy(int row, float[] target);
  }

  private record FeatureRows(Examples examples) implements Rows {
    @Override
    public void copy(int row, double[] target) {
      examples.copyFeatures(row, target, 0);
    }

    @Override
    public void copy(int row, float[] target) {
      examples.copyFeatures(row, target, 0);
    }
  }

  /** What is short enough to be rounded on the way. */
  private static Rows rounded(Examples.RowCopy source) {
    return new Rows() {
      private double[] values = {};

      @Override
      public void copy(int row, double[] target) {
        source.copy(row, target, 0);
      }

      @Override
      public void copy(int row, float[] target) {
        if (values.length != target.length) {
          values = new double[target.length];
        }
        source.copy(row, values, 0);
        for (int i = 0; i < target.length; i++) {
          target[i] = (float) values[i];
        }
      }
    };
  }

  /** An array and a window into its memory. */
  private interface Filled {
    INDArray array();

    void gather(int[] order, int from, int count);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Float64(INDArray array, DoubleBuffer memory, double[] one, Rows rows)
      implements Filled {
    @Override
    public void gather(int[] order, int from, int count) {
      memory.rewind();
      for (int i = from; i < from + count; i++) {
        rows.copy(order[i], one);
        memory.put(one);
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Float32(INDArray array, FloatBuffer memory, float[] one, Rows rows)
      implements Filled {
    @Override
    public void gather(int[] order, int from, int count) {
      memory.rewind();
      for (int i = from; i < from + count; i++) {
        rows.copy(order[i], one);
        memory.put(one);
      }
    }
  }
}
