package gradtwin.dl4j;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tensors to ND4J's arrays and back. Every crossing copies. */
final class NdArrays {
  private NdArrays() {}

  /** An array of its own in C order. Rounds to float32 if that is the type. */
  static INDArray of(Tensor tensor, DataType type) {
    long[] shape = Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
    double[] values = tensor.values();
    if (type == DataType.DOUBLE) {
      return Nd4j.create(values, shape, 'c');
    }
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return Nd4j.create(rounded, shape, 'c');
  }

  /** A tensor of the array's shape, whatever the order of its elements in memory. */
  static Tensor toTensor(INDArray array) {
    int[] sizes = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
    return toTensor(array, Shape.of(sizes));
  }

  /** A tensor of another shape with as many elements, such as [n] for DL4J's bias [1, n]. */
  static Tensor toTensor(INDArray array, Shape shape) {
    double[] values = array.dup('c').data().asDouble();
    return Tensor.of(shape, values);
  }
}
