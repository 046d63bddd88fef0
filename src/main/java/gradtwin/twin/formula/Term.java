package gradtwin.twin.formula;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * A tensor in a {@link Formula}: its value, and how it came about. Operations give new terms; terms
 * do not change.
 *
 * <p>To write a formula, only the public methods matter. What a kind of term has to know, for the
 * questions that a formula is asked, are the other ones; they speak of the linear map between small
 * changes of an operand and of the term, whose coefficients are its partial derivatives.
 */
public abstract class Term {
  private final Formula formula;
  private final Tensor value;
  private final List<Term> operands;
  private final int index;
  private final boolean varies;

  Term(Formula formula, Tensor value, boolean varies, List<Term> operands) {
    this.formula = formula;
    this.value = value;
    this.operands = List.copyOf(operands);
    this.varies = varies || operands.stream().anyMatch(Term::varies);
    this.index = formula.add(this);
  }

  Term(Tensor value, Term... operands) {
    this(operands[0].formula, value, false, List.of(operands));
  }

  /** The formula that this is a term of. */
  public final Formula formula() {
    return formula;
  }

  /** The value: real, and computed once. */
  public final Tensor value() {
    return value;
  }

  public final Shape shape() {
    return value.shape();
  }

  /** A number that stays as it is. */
  public final Term constant(Tensor constant) {
    return formula.constant(constant);
  }

  /** What a parameter is in this formula, see {@link Formula#variable}. */
  public final Term variable(Tensor variable) {
    return formula.variable(variable);
  }

  // ---- elementwise

  /** The sum of two terms of one shape. */
  public final Term plus(Term other) {
    return new LinearTerm(this, 1, other, 1);
  }

  /** The difference of two terms of one shape. */
  public final Term minus(Term other) {
    return new LinearTerm(this, 1, other, -1);
  }

  public final Term plus(double number) {
    return new ShiftedTerm(this, 1, number);
  }

  public final Term times(double factor) {
    return new ShiftedTerm(this, factor, 0);
  }

  /** The same numbers, which are not given to both sides but rounded by each. */
  public final Term rounded() {
    return times(1);
  }

  public final Term negated() {
    return times(-1);
  }

  /** The product of two terms of one shape, element by element. */
  public final Term times(Term other) {
    return new ProductTerm(this, other);
  }

  /** The product with constant numbers of one shape, element by element. */
  public final Term times(Tensor factors) {
    return times(constant(factors));
  }

  /** The quotient of two terms of one shape, element by element. */
  public final Term dividedBy(Term other) {
    return times(other.map(Complex::reciprocal));
  }

  public final Term square() {
    return times(this);
  }

  public final Term exp() {
    return map(Complex::exp);
  }

  public final Term log() {
    return map(Complex::log);
  }

  public final Term sqrt() {
    return map(Complex::sqrt);
  }

  /** z^p for z above 0. */
  public final Term power(double p) {
    return map(z -> z.power(p));
  }

  /**
   * The p-th root of numbers of at least 0, as norms have it: at 0, where its derivative is
   * infinite, 0 is taken for it.
   */
  public final Term root(double p) {
    return map(z -> z.re() <= 0 ? Complex.of(0) : z.power(1 / p), 0);
  }

  /** The absolute value, with a kink at 0. */
  public final Term abs() {
    return map(Complex::abs, 0);
  }

  /** The larger of each element and a bound, with a kink there. */
  public final Term atLeast(double bound) {
    return map(z -> z.atLeast(bound), bound);
  }

  /** The smaller of each element and a bound, with a kink there. */
  public final Term atMost(double bound) {
    return map(z -> z.atMost(bound), bound);
  }

  /** A function of each element alone, whose derivative is computed without cancellation. */
  public final Term map(ComplexFunction function, double... seams) {
    return map(function, x -> 0, seams);
  }

  /**
   * As {@link #map}, of a function that is usually computed from larger numbers than its value,
   * such as {@code log(1 + x)} for a small x: their rounding is what its value has.
   *
   * @param magnitude how large those numbers are, for each x; 0 where they are not larger
   */
  public final Term map(ComplexFunction function, DoubleUnaryOperator magnitude, double... seams) {
    return new MappedTerm(this, function, magnitude, y -> 0, seams);
  }

  /**
   * A function of each element alone, whose derivative is usually computed from its value by a
   * difference such as {@code 1 - y²}, so that the derivative is rounded relative to the value.
   *
   * @param seams where it has a kink, or a higher derivative jumps
   */
  public final Term activated(ComplexFunction function, double... seams) {
    return activated(function, x -> 0, seams);
  }

