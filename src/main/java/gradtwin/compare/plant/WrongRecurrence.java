package gradtwin.compare.plant;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.LstmLayer;
import gradtwin.twin.layer.SimpleRnnLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * The way back through a recurrent layer with one slip. The formulas are those of {@link LstmLayer}
 * and {@link SimpleRnnLayer}, whose parameters it reads and whose gradients it overwrites.
 */
abstract class WrongRecurrence {
  /** What is wrong. */
  enum Slip {
    RECURRENCE_CUT,
    NOT_TRANSPOSED,
    STATE_OF_THE_SAME_STEP,
    MEMORY_CUT,
    NEW_MEMORY,
    PEEPHOLE_CUT
  }

  private final Slip slip;
  private final Parameter weights;
  private final Parameter recurrent;
  private final Parameter bias;
  private final int units;

  private WrongRecurrence(Layer layer, Slip slip) {
    this.slip = slip;
    this.weights = layer.parameters().get(0);
    this.recurrent = layer.parameters().get(1);
    this.bias = layer.parameters().get(2);
    this.units = recurrent.value().rows();
  }

  static WrongRecurrence of(Layer layer, Slip slip) {
    return layer instanceof LstmLayer lstm ? new Lstm(lstm, slip) : new Simple(layer, slip);
  }

  /** One step of all examples. */
  private interface Cell {
    /** The state that the step leaves, [N, n]. */
    Tensor output();

    /** dz [N, width], for the gradient with respect to the output. */
    Tensor back(Tensor dh);
  }

  /** Starts a sequence: forgets the memory, and what went back through it. */
  abstract void begin();

  /** The next step. */
  abstract Cell next(Tensor z);

  /** What the gradients of a recurrence hold besides those of its matrix. */
  abstract void writeBesides(Tensor gradient, Tensor[] dz);

  Tensor back(Walk walk, Tensor dy) {
    Tensor x = walk.x();
    int steps = x.shape().size(2);
    int width = weights.value().columns();
    Tensor matrix = columns(recurrent.value(), 0, width);
    Tensor[] mask = new Tensor[steps];
    Tensor[] h = new Tensor[steps + 1];
    Cell[] cells = new Cell[steps];
    h[0] = Tensor.zeros(Shape.of(x.rows(), units));
    begin();
    for (int t = 0; t < steps; t++) {
      mask[t] = mask(walk, t);
      Tensor z = Tensors.sum(product(step(x, t), weights.value()), 1, product(h[t], matrix));
      for (int i = 0; i < z.size(); i++) {
        z.values()[i] += bias.value().values()[i % width];
      }
      cells[t] = next(z);
      h[t + 1] = Tensors.product(cells[t].output(), mask[t]);
    }
    Tensor[] dz = new Tensor[steps];
    Tensor later = h[0].zerosLike();
    for (int t = steps - 1; t >= 0; t--) {
      Tensor dh = Tensors.product(Tensors.sum(step(dy, t), 1, later), mask[t]);
      dz[t] = cells[t].back(dh);
      later = slip == Slip.RECURRENCE_CUT ? h[0].zerosLike() : product(dz[t], back(matrix));
    }
    Tensor dx = x.zerosLike();
    weights.gradient().fill(0);
    bias.gradient().fill(0);
    Tensor dMatrix = matrix.zerosLike();
    for (int t = 0; t < steps; t++) {
      add(weights.gradient(), product(step(x, t).transposed(), dz[t]));
      Tensor state = h[slip == Slip.STATE_OF_THE_SAME_STEP ? t + 1 : t];
      add(dMatrix, product(state.transposed(), dz[t]));
      for (int i = 0; i < dz[t].size(); i++) {
        bias.gradient().values()[i % width] += dz[t].values()[i];
      }
      write(dx, t, product(dz[t], weights.value().transposed()));
    }
    recurrent.gradient().fill(0);
    paste(dMatrix, recurrent.gradient());
    writeBesides(recurrent.gradient(), dz);
    return dx;
  }

