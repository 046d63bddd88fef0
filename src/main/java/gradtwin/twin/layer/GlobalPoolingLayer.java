package gradtwin.twin.layer;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One number for each feature of a sequence, or each channel of an image or a volume: its maximum,
 * mean, sum or p-norm over all steps, or all pixels.
 *
 * <pre>{@code
 * forward   y = max x     or  sum x / count  or  sum x  or  (sum |x|ᵖ)^(1/p)
 * backward  dx = dy at the (first) maximum, else 0
 *                         or  dy / count     or  dy     or  dy sign(x) (|x| / y)ᵖ⁻¹
 * }</pre>
 *
 * <p>Shapes: x [N, channels, ...], y [N, channels]. Steps of a sequence that its mask leaves out do
 * not count, and the sequence ends here, so no mask leaves. p is a whole number of at least 1. A
 * sequence without any step has the maximum minus infinity and the sum and p-norm 0; its mean is
 * not a number. Where a p-norm has no derivative (all numbers are 0, or one is and p is 1), 0 is
 * taken. Source: Lin, Chen and Yan, "Network in network" (2014), section 3.2, for the mean;
 * Gulcehre, Cho, Pascanu and Bengio, "Learned-norm pooling for deep feedforward and recurrent
 * neural networks" (2014), for the p-norm, here without their division by the count. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer} with collapsed dimensions, whose backward
 * pass makes NaN where a p-norm has no derivative.
 */
public final class GlobalPoolingLayer implements Layer {
  private final Pooling pooling;

  public GlobalPoolingLayer(Pooling pooling) {
    this.pooling = pooling;
  }

  public Pooling pooling() {
    return pooling;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return Optional.empty();
  }

  @Override
  public Pass forward(Tensor x, Step step) {
    int channels = x.shape().size(1);
    int places = x.columns() / channels;
    int[][] all = {IntStream.range(0, places).toArray()};
    return new PoolingPass(
        pooling,
        x,
        Shape.of(x.rows(), channels),
        n -> step.mask().map(mask -> new int[][] {present(mask, n)}).orElse(all));
  }

  @Override
  public Term formula(Term x, Step step) {
    return pooling.formula(x, (numbers, absent) -> present(numbers, step.mask(), absent));
  }

  /** The numbers at the steps that are there: [N, channels, T]. */
  private static Term present(Term x, Optional<Tensor> mask, double absent) {
    int channels = x.shape().size(1);
    int places = x.value().columns() / channels;
    return x.gathered(
        Shape.of(x.shape().size(0), channels, places),
        at ->
            mask.isPresent() && mask.get().at(at[0], at[2]) == 0
                ? -1
                : (at[0] * channels + at[1]) * places + at[2],
        absent);
  }

  /** The steps of an example that are there. */
  private static int[] present(Tensor mask, int example) {
    int steps = mask.columns();
    return IntStream.range(0, steps).filter(t -> mask.values()[example * steps + t] != 0).toArray();
  }
}
