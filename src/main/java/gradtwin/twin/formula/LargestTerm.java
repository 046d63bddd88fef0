package gradtwin.twin.formula;

import gradtwin.tensor.Tensor;

/** The largest element along one axis. */
final class LargestTerm extends Term {
  private final int[] largest;
  private final int[] second; // -1 if there is none

  LargestTerm(Term x, int axis) {
    super(Tensor.zeros(SummedTerm.without(x.shape(), axis)), x);
    int count = x.shape().size(axis);
    int inner = SummedTerm.inner(x.shape(), axis);
    this.largest = new int[value().size()];
    this.second = new int[value().size()];
    for (int i = 0; i < largest.length; i++) {
      find(i, i / inner * inner * count + i % inner, count, inner);
      values()[i] = x.values()[largest[i]];
    }
  }

  private void find(int i, int from, int count, int stride) {
    double[] x = operand(0).values();
    largest[i] = from;
    second[i] = -1;
    for (int k = 1; k < count; k++) {
      int at = from + k * stride;
      if (x[at] > x[largest[i]]) {
        second[i] = largest[i];
        largest[i] = at;
      } else if (second[i] < 0 || x[at] > x[second[i]]) {
        second[i] = at;
      }
    }
  }

  private double[] selected(double[] from) {
    double[] to = zeros(largest.length);
    for (int i = 0; i < to.length; i++) {
      to[i] = from[largest[i]];
    }
    return to;
  }

  @Override
  double[] imaginary(double[][] operands) {
    return selected(operands[0]);
  }

  @Override
  double[] push(double[][] changes, Power power) {
    return selected(changes[0]);
  }

  @Override
  void pull(int operand, double[] arriving, Power power, double[] to) {
    for (int i = 0; i < largest.length; i++) {
      to[largest[i]] += arriving[i];
    }
  }

  @Override
  double[] margins() {
    double[] margins = zeros(largest.length);
    for (int i = 0; i < margins.length; i++) {
      double[] x = operand(0).values();
      margins[i] = second[i] < 0 ? Double.POSITIVE_INFINITY : x[largest[i]] - x[second[i]];
    }
    return margins;
  }

  @Override
  double[] approach(double[][] imaginary) {
    double[] approach = zeros(largest.length);
    for (int i = 0; i < approach.length; i++) {
      approach[i] = second[i] < 0 ? 0 : imaginary[0][largest[i]] - imaginary[0][second[i]];
    }
    return approach;
  }

  @Override
  int doubt(double[] adjoint, double[][] variances, double reach, double unit, double[] to) {
    int doubtful = 0;
    double[] margins = margins();
    for (int i = 0; i < largest.length; i++) {
      double variance =
          variances[0] == null || second[i] < 0
              ? 0
              : variances[0][largest[i]] + variances[0][second[i]];
      if (margins[i] <= reach * unit * Math.sqrt(variance) && adjoint[i] != 0) {
        doubtful++;
        to[largest[i]] += Math.abs(adjoint[i]);
        to[second[i]] += Math.abs(adjoint[i]);
      }
    }
    return doubtful;
  }
}