  /** What a delta is multiplied by on its way to the step before: [width, n]. */
  private Tensor back(Tensor matrix) {
    if (slip != Slip.NOT_TRANSPOSED) {
      return matrix.transposed();
    }
    Tensor back = Tensor.zeros(Shape.of(matrix.columns(), units));
    for (int gate = 0; gate < matrix.columns(); gate += units) {
      Tensor block = columns(matrix, gate, units);
      System.arraycopy(block.values(), 0, back.values(), gate * units, block.size());
    }
    return back;
  }

  /** 1 where a step is there, [N, n]; an LSTM does not look at the mask. */
  private Tensor mask(Walk walk, int t) {
    Tensor there = Tensor.zeros(Shape.of(walk.examples(), units));
    there.fill(1);
    if (walk.layer() instanceof SimpleRnnLayer && walk.step().mask().isPresent()) {
      Tensor mask = walk.step().mask().get();
      for (int i = 0; i < there.size(); i++) {
        there.values()[i] = mask.values()[i / units * mask.columns() + t];
      }
    }
    return there;
  }

  private static Tensor product(Tensor a, Tensor b) {
    Tensor product = Tensor.zeros(Shape.of(a.rows(), b.columns()));
    MatrixProduct.multiply(a, b, product);
    return product;
  }

  private static void add(Tensor sum, Tensor summand) {
    sum.overwriteWith(Tensors.sum(sum, 1, summand));
  }

  /** [N, F], of sequences [N, F, T]. */
  private static Tensor step(Tensor sequences, int t) {
    Tensor step = Tensor.zeros(Shape.of(sequences.rows(), sequences.shape().size(1)));
    int steps = sequences.shape().size(2);
    for (int i = 0; i < step.size(); i++) {
      step.values()[i] = sequences.values()[i * steps + t];
    }
    return step;
  }

  private static void write(Tensor sequences, int t, Tensor step) {
    int steps = sequences.shape().size(2);
    for (int i = 0; i < step.size(); i++) {
      sequences.values()[i * steps + t] = step.values()[i];
    }
  }

  private static Tensor columns(Tensor matrix, int from, int count) {
    Tensor part = Tensor.zeros(Shape.of(matrix.rows(), count));
    for (int i = 0; i < part.size(); i++) {
      part.values()[i] = matrix.values()[i / count * matrix.columns() + from + i % count];
    }
    return part;
  }

  /** Writes a matrix into the first columns of another one. */
  private static void paste(Tensor part, Tensor matrix) {
    for (int i = 0; i < part.size(); i++) {
      int at = i / part.columns() * matrix.columns() + i % part.columns();
      matrix.values()[at] = part.values()[i];
    }
  }

  /** A recurrence whose state is its output. */
  private static final class Simple extends WrongRecurrence {
    private final Activation activation;

    Simple(Layer layer, Slip slip) {
      super(layer, slip);
      this.activation = ((SimpleRnnLayer) layer).activation();
    }

    @Override
    void begin() {
      // no memory besides the output
    }

    @Override
    Cell next(Tensor z) {
      Tensor h = activation.forward(z);
      return new Cell() {
        @Override
        public Tensor output() {
          return h;
        }

        @Override
        public Tensor back(Tensor dh) {
          return activation.backward(z, h, dh);
        }
      };
    }

    @Override
    void writeBesides(Tensor gradient, Tensor[] dz) {
      // the matrix is all there is
    }
  }

  /** A recurrence with a memory that gates write, keep and read. */
  private static final class Lstm extends WrongRecurrence {
    private static final int BLOCKS = 4;

    private final Slip slip;
    private final Activation a;
    private final Activation s;
    private final Tensor recurrent;
    private final int n;

    /** The memory after each step so far, c_0 first. */
    private final List<Tensor> memory = new ArrayList<>();

    /** What has come back to the memory from later steps. */
    private Tensor dc;

    Lstm(LstmLayer layer, Slip slip) {
      super(layer, slip);
      this.slip = slip;
      this.a = layer.activation();
      this.s = layer.gateActivation();
      this.recurrent = layer.parameters().get(1).value();
      this.n = recurrent.rows();
    }

