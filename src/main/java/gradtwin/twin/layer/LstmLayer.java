package gradtwin.twin.layer;

import gradtwin.tensor.Matrix;
import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Long short-term memory: a recurrent layer with a memory c that gates write, keep and read; with
 * or without peepholes, through which the gates see the memory.
 *
 * <pre>{@code
 * forward   (zi zf zo zg) = x_t W + h_{t-1} RW + b           h_0 = c_0 = 0    y = h
 *           i = a(zi)                                        what is to be remembered
 *           g = s(zg + pG * c_{t-1})                         how much of it is written
 *           f = s(zf + pF * c_{t-1})                         how much of the memory is kept
 *           c_t = f * c_{t-1} + g * i
 *           o = s(zo + pO * c_t)                             how much of it is read
 *           h_t = o * a(c_t)
 * backward  dh_t = dy_t + dz_{t+1} RWᵀ
 *           dzo = s' * dh_t * a(c_t)
 *           dc_t = a'(c_t) * dh_t * o + pO * dzo + what c_{t+1} sends back
 *           dzi = a' * dc_t * g    dzf = s' * dc_t * c_{t-1}    dzg = s' * dc_t * i
 *           to c_{t-1}: f * dc_t + pF * dzf + pG * dzg
 *           dx_t = dz_t Wᵀ    dW, dRW, db as in any recurrent layer
 *           dpF = sum of dzf * c_{t-1}    dpO = sum of dzo * c_t    dpG = sum of dzg * c_{t-1}
 * }</pre>
 *
 * <p>Shapes: x [N, in, T], W [in, 4 n], RW [n, 4 n], b [4 n], y [N, n, T]; with peepholes RW [n, 4
 * n + 3], whose last columns are pF, pO and pG. The blocks of columns are those of DL4J, which
 * calls the candidate "input" (i) and the input gate "input modulation gate" (g). a is the
 * activation, s that of the gates. On its own the layer does not look at the mask of a sequence, as
 * DL4J's does not: steps that are masked at the end come after all that counts. Inside {@link
 * LastTimeStepLayer}, {@link BidirectionalLayer} and {@link MaskZeroLayer}, h and c are 0 at a
 * masked step.
 *
 * <p>Sources: Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9 (1997);
 * Gers, Schmidhuber and Cummins, "Learning to forget", Neural Computation 12 (2000), for the forget
 * gate; Graves, "Generating sequences with recurrent neural networks" (2013), section 2.1, for the
 * peepholes. DL4J: {@code org.deeplearning4j.nn.conf.layers.LSTM} and {@code GravesLSTM}. The
 * backward pass of LSTM does not know the mask ({@code LSTM.backpropGradientHelper} of 1.0.0-M2.1
 * passes none): its gradients are wrong where a masked step comes before one that is there. That of
 * GravesLSTM masks dz but not dc: its gradients are wrong where a masked step comes between two
 * that are there.
 */
public final class LstmLayer implements RecurrentLayer {
  private static final int BLOCKS = 4;
  private static final int PEEPHOLES = 3;

  private final Parameter weights;
  private final Parameter recurrentWeights;
  private final Parameter bias;
  private final Activation activation;
  private final Activation gateActivation;
  private final int units;
  private final boolean peepholes;

  /**
   * @param weights [in, 4 n]
   * @param recurrentWeights [n, 4 n], or [n, 4 n + 3] with peepholes
   * @param bias [4 n]
   * @param activation of the candidate and of the memory that is read
   * @param gateActivation of the three gates
   */
  public LstmLayer(
      Parameter weights,
      Parameter recurrentWeights,
      Parameter bias,
      Activation activation,
      Activation gateActivation) {
    weights.value().requireRank(2);
    recurrentWeights.value().requireRank(2);
    this.units = recurrentWeights.value().rows();
    this.peepholes = recurrentWeights.value().columns() == BLOCKS * units + PEEPHOLES;
    weights.value().requireShape(Shape.of(weights.value().rows(), BLOCKS * units));
    recurrentWeights
        .value()
        .requireShape(Shape.of(units, BLOCKS * units + (peepholes ? PEEPHOLES : 0)));
    bias.value().requireShape(Shape.of(BLOCKS * units));
    this.weights = weights;
    this.recurrentWeights = recurrentWeights;
    this.bias = bias;
    this.activation = activation;
    this.gateActivation = gateActivation;
  }

