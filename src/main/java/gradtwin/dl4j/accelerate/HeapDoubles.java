package gradtwin.dl4j.accelerate;

import java.util.Arrays;

/** {@link HeapNumbers} in float64. */
final class HeapDoubles extends HeapNumbers {
  private final double[] values;

  HeapDoubles(int size) {
    this.values = new double[size];
  }

  double[] values() {
    return values;
  }

  private static double[] of(HeapNumbers numbers) {
    return ((HeapDoubles) numbers).values;
  }

  @Override
  int size() {
    return values.length;
  }

  @Override
  double get(int index) {
    return values[index];
  }

  @Override
  void set(int index, double value) {
    values[index] = value;
  }

  @Override
  void copy(int at, HeapNumbers from, int first, int step, int count) {
    double[] source = of(from);
    if (step == 1) {
      System.arraycopy(source, first, values, at, count);
    } else {
      for (int j = 0; j < count; j++) {
        values[at + j] = source[first + j * step];
      }
    }
  }

  @Override
  void add(int at, int step, HeapNumbers from, int first, int count) {
    double[] source = of(from);
    if (step == 1) {
      for (int j = 0; j < count; j++) {
        values[at + j] += source[first + j];
      }
    } else {
      for (int j = 0; j < count; j++) {
        values[at + j * step] += source[first + j];
      }
    }
  }

  @Override
  void add(int at, double value, int count) {
    double same = value;
    for (int j = at; j < at + count; j++) {
      values[j] += same;
    }
  }

  @Override
  void clear(int from, int to) {
    Arrays.fill(values, from, to, 0);
  }

  @Override
  double sum(int from, int count) {
    double a = 0; // several sums, because each addition has to wait for the one before
    double b = 0;
    double c = 0;
    double d = 0;
    int end = from + count;
    int j = from;
    for (; j + 3 < end; j += 4) {
      a += values[j];
      b += values[j + 1];
      c += values[j + 2];
      d += values[j + 3];
    }
    for (; j < end; j++) {
      a += values[j];
    }
    return (a + b) + (c + d);
  }

  @Override
  boolean same(int at, HeapNumbers other, int first, int count) {
    return Arrays.equals(values, at, at + count, of(other), first, first + count);
  }

  @Override
  int largest(int first, int rows, int rowStep, int columns, int columnStep) {
    int best = first;
    double top = values[first];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int index = first + row * rowStep + column * columnStep;
        double value = values[index];
        best = value > top ? index : best; // no branch: nobody could foretell it
        top = Math.max(top, value);
      }
    }
    return best;
  }

  @Override
  void remember(HeapNumbers gates, HeapNumbers before) {
    double[] all = of(gates);
    double[] old = of(before);
    int size = values.length;
    for (int j = 0; j < size; j++) {
      values[j] = all[size + j] * old[j] + all[3 * size + j] * all[j];
    }
  }

  @Override
  void output(HeapNumbers gates, HeapNumbers tanhC) {
    double[] all = of(gates);
    double[] tanh = of(tanhC);
    int size = values.length;
    for (int j = 0; j < size; j++) {
      values[j] = all[2 * size + j] * tanh[j];
    }
  }

  @Override
  void goBack(
      HeapNumbers dh, HeapNumbers dc, HeapNumbers gates, HeapNumbers tanhC, HeapNumbers before) {
    double[] output = of(dh);
    double[] cell = of(dc);
    double[] all = of(gates);
    double[] tanh = of(tanhC);
    double[] old = of(before);
    int size = cell.length;
    for (int j = 0; j < size; j++) {
      double i = all[j];
      double f = all[size + j];
      double o = all[2 * size + j];
      double g = all[3 * size + j];
      double c = cell[j] + output[j] * o * (1 - tanh[j] * tanh[j]);
      values[j] = c * g * (1 - i * i);
      values[size + j] = c * old[j] * f * (1 - f);
      values[2 * size + j] = output[j] * tanh[j] * o * (1 - o);
      values[3 * size + j] = c * i * g * (1 - g);
      cell[j] = c * f;
    }
  }

  @Override
  void adam(
      HeapNumbers m, HeapNumbers v, int count, FusedAdam.Rates rates, FusedAdam.Rounding rounding) {
    double[] means = of(m);
    double[] squares = of(v);
    double beta1 = rates.beta1();
    double beta2 = rates.beta2();
    double rest1 = 1 - beta1;
    double rest2 = 1 - beta2;
    double rate = rates.rate();
    double epsilon = rates.epsilon();
    if (rounding == FusedAdam.Rounding.FUSED) {
      for (int i = 0; i < count; i++) {
        double mean = Math.fma(beta1, means[i], values[i] * rest1);
        double square = Math.fma(beta2, squares[i], values[i] * values[i] * rest2);
        means[i] = mean;
        squares[i] = square;
        values[i] = mean * rate / (Math.sqrt(square) + epsilon);
      }
    } else {
      for (int i = 0; i < count; i++) {
        double mean = beta1 * means[i] + values[i] * rest1;
        double square = beta2 * squares[i] + values[i] * values[i] * rest2;
        means[i] = mean;
        squares[i] = square;
        values[i] = mean * rate / (Math.sqrt(square) + epsilon);
      }
    }
  }
}