    @Override
    void begin() {
      memory.clear();
    }

    /** How a gate sees the memory: pF, pO or pG times c; 0 without peepholes. */
    private Tensor seen(int peephole, Tensor c) {
      Tensor seen = c.zerosLike();
      int columns = recurrent.columns();
      for (int i = 0; columns > BLOCKS * n && i < seen.size(); i++) {
        int at = i % n * columns + BLOCKS * n + peephole;
        seen.values()[i] = recurrent.values()[at] * c.values()[i];
      }
      return seen;
    }

    @Override
    Cell next(Tensor z) {
      Tensor before =
          memory.isEmpty() ? Tensor.zeros(Shape.of(z.rows(), n)) : memory.get(memory.size() - 1);
      if (memory.isEmpty()) {
        memory.add(before);
      }
      Tensor zi = columns(z, 0, n);
      Tensor zf = Tensors.sum(columns(z, n, n), 1, seen(0, before));
      Tensor zg = Tensors.sum(columns(z, 3 * n, n), 1, seen(2, before));
      Tensor i = a.forward(zi);
      Tensor f = s.forward(zf);
      Tensor g = s.forward(zg);
      Tensor c = Tensors.sum(Tensors.product(f, before), 1, Tensors.product(g, i));
      Tensor zo = Tensors.sum(columns(z, 2 * n, n), 1, seen(1, c));
      Tensor o = s.forward(zo);
      Tensor ac = a.forward(c);
      memory.add(c);
      dc = c.zerosLike();
      return new Cell() {
        @Override
        public Tensor output() {
          return Tensors.product(o, ac);
        }

        @Override
        public Tensor back(Tensor dh) {
          double peepholes = slip == Slip.PEEPHOLE_CUT ? 0 : 1;
          boolean cut = slip == Slip.MEMORY_CUT || slip == Slip.RECURRENCE_CUT;
          Tensor dzo = s.backward(zo, o, Tensors.product(dh, ac));
          Tensor all = a.backward(c, ac, Tensors.product(dh, o));
          all = Tensors.sum(all, cut ? 0 : 1, dc);
          all = Tensors.sum(all, peepholes, seen(1, dzo));
          Tensor kept = slip == Slip.NEW_MEMORY ? c : before;
          Tensor dzi = a.backward(zi, i, Tensors.product(all, g));
          Tensor dzf = s.backward(zf, f, Tensors.product(all, kept));
          Tensor dzg = s.backward(zg, g, Tensors.product(all, i));
          dc = Tensors.product(all, f);
          dc = Tensors.sum(dc, peepholes, seen(0, dzf));
          dc = Tensors.sum(dc, peepholes, seen(2, dzg));
          return besides(dzi, dzf, dzo, dzg);
        }
      };
    }

    private Tensor besides(Tensor... parts) {
      Tensor joined = Tensor.zeros(Shape.of(parts[0].rows(), BLOCKS * n));
      for (int k = 0; k < joined.size(); k++) {
        int column = k % (BLOCKS * n);
        joined.values()[k] = parts[column / n].values()[k / (BLOCKS * n) * n + column % n];
      }
      return joined;
    }

    @Override
    void writeBesides(Tensor gradient, Tensor[] dz) {
      int columns = gradient.columns();
      for (int t = 0; columns > BLOCKS * n && t < dz.length; t++) {
        double[] before = memory.get(t).values();
        double[] after = memory.get(t + 1).values();
        for (int k = 0; k < before.length; k++) {
          int row = k / n * BLOCKS * n + k % n;
          int peephole = k % n * columns + BLOCKS * n;
          double[] d = dz[t].values();
          gradient.values()[peephole] += d[row + n] * before[k];
          gradient.values()[peephole + 1] += d[row + 2 * n] * after[k];
          gradient.values()[peephole + 2] += d[row + 3 * n] * before[k];
        }
      }
    }
  }
}