  /** a, of the candidate and of the memory that is read. */
  public Activation activation() {
    return activation;
  }

  /** s, of the three gates. */
  public Activation gateActivation() {
    return gateActivation;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights, recurrentWeights, bias);
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    return forwardMasked(x, Optional.empty());
  }

  @Override
  public Pass forwardMasked(Tensor x, Optional<Tensor> mask) {
    Tensor rows = TimeMajor.toRows(x);
    int examples = x.rows();
    int steps = x.shape().size(2);
    double[][] p = peepholeWeights();
    Cell[] cells = new Cell[steps];
    Tensor[] h = new Tensor[steps + 1]; // h[t] and c arrive at step t
    h[0] = x.newZeros(Shape.of(examples, units));
    Tensor c = h[0];
    for (int t = 0; t < steps; t++) {
      cells[t] = new Cell(TimeMajor.matrixOfStep(rows, t, examples), h[t], c, p);
      h[t + 1] = cells[t].output();
      c = mask.isPresent() ? cells[t].c.copy() : cells[t].c;
      maskStep(h[t + 1], mask, t);
      maskStep(c, mask, t);
    }
    return new LstmPass(rows, cells, h, mask);
  }

  /**
   * A block of {@code x_t W + b + h_{t-1} RW}, [N, n].
   *
   * @param x x_t
   * @param h h_{t-1}
   */
  private Tensor projected(Matrix x, Tensor h, int block) {
    Tensor z = h.newEmpty(h.shape());
    MatrixProduct.multiply(x, block(weights.value(), block), Matrix.of(z));
    Rows.add(z, bias.value(), block * units);
    MatrixProduct.multiplyAndAdd(
        Matrix.of(h), block(recurrentWeights.value(), block), Matrix.of(z));
    return z;
  }

  /** The columns of weights, or of their gradient, that belong to a block: live. */
  private Matrix block(Tensor matrix, int block) {
    return Matrix.of(matrix).columns(block * units, (block + 1) * units);
  }

  @Override
  public Term formula(Term x, Step step) {
    return formulaMasked(x, Optional.empty());
  }

  @Override
  public Term formulaMasked(Term x, Optional<Tensor> mask) {
    Term b = x.variable(bias.value());
    Term fromBelow = RowTerms.projected(x, x.variable(weights.value()), Optional.of(b));
    Term rw = x.variable(recurrentWeights.value());
    Term recurrent = rw.slice(1, 0, BLOCKS * units);
    Term h = x.constant(Tensor.zeros(Shape.of(x.shape().size(0), units)));
    Term c = h;
    List<Term> outputs = new ArrayList<>();
    for (int t = 0; t < x.shape().size(2); t++) {
      Term z = fromBelow.at(2, t).plus(h.product(recurrent));
      Term i = activation.formula(block(z, 0));
      Term g = gateActivation.formula(plusSeen(block(z, 3), rw, 2, c));
      Term f = gateActivation.formula(plusSeen(block(z, 1), rw, 0, c));
      c = f.times(c).plus(g.times(i));
      Term o = gateActivation.formula(plusSeen(block(z, 2), rw, 1, c));
      h = RowTerms.maskedStep(o.times(activation.formula(c)), mask, t);
      c = RowTerms.maskedStep(c, mask, t);
      outputs.add(h);
    }
    return Term.stacked(2, outputs);
  }

  private Term block(Term z, int block) {
    return z.slice(1, block * units, (block + 1) * units);
  }

  /** What a gate sees of the memory through its peephole, added to it. */
  private Term plusSeen(Term z, Term rw, int peephole, Term c) {
    if (!peepholes) {
      return z;
    }
    Term p = rw.at(1, BLOCKS * units + peephole);
    return z.plus(p.along(c.shape(), 1).times(c));
  }

  private static void maskStep(Tensor step, Optional<Tensor> mask, int t) {
    mask.ifPresent(m -> Rows.mask(step, TimeMajor.maskOfStep(m, t)));
  }

  /** pF, pO and pG; zeros without peepholes. */
  private double[][] peepholeWeights() {
    double[][] p = new double[PEEPHOLES][units];
    double[] rw = recurrentWeights.value().values();
    int columns = recurrentWeights.value().columns();
    for (int j = 0; peepholes && j < units; j++) {
      for (int k = 0; k < PEEPHOLES; k++) {
        p[k][j] = rw[j * columns + BLOCKS * units + k];
      }
    }
    return p;
  }

  /** One step of all examples. */
  private final class Cell {
    private final Tensor before; // c_{t-1}
    private final double[][] p;
    private final Tensor zi;
    private final Tensor zf;
    private final Tensor zo;
    private final Tensor zg;
    private final Tensor i;
    private final Tensor f;
    private final Tensor o;
    private final Tensor g;
    private final Tensor c;
    private final Tensor ac; // a(c)

    /**
     * The forward pass of the step.
     *
     * @param x what arrives from below, [N, in]
     * @param h the output of the step before, [N, n]
     * @param before the memory of the step before, [N, n]
     * @param p pF, pO and pG
     */
    Cell(Matrix x, Tensor h, Tensor before, double[][] p) {
      this.before = before;
      this.p = p;
      zi = projected(x, h, 0);
      zf = projected(x, h, 1);
      zo = projected(x, h, 2);
      zg = projected(x, h, 3);
      addSeen(zf, p[0], before);
      addSeen(zg, p[2], before);
      i = activation.forward(zi);
      f = gateActivation.forward(zf);
      g = gateActivation.forward(zg);
      c = Elements.sumOfProducts(f, before, g, i);
      addSeen(zo, p[1], c);
      o = gateActivation.forward(zo);
      ac = activation.forward(c);
    }

    /** h_t */
    Tensor output() {
      return Elements.product(o, ac);
    }

    /**
     * The way back through the step.
     *
     * @param dh the gradient with respect to h_t
     * @param dc that with respect to c_t which later steps sent; afterwards that for c_{t-1}
     * @return the blocks of dz, each [N, n]
     */
    List<Tensor> backward(Tensor dh, Tensor dc) {
      Tensor dzo = gateActivation.backward(zo, o, Elements.product(dh, ac));
      Elements.add(dc, activation.backward(c, ac, Elements.product(dh, o)));
      addSeen(dc, p[1], dzo);
      Tensor dzi = activation.backward(zi, i, Elements.product(dc, g));
      Tensor dzf = gateActivation.backward(zf, f, Elements.product(dc, before));
      Tensor dzg = gateActivation.backward(zg, g, Elements.product(dc, i));
      dc.overwriteWith(Elements.product(dc, f));
      addSeen(dc, p[0], dzf);
      addSeen(dc, p[2], dzg);
      return List.of(dzi, dzf, dzo, dzg);
    }

    int piece() {
      int piece = activation.piece(zi);
      piece = 31 * piece + gateActivation.piece(zf);
      piece = 31 * piece + gateActivation.piece(zo);
      piece = 31 * piece + gateActivation.piece(zg);
      return 31 * piece + activation.piece(c);
    }
  }

  /** Adds p * x to each row of y, if there are peepholes. */
  private void addSeen(Tensor y, double[] p, Tensor x) {
    for (int k = 0; peepholes && k < y.size(); k++) {
      y.values()[k] += p[k % units] * x.values()[k];
    }
  }

  private final class LstmPass implements Pass {
    private final Tensor rows;
    private final Cell[] cells;
    private final Tensor[] h;
    private final Optional<Tensor> mask;
    private final Tensor output;

    /**
     * @param rows the input
     * @param h the outputs, h_0 first
     */
    LstmPass(Tensor rows, Cell[] cells, Tensor[] h, Optional<Tensor> mask) {
      this.rows = rows;
      this.cells = cells;
      this.h = h;
      this.mask = mask;
      this.output = TimeMajor.ofSteps(h, 1, cells.length);
    }

    @Override
    public Tensor output() {
      return output;
    }

    @Override
    public Tensor backward(Tensor dy) {
      List<List<Tensor>> dz = parameterGradients(dy);
      int examples = h[0].rows();
      Tensor back = weights.value().near(rows).transposed();
      Tensor dx = rows.newEmpty(rows.shape());
      for (int t = 0; t < cells.length; t++) {
        multiply(dz.get(t), back, TimeMajor.matrixOfStep(dx, t, examples)); // dx = dz Wᵀ
      }
      return TimeMajor.fromRows(dx, examples, cells.length);
    }

    @Override
    public void backwardToParameters(Tensor dy) {
      parameterGradients(dy);
    }

    /** Returns the blocks of dz of each step. */
    private List<List<Tensor>> parameterGradients(Tensor dy) {
      Tensor dyRows = TimeMajor.toRows(dy);
      List<List<Tensor>> all = new ArrayList<>();
      Tensor back = recurrentWeights.value().near(rows).transposed();
      Tensor dh = h[0].zerosLike(); // from the step after
      Tensor dc = h[0].zerosLike();
      parameters().forEach(parameter -> parameter.gradient().fill(0));
      for (int t = cells.length - 1; t >= 0; t--) {
        TimeMajor.addStep(dyRows, t, dh);
        maskStep(dh, mask, t);
        maskStep(dc, mask, t);
        List<Tensor> dz = cells[t].backward(dh, dc);
        addGradients(t, dz);
        multiply(dz, back, Matrix.of(dh)); // dh = dz RWᵀ
        all.add(0, dz);
      }
      return all;
    }

    /** Overwrites the result with the blocks beside each other, times a transposed matrix. */
    private void multiply(List<Tensor> blocks, Tensor transposed, Matrix result) {
      for (int block = 0; block < BLOCKS; block++) {
        Matrix dz = Matrix.of(blocks.get(block));
        Matrix rows = Matrix.of(transposed).rows(block * units, (block + 1) * units);
        if (block == 0) {
          MatrixProduct.multiply(dz, rows, result);
        } else {
          MatrixProduct.multiplyAndAdd(dz, rows, result);
        }
      }
    }

    /** Adds one step's share of dW, dRW and db, the peepholes included. */
    private void addGradients(int t, List<Tensor> dz) {
      Matrix x = TimeMajor.matrixOfStep(rows, t, h[t].rows());
      for (int k = 0; k < BLOCKS; k++) {
        Matrix ofBlock = Matrix.of(dz.get(k));
        MatrixProduct.multiplyAndAdd(x.transposed(), ofBlock, block(weights.gradient(), k));
        MatrixProduct.multiplyAndAdd(
            Matrix.of(h[t]).transposed(), ofBlock, block(recurrentWeights.gradient(), k));
        Rows.addSum(dz.get(k), bias.gradient(), k * units);
      }
      double[] gradient = recurrentWeights.gradient().values();
      int columns = recurrentWeights.gradient().columns();
      for (int j = 0; peepholes && j < units; j++) {
        int peephole = j * columns + BLOCKS * units;
        gradient[peephole] += seen(cells[t].before, dz.get(1), j);
        gradient[peephole + 1] += seen(cells[t].c, dz.get(2), j);
        gradient[peephole + 2] += seen(cells[t].before, dz.get(3), j);
      }
    }

    /** The sum over the examples of a unit's memory times its dz. */
    private double seen(Tensor memory, Tensor dz, int unit) {
      double[] c = memory.values();
      double[] d = dz.values();
      double sum = 0;
      for (int n = unit; n < c.length; n += units) {
        sum += c[n] * d[n];
      }
      return sum;
    }

    @Override
    public int piece() {
      int piece = 0;
      for (Cell cell : cells) {
        piece = 31 * piece + cell.piece();
      }
      return piece;
    }
  }
}
