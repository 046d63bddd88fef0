package gradtwin.dl4j.accelerate;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The numbers of an ND4J array in the order in which they lie in memory.
 *
 * <p>Products go to the same function of OpenBLAS that ND4J calls, without the 10 microseconds that
 * {@code Nd4j.gemm} takes for itself, and with rows that lie apart.
 */
final class NativeNumbers {
  private final INDArray array;
  private final DataType type;
  private final FloatPointer floats;
  private final DoublePointer doubles;

  private NativeNumbers(INDArray array) {
    this.array = array; // holds the memory
    this.type = array.dataType();
    // a pointer of its own: its position moves
    this.floats = type == DataType.FLOAT ? new FloatPointer(array.data().addressPointer()) : null;
    this.doubles =
        type == DataType.DOUBLE ? new DoublePointer(array.data().addressPointer()) : null;
  }

  /**
   * Those of an array, not copied.
   *
   * @param array without gaps, see {@link Layout}
   */
  static NativeNumbers of(INDArray array) {
    return new NativeNumbers(array);
  }

  /** New ones, of any value, in no workspace. */
  static NativeNumbers allocate(DataType type, long size) {
    return new NativeNumbers(Nd4j.createUninitializedDetached(type, 'c', size));
  }

  INDArray array() {
    return array;
  }

  /** Zeros from the beginning. */
  void clear(long count) {
    if (floats != null) {
      Pointer.memset(floats.position(0), 0, count * Float.BYTES);
    } else {
      Pointer.memset(doubles.position(0), 0, count * Double.BYTES);
    }
  }

  /** Copies to the heap. */
  void read(long from, HeapNumbers to, int at, int count) {
    if (floats != null) {
      floats.position(from).get(((HeapFloats) to).values(), at, count);
    } else {
      doubles.position(from).get(((HeapDoubles) to).values(), at, count);
    }
  }

  /** Copies from the heap. */
  void write(long at, HeapNumbers from, int first, int count) {
    if (floats != null) {
      floats.position(at).put(((HeapFloats) from).values(), first, count);
    } else {
      doubles.position(at).put(((HeapDoubles) from).values(), first, count);
    }
  }

  /** A matrix whose rows lie {@code rowStep} apart. */
  Matrix matrix(long first, int rowStep) {
    return new Matrix(this, first, rowStep, false);
  }

  /**
   * A matrix in row-major order.
   *
   * @param first where it begins
   * @param rowStep from one row to the next
   * @param transposed whether its transpose is meant
   */
  record Matrix(NativeNumbers numbers, long first, int rowStep, boolean transposed) {
    Matrix transpose() {
      return new Matrix(numbers, first, rowStep, !transposed);
    }

    private FloatPointer floats() {
      return numbers.floats.position(first);
    }

    private DoublePointer doubles() {
      return numbers.doubles.position(first);
    }

    private int order() {
      return transposed ? CblasTrans : CblasNoTrans;
    }

    /**
     * Becomes {@code a b + beta * this}.
     *
     * @param rows of this and of a
     * @param columns of this and of b
     * @param inner columns of a and rows of b
     * @param beta 0 to overwrite, 1 to add
     */
    void product(Matrix a, Matrix b, int rows, int columns, int inner, int beta) {
      if (numbers.floats != null) {
        cblas_sgemm(
            CblasRowMajor,
            a.order(),
            b.order(),
            rows,
            columns,
            inner,
            1f,
            a.floats(),
            a.rowStep,
            b.floats(),
            b.rowStep,
            beta,
            floats(),
            rowStep);
      } else {
        cblas_dgemm(
            CblasRowMajor,
            a.order(),
            b.order(),
            rows,
            columns,
            inner,
            1d,
            a.doubles(),
            a.rowStep,
            b.doubles(),
            b.rowStep,
            beta,
            doubles(),
            rowStep);
      }
    }
  }
}
