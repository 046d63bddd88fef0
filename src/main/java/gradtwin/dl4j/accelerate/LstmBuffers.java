package gradtwin.dl4j.accelerate;

import gradtwin.dl4j.accelerate.NativeNumbers.Matrix;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.TransformStrictOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The memory of an LSTM and what is computed in it, so that nothing is allocated for a step of the
 * sequences. All matrices are [features, N], as the steps of DL4J's own arrays lie in memory.
 *
 * <pre>{@code
 * z = [RW; W; b]^T [h_before; x; 1]     [4 units, N], one product
 * i = tanh(z_i)     f, o, g = sigmoid(z_f, z_o, z_g)
 * c = f * c_before + g * i
 * h = o * tanh(c)
 * }</pre>
 *
 * <p>The way back is one product for {@code [dh_before; dx]} and one for the parameters, and {@link
 * HeapNumbers#goBack}. DL4J goes forward a second time before it. Where neither the sequences nor
 * the parameters have changed by a bit since the first time, nothing is computed again.
 */
final class LstmBuffers {
  private final DataType type;
  private final Sizes sizes;

  /** Numbers of one step: of its outputs, and of what arrives at its product. */
  private final int ofOutputs;

  private final int ofInputs;
  private final int ofArriving;

  private final HeapNumbers inputWeights;
  private final HeapNumbers recurrentWeights;
  private final HeapNumbers biases;
  private final HeapNumbers parameters;
  private final HeapNumbers knownParameters;
  private final NativeNumbers nativeParameters;
  private final NativeNumbers nativeGradient;

  private final HeapNumbers sequences;
  private final HeapNumbers knownSequences;
  private final HeapNumbers start;
  private final HeapNumbers knownStart;
  private boolean isKnown;

  private final NativeNumbers[] arriving;
  private final HeapNumbers[] gates;
  private final HeapNumbers[] cells;
  private final HeapNumbers[] tanhOfCells;
  private final HeapNumbers[] outputs;

  private final NativeNumbers nativeGates;
  private final NativeNumbers nativeCells;
  private final TransformStrictOp tanhOfCandidates;
  private final TransformStrictOp sigmoidOfGates;
  private final TransformStrictOp tanhOfNativeCells;

  private final HeapNumbers dh;
  private final HeapNumbers dc;
  private final HeapNumbers dz;
  private final HeapNumbers back;
  private final NativeNumbers nativeBack;

  /**
   * How large everything is.
   *
   * @param examples N
   * @param inputs features that arrive at a step
   * @param units features that leave it
   * @param steps T
   * @param training whether a way back may follow, so that all steps are kept
   */
  record Sizes(int examples, int inputs, int units, int steps, boolean training) {
    /** Rows of what arrives at the product of a step. */
    private int arriving() {
      return units + inputs + 1;
    }

    private int kept() {
      return training ? steps : 1;
    }
  }

  LstmBuffers(DataType type, Sizes sizes) {
    this.type = type;
    this.sizes = sizes;
    int n = sizes.examples();
    int units = sizes.units();
    this.ofOutputs = units * n;
    this.ofInputs = sizes.inputs() * n;
    this.ofArriving = sizes.arriving() * n;

    this.inputWeights = HeapNumbers.zeros(type, sizes.inputs() * 4 * units);
    this.recurrentWeights = HeapNumbers.zeros(type, units * 4 * units);
    this.biases = HeapNumbers.zeros(type, 4 * units);
    this.parameters = HeapNumbers.zeros(type, sizes.arriving() * 4 * units);
    this.knownParameters = HeapNumbers.zeros(type, parameters.size());
    this.nativeParameters = NativeNumbers.allocate(type, parameters.size());
    this.nativeGradient = NativeNumbers.allocate(type, parameters.size());

    this.sequences = HeapNumbers.zeros(type, sizes.steps() * ofInputs);
    this.knownSequences = HeapNumbers.zeros(type, sizes.training() ? sequences.size() : 0);
    this.start = HeapNumbers.zeros(type, 2 * ofOutputs);
    this.knownStart = HeapNumbers.zeros(type, 2 * ofOutputs);

    int kept = sizes.kept();
    this.arriving =
        IntStream.range(0, kept)
            .mapToObj(step -> NativeNumbers.allocate(type, ofArriving))
            .toArray(NativeNumbers[]::new);
    this.gates = heap(kept, 4 * ofOutputs);
    this.cells = heap(kept + 1, ofOutputs);
    this.tanhOfCells = heap(kept, ofOutputs);
    this.outputs = heap(kept, ofOutputs);
    HeapNumbers ones = HeapNumbers.zeros(type, n);
    ones.add(0, 1, n);
    for (NativeNumbers step : arriving) {
      step.write(ofOutputs + ofInputs, ones, 0, n);
    }

    this.nativeGates = NativeNumbers.allocate(type, 4L * ofOutputs);
    this.nativeCells = NativeNumbers.allocate(type, ofOutputs);
    INDArray candidates = part(nativeGates.array(), 0, ofOutputs);
    INDArray others = part(nativeGates.array(), ofOutputs, 4L * ofOutputs);
    this.tanhOfCandidates = new Tanh(candidates, candidates);
    this.sigmoidOfGates = new Sigmoid(others, others);
    this.tanhOfNativeCells = new Tanh(nativeCells.array(), nativeCells.array());

    this.dh = HeapNumbers.zeros(type, ofOutputs);
    this.dc = HeapNumbers.zeros(type, ofOutputs);
    this.dz = HeapNumbers.zeros(type, 4 * ofOutputs);
    this.back = HeapNumbers.zeros(type, ofOutputs + ofInputs);
    this.nativeBack = NativeNumbers.allocate(type, back.size());
  }

  private HeapNumbers[] heap(int count, int size) {
    return IntStream.range(0, count)
        .mapToObj(i -> HeapNumbers.zeros(type, size))
        .toArray(HeapNumbers[]::new);
  }

  private static INDArray part(INDArray array, long from, long to) {
    return array.get(NDArrayIndex.interval(from, to));
  }

  boolean fit(Sizes other) {
    return sizes.equals(other);
  }

  /** Takes the parameters of this pass, in DL4J's shapes. */
  void load(INDArray w, INDArray rw, INDArray b) {
    read(w, inputWeights);
    read(rw, recurrentWeights);
    read(b, biases);
    for (int column = 0; column < 4 * sizes.units(); column++) {
      int at = column * sizes.arriving();
      parameters.copy(at, recurrentWeights, column * sizes.units(), 1, sizes.units());
      at += sizes.units();
      parameters.copy(at, inputWeights, column * sizes.inputs(), 1, sizes.inputs());
      at += sizes.inputs();
      parameters.copy(at, biases, column, 1, 1);
    }
    if (!isKnown || !parameters.same(0, knownParameters, 0, parameters.size())) {
      isKnown = false;
      knownParameters.copy(0, parameters, 0, 1, parameters.size());
      nativeParameters.write(0, parameters, 0, parameters.size());
    }
  }

  private static void read(INDArray array, HeapNumbers to) {
    NativeNumbers.of(Layout.inOrder('f', array)).read(0, to, 0, to.size());
  }

  /**
   * Goes through all steps.
   *
   * @param x [T, in, N]
   * @param h of the step before the first: [units, N]
   * @param c of the step before the first: [units, N]
   * @param y is overwritten: [T, units, N]
   */
  void forward(NativeNumbers x, NativeNumbers h, NativeNumbers c, NativeNumbers y) {
    x.read(0, sequences, 0, sequences.size());
    h.read(0, start, 0, ofOutputs);
    c.read(0, start, ofOutputs, ofOutputs);
    if (!sizes.training()) {
      compute(y);
      return;
    }
    isKnown &=
        sequences.same(0, knownSequences, 0, sequences.size())
            && start.same(0, knownStart, 0, start.size());
    if (isKnown) {
      for (int step = 0; step < sizes.steps(); step++) {
        y.write((long) step * ofOutputs, outputs[step], 0, ofOutputs);
      }
      return;
    }
    compute(y);
    knownSequences.copy(0, sequences, 0, 1, sequences.size());
    knownStart.copy(0, start, 0, 1, start.size());
    isKnown = true;
  }

  private void compute(NativeNumbers y) {
    HeapNumbers before = cells[0];
    before.copy(0, start, ofOutputs, 1, ofOutputs);
    arriving[0].write(0, start, 0, ofOutputs);
    for (int step = 0; step < sizes.steps(); step++) {
      int at = kept(step);
      arriving[at].write(ofOutputs, sequences, step * ofInputs, ofInputs);
      nativeGates
          .matrix(0, sizes.examples())
          .product(
              parameters(), arriving(at), 4 * sizes.units(), sizes.examples(), sizes.arriving(), 0);
      Nd4j.getExecutioner().exec(tanhOfCandidates);
      Nd4j.getExecutioner().exec(sigmoidOfGates);
      nativeGates.read(0, gates[at], 0, 4 * ofOutputs);
      HeapNumbers cell = cells[at + 1];
      cell.remember(gates[at], before);
      nativeCells.write(0, cell, 0, ofOutputs);
      Nd4j.getExecutioner().exec(tanhOfNativeCells);
      nativeCells.read(0, tanhOfCells[at], 0, ofOutputs);
      outputs[at].output(gates[at], tanhOfCells[at]);
      y.write((long) step * ofOutputs, outputs[at], 0, ofOutputs);
      if (step + 1 < sizes.steps()) {
        arriving[kept(step + 1)].write(0, outputs[at], 0, ofOutputs);
      }
      before = cell;
    }
  }

  private int kept(int step) {
    return sizes.training() ? step : 0;
  }

  /** [4 units, arriving]. */
  private Matrix parameters() {
    return nativeParameters.matrix(0, sizes.arriving());
  }

  /** [arriving, N]. */
  private Matrix arriving(int step) {
    return arriving[step].matrix(0, sizes.examples());
  }

  /** What the last step remembers: [N, units]. */
  INDArray lastCells() {
    INDArray last =
        Nd4j.createUninitialized(type, new long[] {sizes.examples(), sizes.units()}, 'f');
    NativeNumbers.of(last).write(0, cells[kept(sizes.steps() - 1) + 1], 0, ofOutputs);
    return last;
  }

  /**
   * The way back of the last {@link #forward}.
   *
   * @param dy [T, units, N]
   * @param dx is overwritten: [T, in, N]
   * @param wantsDelta whether anybody will look at dx; else it is zeros
   */
  void backward(NativeNumbers dy, NativeNumbers dx, boolean wantsDelta) {
    dc.clear(0, ofOutputs);
    int rows = 4 * sizes.units();
    Matrix gradient = nativeGradient.matrix(0, sizes.arriving());
    Matrix ofGates = nativeGates.matrix(0, sizes.examples());
    Matrix ofArriving = nativeBack.matrix(0, sizes.examples());
    int last = sizes.steps() - 1;
    for (int step = last; step >= 0; step--) {
      dy.read((long) step * ofOutputs, dh, 0, ofOutputs);
      if (step < last) {
        dh.add(0, 1, back, 0, ofOutputs);
      }
      dz.goBack(dh, dc, gates[step], tanhOfCells[step], cells[step]);
      nativeGates.write(0, dz, 0, dz.size());
      gradient.product(
          ofGates,
          arriving(step).transpose(),
          rows,
          sizes.arriving(),
          sizes.examples(),
          step == last ? 0 : 1);
      if (wantsDelta || step > 0) {
        int arriving = sizes.units() + (wantsDelta ? sizes.inputs() : 0);
        ofArriving.product(parameters().transpose(), ofGates, arriving, sizes.examples(), rows, 0);
        nativeBack.read(0, back, 0, arriving * sizes.examples());
      }
      if (wantsDelta) {
        dx.write((long) step * ofInputs, back, ofOutputs, ofInputs);
      }
    }
    if (!wantsDelta) {
      dx.clear((long) sizes.steps() * ofInputs);
    }
  }

  /** Of the sum over the batch, in DL4J's shapes. */
  void storeGradients(NativeNumbers w, NativeNumbers rw, NativeNumbers b) {
    nativeGradient.read(0, parameters, 0, parameters.size());
    for (int column = 0; column < 4 * sizes.units(); column++) {
      int at = column * sizes.arriving();
      recurrentWeights.copy(column * sizes.units(), parameters, at, 1, sizes.units());
      at += sizes.units();
      inputWeights.copy(column * sizes.inputs(), parameters, at, 1, sizes.inputs());
      at += sizes.inputs();
      biases.copy(column, parameters, at, 1, 1);
    }
    w.write(0, inputWeights, 0, inputWeights.size());
    rw.write(0, recurrentWeights, 0, recurrentWeights.size());
    b.write(0, biases, 0, biases.size());
  }
}