  /**
   * As {@link #activated(ComplexFunction, double...)}, of a function that is usually computed from
   * larger numbers than its value.
   *
   * @param magnitude see {@link #map(ComplexFunction, DoubleUnaryOperator, double...)}
   */
  public final Term activated(
      ComplexFunction function, DoubleUnaryOperator magnitude, double... seams) {
    return activated(function, magnitude, y -> Math.min(1, Math.abs(y)), seams);
  }

  /**
   * As {@link #activated(ComplexFunction, DoubleUnaryOperator, double...)}, of a function whose
   * derivative is computed from other numbers than its value.
   *
   * @param magnitudeOfSlope how large they are, for each f(x)
   */
  public final Term activated(
      ComplexFunction function,
      DoubleUnaryOperator magnitude,
      DoubleUnaryOperator magnitudeOfSlope,
      double... seams) {
    return new MappedTerm(this, function, magnitude, magnitudeOfSlope, seams);
  }

  // ---- rearranged

  /** The same elements under another shape. */
  public final Term reshaped(Shape shape) {
    return shape.equals(shape())
        ? this
        : new GatheredTerm(this, shape, GatheredTerm.inOrder(shape.elements()), 0);
  }

  /**
   * Elements from anywhere.
   *
   * @param source from the coordinates of an element of the result to the position of its source in
   *     this term in row-major order, or to -1 for 0; the array is used over and over
   */
  public final Term gathered(Shape shape, ToIntFunction<int[]> source) {
    return gathered(shape, source, 0);
  }

  /**
   * Elements from anywhere, or a number.
   *
   * @param source as in {@link #gathered(Shape, ToIntFunction)}, but -1 for the number
   */
  public final Term gathered(Shape shape, ToIntFunction<int[]> source, double otherwise) {
    return new GatheredTerm(this, shape, GatheredTerm.sources(shape, source), otherwise);
  }

  /**
   * Elements from anywhere, by their coordinates.
   *
   * @param source from the coordinates of an element of the result to those of its source in this
   *     term; null for 0
   */
  public final Term picked(Shape shape, java.util.function.UnaryOperator<int[]> source) {
    return gathered(
        shape,
        at -> {
          int[] from = source.apply(at);
          return from == null ? -1 : position(from);
        });
  }

  private int position(int[] coordinates) {
    int position = 0;
    for (int axis = 0; axis < coordinates.length; axis++) {
      position = position * shape().size(axis) + coordinates[axis];
    }
    return position;
  }

  /**
   * The axes in another order.
   *
   * @param order which axis of this term each axis of the result is
   */
  public final Term permuted(int... order) {
    int[] sizes = new int[order.length];
    for (int axis = 0; axis < order.length; axis++) {
      sizes[axis] = shape().size(order[axis]);
    }
    int[] from = new int[order.length];
    return picked(
        Shape.of(sizes),
        at -> {
          for (int axis = 0; axis < order.length; axis++) {
            from[order[axis]] = at[axis];
          }
          return from;
        });
  }

  /**
   * This term repeated along new axes.
   *
   * @param axes for each axis of this term, which axis of the shape it is
   */
  public final Term along(Shape shape, int... axes) {
    int[] from = new int[axes.length];
    return picked(
        shape,
        at -> {
          for (int axis = 0; axis < axes.length; axis++) {
            from[axis] = at[axes[axis]];
          }
          return from;
        });
  }

  /** Part of an axis: {@code from} (inclusive) to {@code to} (exclusive). */
  public final Term slice(int axis, int from, int to) {
    int[] sizes = shape().sizes();
    sizes[axis] = to - from;
    return picked(
        Shape.of(sizes),
        at -> {
          int[] source = at.clone();
          source[axis] += from;
          return source;
        });
  }

  /** One element of an axis, which is gone in the result. */
  public final Term at(int axis, int position) {
    int[] sizes = shape().sizes();
    int[] left = new int[sizes.length - 1];
    for (int i = 0, to = 0; i < sizes.length; i++) {
      if (i != axis) {
        left[to++] = sizes[i];
      }
    }
    return slice(axis, position, position + 1).reshaped(Shape.of(left));
  }

  /** Terms one after the other along an axis. */
  public static Term concatenated(int axis, List<Term> parts) {
    return new ConcatenatedTerm(axis, parts);
  }

  /** Terms of one shape, put together along a new axis. */
  public static Term stacked(int axis, List<Term> parts) {
    List<Term> thick = new ArrayList<>();
    for (Term part : parts) {
      int[] sizes = new int[part.shape().rank() + 1];
      for (int i = 0, from = 0; i < sizes.length; i++) {
        sizes[i] = i == axis ? 1 : part.shape().size(from++);
      }
      thick.add(part.reshaped(Shape.of(sizes)));
    }
    return concatenated(axis, thick);
  }

  // ---- joined

