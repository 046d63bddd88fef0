package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two recurrent layers, one of which goes through the sequence from its end to its start.
 *
 * <pre>{@code
 * forward   F = forward layer(x)    B = reverse(backward layer(reverse(x)))
 *           concat    y = (F B)           multiply  y = F * B
 *           add       y = F + B           average   y = (F + B) / 2
 * backward  concat    (dF dB) = dy        multiply  dF = B * dy     dB = F * dy
 *           add       dF = dB = dy        average   dF = dB = dy / 2
 *           dx = forward layer back(dF) + reverse(backward layer back(reverse(dB)))
 * }</pre>
 *
 * <p>Shapes: x [N, in, T], F and B [N, n, T], y [N, n, T], or [N, 2 n, T] for concat. The
 * parameters of the two carry f and b before their names. At masked steps both outputs and states
 * are 0, so that the backward layer starts at the end of each sequence, not of its padding. Source:
 * Schuster and Paliwal, "Bidirectional recurrent neural networks", IEEE Transactions on Signal
 * Processing 45 (1997). DL4J: {@code org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional}.
 * Around LSTM and GravesLSTM in 1.0.0-M2.1 it reads the padding before the sequence ({@code
 * LSTM.feedForwardMaskArray} drops the mask), unless LastTimeStep or MaskZeroLayer is around it:
 * then the forward pass is right, but see {@link LstmLayer} for the way back.
 */
public final class BidirectionalLayer implements RecurrentLayer {
  /** How the outputs of the two become one. */
  public enum Mode {
    /** One after the other, along the features. */
    CONCAT,
    ADD,
    MULTIPLY,
    AVERAGE
  }

  private final RecurrentLayer ahead;
  private final RecurrentLayer back;
  private final Mode mode;

  /**
   * @param ahead goes from the first step to the last
   * @param back goes from the last step to the first
   */
  public BidirectionalLayer(RecurrentLayer ahead, RecurrentLayer back, Mode mode) {
    this.ahead = ahead;
    this.back = back;
    this.mode = mode;
  }

  public Mode mode() {
    return mode;
  }

  @Override
  public Optional<Layer> inner() {
    return Optional.of(ahead);
  }

  @Override
  public List<Parameter> parameters() {
    return Stream.concat(
            ahead.parameters().stream().map(p -> p.named("f" + p.key())),
            back.parameters().stream().map(p -> p.named("b" + p.key())))
        .toList();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    return forwardMasked(x, step.mask());
  }

  @Override
  public Pass forwardMasked(Tensor x, Optional<Tensor> mask) {
    Pass aheadPass = ahead.forwardMasked(x, mask);
    Pass backPass = back.forwardMasked(TimeMajor.reversed(x), mask.map(TimeMajor::reversed));
    Tensor f = aheadPass.output();
    Tensor b = TimeMajor.reversed(backPass.output());
    Tensor y = combined(f, b);
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        Tensor dx = aheadPass.backward(share(dy, b, 0));
        Tensor fromBack = backPass.backward(TimeMajor.reversed(share(dy, f, 1)));
        Elements.add(dx, TimeMajor.reversed(fromBack));
        return dx;
      }

      @Override
      public int piece() {
        return 31 * aheadPass.piece() + backPass.piece();
      }
    };
  }

  @Override
  public Term formula(Term x, Step step) {
    return formulaMasked(x, step.mask());
  }

  @Override
  public Term formulaMasked(Term x, Optional<Tensor> mask) {
    Term f = ahead.formulaMasked(x, mask);
    Optional<Tensor> fromTheEnd = mask.map(m -> lastFirst(x.constant(m)).value());
    Term b = lastFirst(back.formulaMasked(lastFirst(x), fromTheEnd));
    return switch (mode) {
      case CONCAT -> Term.concatenated(1, List.of(f, b));
      case ADD -> f.plus(b);
      case MULTIPLY -> f.times(b);
      case AVERAGE -> f.plus(b).times(0.5);
    };
  }

  /** The last axis, which is time, from its end to its start. */
  private static Term lastFirst(Term x) {
    int time = x.shape().rank() - 1;
    int last = x.shape().size(time) - 1;
    return x.picked(
        x.shape(),
        at -> {
          int[] source = at.clone();
          source[time] = last - at[time];
          return source;
        });
  }

  private Tensor combined(Tensor f, Tensor b) {
    return switch (mode) {
      case CONCAT -> concatenated(f, b);
      case ADD -> sum(f, b);
      case MULTIPLY -> Elements.product(f, b);
      case AVERAGE -> sum(f, b).times(0.5);
    };
  }

  /**
   * What of dy is for one of the two.
   *
   * @param other the output of the other one
   * @param place 0 for the forward layer, 1 for the backward layer
   */
  private Tensor share(Tensor dy, Tensor other, int place) {
    return switch (mode) {
      case CONCAT -> half(dy, other.shape(), place);
      case ADD -> dy;
      case MULTIPLY -> Elements.product(dy, other);
      case AVERAGE -> dy.times(0.5);
    };
  }

  private static Tensor concatenated(Tensor f, Tensor b) {
    int examples = f.rows();
    int size = f.columns(); // the elements of one example
    Tensor y = Tensor.zeros(Shape.of(examples, 2 * f.shape().size(1), f.shape().size(2)));
    for (int n = 0; n < examples; n++) {
      System.arraycopy(f.values(), n * size, y.values(), 2 * n * size, size);
      System.arraycopy(b.values(), n * size, y.values(), (2 * n + 1) * size, size);
    }
    return y;
  }

  private static Tensor half(Tensor dy, Shape shape, int place) {
    Tensor half = Tensor.zeros(shape);
    int size = half.columns();
    for (int n = 0; n < half.rows(); n++) {
      System.arraycopy(dy.values(), (2 * n + place) * size, half.values(), n * size, size);
    }
    return half;
  }

  private static Tensor sum(Tensor a, Tensor b) {
    Tensor sum = a.copy();
    Elements.add(sum, b);
    return sum;
  }
}
