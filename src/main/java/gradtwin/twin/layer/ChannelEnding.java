package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Term;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How a layer ends whose linear part has made channels at positions: with a bias per channel and an
 * activation.
 *
 * <pre>{@code
 * forward   y = f(z + b)
 * backward  dz = f'(z + b) * dy     db = sum over examples and positions of dz
 * }</pre>
 *
 * <p>Shapes: z and y [N, C, P...], b [C].
 */
record ChannelEnding(Optional<Parameter> bias, Activation activation) {
  ChannelEnding withActivation(Activation other) {
    return new ChannelEnding(bias, other);
  }

  /** The weights before it, and its bias. */
  List<Parameter> parameters(Parameter... weights) {
    return Stream.concat(Arrays.stream(weights), bias.stream()).toList();
  }

  /**
   * The whole layer's pass.
   *
   * @param z what the linear part made, which is overwritten
   * @param toWeights the way back from dz to the gradients of the weights
   * @param toInput the way back from dz to dx
   */
  Layer.Pass pass(Tensor z, Step step, Consumer<Tensor> toWeights, UnaryOperator<Tensor> toInput) {
    bias.ifPresent(b -> addToChannels(z, b.value().values()));
    return new EndingPass(
        new ActivationLayer(activation).forward(z, step), bias, toWeights, toInput);
  }

  /**
   * The end of the whole layer's formula.
   *
   * @param z what the linear part made, a row for each position: [N P, C]
   * @param like a shape with the examples and the positions, [N, any, P...]
   * @return [N, C, P...]
   */
  Term formula(Term z, Shape like) {
    Term biased = bias.map(b -> RowTerms.plusRow(z, z.variable(b.value()))).orElse(z);
    return RowTerms.backTo(activation.formula(biased), like);
  }

  private record EndingPass(
      Layer.Pass activated,
      Optional<Parameter> bias,
      Consumer<Tensor> toWeights,
      UnaryOperator<Tensor> toInput)
      implements Layer.Pass {
    @Override
    public Tensor output() {
      return activated.output();
    }

    @Override
    public Tensor backward(Tensor dy) {
      return toInput.apply(parameterGradients(dy));
    }

    @Override
    public void backwardToParameters(Tensor dy) {
      parameterGradients(dy);
    }

    private Tensor parameterGradients(Tensor dy) {
      Tensor dz = activated.backward(dy);
      bias.ifPresent(b -> sumOfChannels(dz, b.gradient().values()));
      toWeights.accept(dz);
      return dz;
    }

    @Override
    public int piece() {
      return activated.piece();
    }
  }

  private static void addToChannels(Tensor z, double[] b) {
    double[] values = z.values();
    int positions = z.columns() / b.length;
    for (int start = 0, row = 0; start < values.length; start += positions, row++) {
      double addend = b[row % b.length];
      for (int i = start; i < start + positions; i++) {
        values[i] += addend;
      }
    }
  }

  private static void sumOfChannels(Tensor dz, double[] db) {
    double[] values = dz.values();
    int positions = dz.columns() / db.length;
    Arrays.fill(db, 0);
    for (int start = 0, row = 0; start < values.length; start += positions, row++) {
      double sum = 0;
      for (int i = start; i < start + positions; i++) {
        sum += values[i];
      }
      db[row % db.length] += sum;
    }
  }
}
