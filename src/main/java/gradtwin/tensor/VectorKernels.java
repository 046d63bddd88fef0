package gradtwin.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels over vectors of the width that the CPU prefers.
 *
 * <p>The product keeps a tile of the result in registers, 4 rows by 4 vectors, and goes through a
 * panel of {@code b} that stays in the cache while strips of four rows of {@code a} pass by. Where
 * all four are zero there is nothing to add, so these columns of the strip are left out. What
 * remains at the right and lower edge is computed by smaller tiles and by tiles that overlap those
 * before them: each element is the same sum in the same order, whichever tile it lies in.
 *
 * <p>Each kernel is a static method of straight-line locals, because the JIT compiler keeps vectors
 * in registers only while it sees their whole life; else it makes an object of each, and is ten
 * times as slow without a word. A test counts what products allocate.
 */
final class VectorKernels implements DenseKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int ROWS = 4;

  /** A tile of 4 by 4 needs 21 registers; with vectors of 512 bits there are 32, else 16. */
  private static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() >= 512;

  /** The number of each lane. */
  private static final double[] LANE = IntStream.range(0, LANES).asDoubleStream().toArray();

  /** Below so many multiplications there is nothing to gain. */
  private static final int SMALL = 512;

  /** So many numbers of a stay in the second-level cache while the panels of b pass by. */
  private static final int CACHED = 1 << 17;

  /** From so many columns on, it pays to look for zeros first. */
  private static final int WORTH_GATHERING = 128;

  /** After a strip with few zeros, so many are not searched: what has none has none elsewhere. */
  private static final int UNSEARCHED = 16;

  private static final double LOG2_E = 1.4426950408889634; // 1 / ln 2

  /** ln 2 in two parts, the first with so few digits that small multiples of it are exact. */
  private static final double LN2_HIGH = 0x1.62e42fee00000p-1;

  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** Adding this to a number rounds it to a whole one, n, and leaves n + 1023 in the low bits. */
  private static final double POWER_SHIFT = 0x1.8p52 + 1023;

  private final ThreadLocal<Strips> strips = ThreadLocal.withInitial(Strips::new);

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void product(Matrix a, Matrix b, Matrix c, boolean add) {
    int n = c.columns;
    if (n < LANES || (long) c.rows * n * b.rows < SMALL) {
      PlainKernels.small(a, b, c, 0, add);
      return;
    }
    Strips some = strips.get();
    int most = Math.max(ROWS, CACHED / b.rows / ROWS * ROWS);
    for (int i = 0; i < c.rows; i += most) {
      some.take(a, b, c, i, Math.min(c.rows, i + most), add);
      int j = 0;
      for (; MANY_REGISTERS && j + 4 * LANES <= n; j += 4 * LANES) {
        for (int at = 0; at < some.count; at++) {
          tile4x4(some.strips.get(at), b.values, b.from + j, c, j, add);
        }
      }
      for (; j + 2 * LANES <= n; j += 2 * LANES) {
        for (int at = 0; at < some.count; at++) {
          tile4x2(some.strips.get(at), b.values, b.from + j, c, j, add);
        }
      }
      for (; j < n; j += LANES) {
        int done = Math.max(0, j + LANES - n);
        for (int at = 0; at < some.count; at++) {
          tile4x1(some.strips.get(at), b.values, b.from + j - done, c, j - done, add, done);
        }
      }
      for (int row = some.end; row < Math.min(c.rows, i + most); row++) {
        for (j = 0; j < n; j += LANES) {
          int done = Math.max(0, j + LANES - n);
          rowTile(a, b, c, row, j - done, add, done);
        }
      }
    }
  }

  /** Four rows of a and of c, and the rows of b that their columns are multiplied with. */
  private static final class Strip {
    /** The first of the four rows. */
    int row;

    double[] values;
    int from;
    int rowStride;
    int columnStride;

    /**
     * Where in b the row starts that a column is multiplied with, counted from b's start; from
     * {@link #firstOfB} on.
     */
    int[] rowsOfB;

    int firstOfB;

    /** How many columns there are. */
    int columns;
  }

  /** The strips of some rows. */
  private static final class Strips {
    final List<Strip> strips = new ArrayList<>();
    int count;

    /** The row behind the last strip. */
    int end;

    private int[] all = new int[0];
    private int[] some = new int[0];
    private double[] gathered = new double[0];

    /**
     * Takes rows, without the columns that are zero in all four of a strip where that may pay:
     * images are black around the edges, and half of what a relu lets through is zero. Where a
     * strip has few zeros, those behind it are taken as they lie for a while.
     *
     * @param i the first row, a multiple of four
     * @param to the row behind the last
     * @param add without it, what is left over at the end may be computed twice
     */
    void take(Matrix a, Matrix b, Matrix c, int i, int to, boolean add) {
      makeRoom(a.columns, (to - i) / ROWS);
      for (int p = 0; p < a.columns; p++) {
        all[p] = p * b.rowStride;
      }
      count = 0;
      int unsearched = c.columns >= WORTH_GATHERING ? 0 : Integer.MAX_VALUE;
      int used = 0;
      for (end = i; end + ROWS <= to; end += ROWS, unsearched--) {
        Strip strip = next(a, end);
        if (unsearched <= 0) {
          gather(strip, used);
          used += strip.columns;
          unsearched = strip.columns > a.columns - a.columns / 8 ? UNSEARCHED : 1;
        }
      }
      if (end < to && !add && to >= ROWS) {
        next(a, to - ROWS);
        end = to;
      }
    }

    /** Four rows as they lie. */
    private Strip next(Matrix a, int row) {
      if (count == strips.size()) {
        strips.add(new Strip());
      }
      Strip strip = strips.get(count++);
      strip.row = row;
      strip.values = a.values;
      strip.from = a.from + row * a.rowStride;
      strip.rowStride = a.rowStride;
      strip.columnStride = a.columnStride;
      strip.rowsOfB = all;
      strip.firstOfB = 0;
      strip.columns = a.columns;
      return strip;
    }

    /** Replaces the columns of a strip by those that are not zero, behind those gathered before. */
    private void gather(Strip strip, int used) {
      int kept = gather(strip, all, gathered, some, used);
      strip.values = gathered;
      strip.from = ROWS * used;
      strip.rowStride = 1;
      strip.columnStride = ROWS;
      strip.rowsOfB = some;
      strip.firstOfB = used;
      strip.columns = kept;
    }

    /** Without a branch: what is not wanted is overwritten by the next. */
    private static int gather(Strip strip, int[] all, double[] to, int[] some, int used) {
      double[] x = strip.values;
      int row = strip.rowStride;
      int column = strip.columnStride;
      int end = used;
      for (int p = 0, at = strip.from; p < strip.columns; p++, at += column) {
        double x0 = x[at];
        double x1 = x[at + row];
        double x2 = x[at + 2 * row];
        double x3 = x[at + 3 * row];
        to[ROWS * end] = x0;
        to[ROWS * end + 1] = x1;
        to[ROWS * end + 2] = x2;
        to[ROWS * end + 3] = x3;
        some[end] = all[p];
        // the sign shifted out, any bit left says that a number is not zero
        long bits =
            (Double.doubleToRawLongBits(x0)
                    | Double.doubleToRawLongBits(x1)
                    | Double.doubleToRawLongBits(x2)
                    | Double.doubleToRawLongBits(x3))
                << 1;
        end += (int) ((bits | -bits) >>> 63);
      }
      return end - used;
    }

    private void makeRoom(int columns, int most) {
      if (all.length < columns) {
        all = new int[columns];
      }
      int size = Math.max(1, most) * columns;
      if (some.length < size) {
        some = new int[size];
        gathered = new double[ROWS * size];
      }
    }
  }

  private static void rowTile(Matrix a, Matrix b, Matrix c, int i, int j, boolean add, int done) {
    tile1x1(
        a.values,
        a.from + i * a.rowStride,
        a.columnStride,
        b.values,
        b.from + j,
        b.rowStride,
        b.rows,
        c.values,
        c.from + i * c.rowStride + j,
        add,
        done);
  }

  /** Four rows of c, four vectors wide. */
  private static void tile4x4(
      Strip strip, double[] b, int bFrom, Matrix of, int column, boolean add) {
    double[] a = strip.values;
    int aRow = strip.rowStride;
    int aColumn = strip.columnStride;
    int[] rowsOfB = strip.rowsOfB;
    int firstOfB = strip.firstOfB;
    int columns = strip.columns;
    double[] c = of.values;
    int cRow = of.rowStride;
    int cFrom = of.from + strip.row * cRow + column;
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c02 = DoubleVector.zero(SPECIES);
    DoubleVector c03 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c12 = DoubleVector.zero(SPECIES);
    DoubleVector c13 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c22 = DoubleVector.zero(SPECIES);
    DoubleVector c23 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    DoubleVector c32 = DoubleVector.zero(SPECIES);
    DoubleVector c33 = DoubleVector.zero(SPECIES);
    for (int p = 0, x = strip.from; p < columns; p++, x += aColumn) {
      int y = bFrom + rowsOfB[firstOfB + p];
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, y);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, y + LANES);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, y + 2 * LANES);
      DoubleVector b3 = DoubleVector.fromArray(SPECIES, b, y + 3 * LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[x]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[x + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[x + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[x + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
    }
    if (add) {
      c00.add(DoubleVector.fromArray(SPECIES, c, cFrom)).intoArray(c, cFrom);
      c01.add(DoubleVector.fromArray(SPECIES, c, cFrom + LANES)).intoArray(c, cFrom + LANES);
      c02.add(DoubleVector.fromArray(SPECIES, c, cFrom + 2 * LANES))
          .intoArray(c, cFrom + 2 * LANES);
      c03.add(DoubleVector.fromArray(SPECIES, c, cFrom + 3 * LANES))
          .intoArray(c, cFrom + 3 * LANES);
      c10.add(DoubleVector.fromArray(SPECIES, c, cFrom + cRow)).intoArray(c, cFrom + cRow);
      c11.add(DoubleVector.fromArray(SPECIES, c, cFrom + cRow + LANES))
          .intoArray(c, cFrom + cRow + LANES);
      c12.add(DoubleVector.fromArray(SPECIES, c, cFrom + cRow + 2 * LANES))
          .intoArray(c, cFrom + cRow + 2 * LANES);
      c13.add(DoubleVector.fromArray(SPECIES, c, cFrom + cRow + 3 * LANES))
          .intoArray(c, cFrom + cRow + 3 * LANES);
      c20.add(DoubleVector.fromArray(SPECIES, c, cFrom + 2 * cRow)).intoArray(c, cFrom + 2 * cRow);
      c21.add(DoubleVector.fromArray(SPECIES, c, cFrom + 2 * cRow + LANES))
          .intoArray(c, cFrom + 2 * cRow + LANES);
      c22.add(DoubleVector.fromArray(SPECIES, c, cFrom + 2 * cRow + 2 * LANES))
          .intoArray(c, cFrom + 2 * cRow + 2 * LANES);
      c23.add(DoubleVector.fromArray(SPECIES, c, cFrom + 2 * cRow + 3 * LANES))
          .intoArray(c, cFrom + 2 * cRow + 3 * LANES);
      c30.add(DoubleVector.fromArray(SPECIES, c, cFrom + 3 * cRow)).intoArray(c, cFrom + 3 * cRow);
      c31.add(DoubleVector.fromArray(SPECIES, c, cFrom + 3 * cRow + LANES))
          .intoArray(c, cFrom + 3 * cRow + LANES);
      c32.add(DoubleVector.fromArray(SPECIES, c, cFrom + 3 * cRow + 2 * LANES))
          .intoArray(c, cFrom + 3 * cRow + 2 * LANES);
      c33.add(DoubleVector.fromArray(SPECIES, c, cFrom + 3 * cRow + 3 * LANES))
          .intoArray(c, cFrom + 3 * cRow + 3 * LANES);
    } else {
      c00.intoArray(c, cFrom);
      c01.intoArray(c, cFrom + LANES);
      c02.intoArray(c, cFrom + 2 * LANES);
      c03.intoArray(c, cFrom + 3 * LANES);
      c10.intoArray(c, cFrom + cRow);
      c11.intoArray(c, cFrom + cRow + LANES);
      c12.intoArray(c, cFrom + cRow + 2 * LANES);
      c13.intoArray(c, cFrom + cRow + 3 * LANES);
      c20.intoArray(c, cFrom + 2 * cRow);
      c21.intoArray(c, cFrom + 2 * cRow + LANES);
      c22.intoArray(c, cFrom + 2 * cRow + 2 * LANES);
      c23.intoArray(c, cFrom + 2 * cRow + 3 * LANES);
      c30.intoArray(c, cFrom + 3 * cRow);
      c31.intoArray(c, cFrom + 3 * cRow + LANES);
      c32.intoArray(c, cFrom + 3 * cRow + 2 * LANES);
      c33.intoArray(c, cFrom + 3 * cRow + 3 * LANES);
    }
  }

  /** Four rows of c, two vectors wide. */
  private static void tile4x2(
      Strip strip, double[] b, int bFrom, Matrix of, int column, boolean add) {
    double[] a = strip.values;
    int aRow = strip.rowStride;
    int aColumn = strip.columnStride;
    int[] rowsOfB = strip.rowsOfB;
    int firstOfB = strip.firstOfB;
    int columns = strip.columns;
    double[] c = of.values;
    int cRow = of.rowStride;
    int cFrom = of.from + strip.row * cRow + column;
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    for (int p = 0, x = strip.from; p < columns; p++, x += aColumn) {
      int y = bFrom + rowsOfB[firstOfB + p];
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, y);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, y + LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[x]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[x + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[x + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[x + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    if (add) {
      c00.add(DoubleVector.fromArray(SPECIES, c, cFrom)).intoArray(c, cFrom);
      c01.add(DoubleVector.fromArray(SPECIES, c, cFrom + LANES)).intoArray(c, cFrom + LANES);
      c10.add(DoubleVector.fromArray(SPECIES, c, cFrom + cRow)).intoArray(c, cFrom + cRow);
      c11.add(DoubleVector.fromArray(SPECIES, c, cFrom + cRow + LANES))
          .intoArray(c, cFrom + cRow + LANES);
      c20.add(DoubleVector.fromArray(SPECIES, c, cFrom + 2 * cRow)).intoArray(c, cFrom + 2 * cRow);
      c21.add(DoubleVector.fromArray(SPECIES, c, cFrom + 2 * cRow + LANES))
          .intoArray(c, cFrom + 2 * cRow + LANES);
      c30.add(DoubleVector.fromArray(SPECIES, c, cFrom + 3 * cRow)).intoArray(c, cFrom + 3 * cRow);
      c31.add(DoubleVector.fromArray(SPECIES, c, cFrom + 3 * cRow + LANES))
          .intoArray(c, cFrom + 3 * cRow + LANES);
    } else {
      c00.intoArray(c, cFrom);
      c01.intoArray(c, cFrom + LANES);
      c10.intoArray(c, cFrom + cRow);
      c11.intoArray(c, cFrom + cRow + LANES);
      c20.intoArray(c, cFrom + 2 * cRow);
      c21.intoArray(c, cFrom + 2 * cRow + LANES);
      c30.intoArray(c, cFrom + 3 * cRow);
      c31.intoArray(c, cFrom + 3 * cRow + LANES);
    }
  }

  /**
   * Four rows of c, a vector wide.
   *
   * @param done how many of its columns were computed before, so that nothing is added there
   */
  private static void tile4x1(
      Strip strip, double[] b, int bFrom, Matrix of, int column, boolean add, int done) {
    double[] a = strip.values;
    int aRow = strip.rowStride;
    int aColumn = strip.columnStride;
    int[] rowsOfB = strip.rowsOfB;
    int firstOfB = strip.firstOfB;
    int columns = strip.columns;
    double[] c = of.values;
    int cRow = of.rowStride;
    int cFrom = of.from + strip.row * cRow + column;
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    for (int p = 0, x = strip.from; p < columns; p++, x += aColumn) {
      int y = bFrom + rowsOfB[firstOfB + p];
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, y);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[x]);
      c00 = a0.fma(b0, c00);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[x + aRow]);
      c10 = a1.fma(b0, c10);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[x + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[x + 3 * aRow]);
      c30 = a3.fma(b0, c30);
    }
    if (add) {
      VectorMask<Double> fresh =
          DoubleVector.fromArray(SPECIES, LANE, 0).compare(VectorOperators.GE, done);
      DoubleVector.fromArray(SPECIES, c, cFrom).add(c00, fresh).intoArray(c, cFrom);
      DoubleVector.fromArray(SPECIES, c, cFrom + cRow).add(c10, fresh).intoArray(c, cFrom + cRow);
      DoubleVector.fromArray(SPECIES, c, cFrom + 2 * cRow)
          .add(c20, fresh)
          .intoArray(c, cFrom + 2 * cRow);
      DoubleVector.fromArray(SPECIES, c, cFrom + 3 * cRow)
          .add(c30, fresh)
          .intoArray(c, cFrom + 3 * cRow);
    } else {
      c00.intoArray(c, cFrom);
      c10.intoArray(c, cFrom + cRow);
      c20.intoArray(c, cFrom + 2 * cRow);
      c30.intoArray(c, cFrom + 3 * cRow);
    }
  }

  /**
   * One row of c, a vector wide.
   *
   * @param done as for four
   */
  private static void tile1x1(
      double[] a,
      int aFrom,
      int aColumn,
      double[] b,
      int bFrom,
      int bRow,
      int k,
      double[] c,
      int cFrom,
      boolean add,
      int done) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    for (int p = 0, x = aFrom, y = bFrom; p < k; p++, x += aColumn, y += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, y);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[x]);
      c00 = a0.fma(b0, c00);
    }
    if (add) {
      VectorMask<Double> fresh =
          DoubleVector.fromArray(SPECIES, LANE, 0).compare(VectorOperators.GE, done);
      DoubleVector.fromArray(SPECIES, c, cFrom).add(c00, fresh).intoArray(c, cFrom);
    } else {
      c00.intoArray(c, cFrom);
    }
  }

  @Override
  public void adam(AdamStep step, double[] w, double[] g, double[] m, double[] v) {
    int end = SPECIES.loopBound(w.length);
    adam(step, w, g, m, v, end);
    PlainKernels.adam(step, w, g, m, v, end);
  }

  private static void adam(AdamStep step, double[] w, double[] g, double[] m, double[] v, int end) {
    double beta1 = step.beta1();
    double beta2 = step.beta2();
    double rate = step.rate();
    double epsilon = step.epsilon();
    double decay = step.decay();
    for (int i = 0; i < end; i += LANES) {
      DoubleVector gradient = DoubleVector.fromArray(SPECIES, g, i);
      DoubleVector mean =
          DoubleVector.fromArray(SPECIES, m, i).mul(beta1).add(gradient.mul(1 - beta1));
      DoubleVector square =
          DoubleVector.fromArray(SPECIES, v, i)
              .mul(beta2)
              .add(gradient.mul(1 - beta2).mul(gradient));
      DoubleVector weights = DoubleVector.fromArray(SPECIES, w, i);
      DoubleVector u = mean.mul(rate).div(square.sqrt().add(epsilon)).add(weights.mul(decay));
      mean.intoArray(m, i);
      square.intoArray(v, i);
      u.intoArray(g, i);
      weights.sub(u).intoArray(w, i);
    }
  }

  @Override
  public void tanh(double[] x, double[] y) {
    int end = SPECIES.loopBound(x.length);
    for (int i = 0; i < end; i += LANES) {
      // tanh(x) = e / (e + 2) with e = exp(2x) - 1; beyond 20 it rounds to 1
      DoubleVector t = DoubleVector.fromArray(SPECIES, x, i).max(-20).min(20).mul(2);
      DoubleVector shifted = t.fma(broadcast(LOG2_E), broadcast(POWER_SHIFT));
      DoubleVector n = shifted.sub(POWER_SHIFT);
      DoubleVector power = powerOfTwo(shifted);
      DoubleVector e = restExponential(t, n).fma(power, power.sub(1));
      e.div(e.add(2)).intoArray(y, i);
    }
    PlainKernels.tanh(x, y, end);
  }

  @Override
  public void sigmoid(double[] x, double[] y) {
    int end = SPECIES.loopBound(x.length);
    for (int i = 0; i < end; i += LANES) {
      // beyond this, exp(-x) is rounded to 0 or infinity, its neighbours having been as small or
      // large
      DoubleVector t = DoubleVector.fromArray(SPECIES, x, i).neg().max(-709).min(709.8);
      DoubleVector shifted = t.fma(broadcast(LOG2_E), broadcast(POWER_SHIFT));
      DoubleVector n = shifted.sub(POWER_SHIFT);
      DoubleVector power = powerOfTwo(shifted);
      DoubleVector e = restExponential(t, n).fma(power, power);
      broadcast(1).div(e.add(1)).intoArray(y, i);
    }
    PlainKernels.sigmoid(x, y, end);
  }

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }

  /** 2^n, given n + POWER_SHIFT: its low bits hold n + 1023, the exponent of 2^n. */
  private static DoubleVector powerOfTwo(DoubleVector shifted) {
    return shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
  }

  /**
   * {@code exp(r) - 1} for {@code r = t - n ln 2}, |r| up to ln(2)/2, by Taylor's series, whose
   * rest is below 2e-17 of r there.
   */
  private static DoubleVector restExponential(DoubleVector t, DoubleVector n) {
    DoubleVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), t));
    DoubleVector series = broadcast(1.0 / 6227020800.0);
    series = series.fma(r, broadcast(1.0 / 479001600));
    series = series.fma(r, broadcast(1.0 / 39916800));
    series = series.fma(r, broadcast(1.0 / 3628800));
    series = series.fma(r, broadcast(1.0 / 362880));
    series = series.fma(r, broadcast(1.0 / 40320));
    series = series.fma(r, broadcast(1.0 / 5040));
    series = series.fma(r, broadcast(1.0 / 720));
    series = series.fma(r, broadcast(1.0 / 120));
    series = series.fma(r, broadcast(1.0 / 24));
    series = series.fma(r, broadcast(1.0 / 6));
    series = series.fma(r, broadcast(1.0 / 2));
    return series.mul(r).fma(r, r);
  }
}