  /**
   * The matrix product: [m, k] by [k, n] is [m, n]; with a leading axis that both have, one product
   * for each: [b, m, k] by [b, k, n] is [b, m, n].
   */
  public final Term product(Term other) {
    return new MatrixProductTerm(this, other);
  }

  /** The sum over one axis, which is gone in the result. */
  public final Term sum(int axis) {
    return new SummedTerm(this, axis);
  }

  /** The sum of all elements: [1]. */
  public final Term sum() {
    return reshaped(Shape.of(1, value.size())).sum(1);
  }

  /** The mean over one axis, which is gone in the result. */
  public final Term mean(int axis) {
    return sum(axis).times(1.0 / shape().size(axis));
  }

  /** The largest element along one axis, which is gone in the result; the first of equal ones. */
  public final Term largest(int axis) {
    return new LargestTerm(this, axis);
  }

  // ---- what a formula asks

  final int index() {
    return index;
  }

  final List<Term> operands() {
    return operands;
  }

  final Term operand(int i) {
    return operands.get(i);
  }

  final double[] values() {
    return value.values();
  }

  /** Whether it depends on anything that varies. */
  final boolean varies() {
    return varies;
  }

  /** How many elementary operations one evaluation takes. */
  double work() {
    return value.size();
  }

  /**
   * The imaginary part, in complex arithmetic.
   *
   * @param operands the imaginary part of each operand; null for one that is real. At least one is
   *     not.
   */
  abstract double[] imaginary(double[][] operands);

  /**
   * What small changes of the operands make of this term, by the linear map; their variances, if
   * the power is {@link Power#SQUARE}.
   *
   * @param changes of each operand; null for one that does not change. At least one does.
   */
  abstract double[] push(double[][] changes, Power power);

  /**
   * The variance of what the computation of this term itself rounds, in units of the squared unit
   * roundoff; null if it is exact.
   */
  double[] rounding() {
    return null;
  }

  /** What becomes of the coefficients of the linear map before they are applied. */
  enum Power {
    PLAIN,
    SQUARE,
    ABSOLUTE;

    double of(double coefficient) {
      return switch (this) {
        case PLAIN -> coefficient;
        case SQUARE -> coefficient * coefficient;
        case ABSOLUTE -> Math.abs(coefficient);
      };
    }

    double[] of(double[] coefficients) {
      if (this == PLAIN) {
        return coefficients;
      }
      double[] powers = new double[coefficients.length];
      for (int i = 0; i < powers.length; i++) {
        powers[i] = of(coefficients[i]);
      }
      return powers;
    }
  }

  /**
   * Goes back through the linear map: adds what arrives at this term, times the coefficients, to
   * {@code to}.
   *
   * @param arriving one number for each element of this term
   * @param to one number for each element of the operand
   */
  abstract void pull(int operand, double[] arriving, Power power, double[] to);

  /**
   * Adds what small changes of the operands make of the adjoint of one of them, in that they change
   * the coefficients of the map: nothing where these are constant.
   *
   * @param adjoint of this term
   * @param changes of each operand, see {@link #push}
   */
  void pullChanges(int operand, double[] adjoint, double[][] changes, Power power, double[] to) {}

  /**
   * The variance of what the way back through the map itself rounds; null if it is exact.
   *
   * @param adjoint of this term
   * @param sent what goes back to the operand, see {@link #pull}
   */
  double[] pullRounding(int operand, double[] adjoint, double[] sent) {
    return null;
  }

  /**
   * Where this term is not smooth, how far each element is from there: in the units of the operand.
   * Null if it is smooth everywhere.
   */
  double[] margins() {
    return null;
  }

  /**
   * Of a term with {@link #margins}: how fast each margin is crossed.
   *
   * @param imaginary of the operands, see {@link #imaginary}
   */
  double[] approach(double[][] imaginary) {
    throw new UnsupportedOperationException("smooth everywhere");
  }

  /**
   * Of a term with {@link #margins}: adds, for the elements that are so near a kink that rounding
   * decides their side, by how much the choice may change the adjoint of the operand.
   *
   * @param variances of the operands
   * @param reach within so many standard deviations
   * @param unit the unit roundoff
   * @return how many elements there are
   */
  int doubt(double[] adjoint, double[][] variances, double reach, double unit, double[] to) {
    return 0;
  }

  /** The variances of numbers that were rounded once. */
  static double[] thirdsOfSquares(double[] values) {
    double[] thirds = values.clone();
    for (int i = 0; i < thirds.length; i++) {
      thirds[i] *= thirds[i] / 3;
    }
    return thirds;
  }

  static double[] zeros(int size) {
    return new double[size];
  }

  final void requireSameShape(Term other) {
    if (!shape().equals(other.shape())) {
      throw new IllegalArgumentException(
          "expected terms of one shape, got " + shape() + " and " + other.shape());
    }
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + shape();
  }
}
