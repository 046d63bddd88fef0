package gradtwin.dl4j.accelerate;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * An array of float32 or float64 numbers on the heap, where the JVM's compiler is good at loops
 * over them. Everything else is done on {@link NativeNumbers}.
 */
abstract sealed class HeapNumbers permits HeapFloats, HeapDoubles {
  /** Zeros. */
  static HeapNumbers zeros(DataType type, int size) {
    return type == DataType.DOUBLE ? new HeapDoubles(size) : new HeapFloats(size);
  }

  abstract int size();

  abstract double get(int index);

  abstract void set(int index, double value);

  /** {@code this[at + j] = from[first + j * step]} for j below count. */
  abstract void copy(int at, HeapNumbers from, int first, int step, int count);

  /** {@code this[at + j * step] += from[first + j]} for j below count. */
  abstract void add(int at, int step, HeapNumbers from, int first, int count);

  /** {@code this[at + j] += value} for j below count. */
  abstract void add(int at, double value, int count);

  /** Zero from an index up to, not including, another. */
  abstract void clear(int from, int to);

  /** In float64, whatever the type. */
  abstract double sum(int from, int count);

  /** Whether numbers are the same, bit by bit. */
  abstract boolean same(int at, HeapNumbers other, int first, int count);

  /**
   * Where the largest of a window stands, the first of those that are equal.
   *
   * @param first the index of the window's first element
   * @param rows and columns of the window
   * @param rowStep between its rows
   * @param columnStep between its columns
   */
  abstract int largest(int first, int rows, int rowStep, int columns, int columnStep);

  /**
   * One step of an LSTM, behind the functions of its gates: {@code c = f * before + g * i}.
   *
   * @param gates i, f, o, g one after the other, each as long as this
   */
  abstract void remember(HeapNumbers gates, HeapNumbers before);

  /**
   * The output of one step of an LSTM: {@code this = o * tanhC}.
   *
   * @param gates i, f, o, g one after the other, each as long as this
   */
  abstract void output(HeapNumbers gates, HeapNumbers tanhC);

  /**
   * The way back through one step of an LSTM, with sigmoid gates and tanh.
   *
   * <pre>{@code
   * dc = dc + dh * o * (1 - tanh(c)^2)
   * di = dc * g * (1 - i^2)
   * df = dc * before * f * (1 - f)
   * do = dh * tanh(c) * o * (1 - o)
   * dg = dc * i * g * (1 - g)
   * }</pre>
   *
   * and {@code dc * f} is left in dc for the step before.
   *
   * @param dh the gradient with respect to the output
   * @param gates i, f, o, g one after the other; this becomes their gradients before the functions
   * @param before the cells of the step before
   */
  abstract void goBack(
      HeapNumbers dh, HeapNumbers dc, HeapNumbers gates, HeapNumbers tanhC, HeapNumbers before);

  /**
   * One step of Adam, which turns the first so many of these numbers from gradients into steps.
   *
   * <pre>{@code
   * m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g^2
   * step = rate m / (sqrt(v) + epsilon)
   * }</pre>
   *
   * @param m the mean of the gradients, which is changed
   * @param v the mean of their squares, which is changed
   */
  abstract void adam(
      HeapNumbers m, HeapNumbers v, int count, FusedAdam.Rates rates, FusedAdam.Rounding rounding);
}
