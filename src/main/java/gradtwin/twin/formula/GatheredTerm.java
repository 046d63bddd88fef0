package gradtwin.twin.formula;

import gradtwin.tensor.Accumulator;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.function.ToIntFunction;

/** Elements from anywhere: {@code y_i = x_source(i)}, or a number. */
final class GatheredTerm extends Term {
  private final int[] sources;
  private final int[] readers; // of each element; null if none has several

  /**
   * @param sources of each element of the result; -1 for the number
   */
  GatheredTerm(Term x, Shape shape, int[] sources, double otherwise) {
    super(Tensor.of(shape, gathered(x.values(), sources, otherwise)), x);
    this.sources = sources;
    this.readers = readers(sources, x.value().size());
  }

  private static int[] readers(int[] sources, int size) {
    int[] readers = new int[size];
    boolean several = false;
    for (int source : sources) {
      several |= source >= 0 && ++readers[source] > 1;
    }
    return several ? readers : null;
  }

  static int[] inOrder(int count) {
    int[] sources = new int[count];
    for (int i = 0; i < count; i++) {
      sources[i] = i;
    }
    return sources;
  }

  static int[] sources(Shape shape, ToIntFunction<int[]> source) {
    int[] sources = new int[shape.elements()];
    int[] at = new int[shape.rank()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = source.applyAsInt(at);
      for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape.size(axis); axis--) {
        at[axis] = 0;
      }
    }
    return sources;
  }

  private static double[] gathered(double[] from, int[] sources, double otherwise) {
    double[] to = new double[sources.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = sources[i] < 0 ? otherwise : from[sources[i]];
    }
    return to;
  }

  @Override
  double[] imaginary(double[][] operands) {
    return gathered(operands[0], sources, 0);
  }

  @Override
  double[] push(double[][] changes, Power power) {
    return gathered(changes[0], sources, 0);
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    if (readers == null) {
      for (int i = 0; i < sources.length; i++) {
        if (sources[i] >= 0) {
          to[sources[i]] += arriving[i];
        }
      }
      return;
    }
    Accumulator sums = new Accumulator(to);
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] >= 0) {
        sums.add(sources[i], arriving[i]);
      }
    }
    sums.finish();
  }

  /** An element that is read several times gathers a sum on the way back. */
  @Override
  double[] pullRounding(int operand, double[] adjoint, double[] sent) {
    if (readers == null) {
      return null;
    }
    double[] variances = zeros(sent.length);
    pull(operand, Power.SQUARE.of(adjoint), Power.PLAIN, variances);
    for (int i = 0; i < variances.length; i++) {
      Summation rounding = Summation.of(Math.max(1, readers[i]));
      variances[i] = rounding.ofSum() * sent[i] * sent[i] + rounding.ofSquares() * variances[i];
    }
    addBiases(adjoint, sent, variances);
    return variances;
  }

  /**
   * Where many of the numbers that add up are equal, as below a pooling or behind equal weights.
   */
  private void addBiases(double[] adjoint, double[] sent, double[] variances) {
    double[][] summands = new double[sent.length][];
    int[] count = new int[sent.length];
    for (int i = 0; i < sources.length; i++) {
      int source = sources[i];
      if (source >= 0 && readers[source] > Summation.FEW) {
        if (summands[source] == null) {
          summands[source] = new double[readers[source]];
        }
        summands[source][count[source]++] = adjoint[i];
      }
    }
    for (int i = 0; i < summands.length; i++) {
      if (summands[i] != null) {
        double oneLane = Summation.LANES * Summation.LANES * Summation.bias(summands[i]);
        variances[i] += oneLane * sent[i] * sent[i];
      }
    }
  }
}
