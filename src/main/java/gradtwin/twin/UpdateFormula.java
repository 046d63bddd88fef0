package gradtwin.twin;

import gradtwin.tensor.Decimals;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Tensor;
import gradtwin.twin.optimizer.ClosedForm;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Optimizer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The definition of {@link Update}, written as one formula per element over everything that
 * happened so far, in decimal numbers:
 *
 * <pre>{@code
 * g_k = normalize(dw_k) + l1 * sign(w_k) + l2 * w_k                  k = 1 ... t
 * u_t = closed form(g_1 ... g_t) + weightDecay * learningRate_t * w_t
 * }</pre>
 *
 * <p>It remembers no moments and shares no code with the update: it is the witness that tells which
 * of two optimizers takes a wrong step. Too slow for more than some elements.
 */
public final class UpdateFormula {
  private final List<LayerRules> rules;
  private final List<Taken> taken = new ArrayList<>();

  /**
   * A step that was taken.
   *
   * @param values the parameters of each layer by key before it
   * @param gradients of what is learned
   * @param normalized of each layer, in the order of its learned parameters
   */
  private record Taken(
      List<Map<String, Tensor>> values,
      List<Map<String, Tensor>> gradients,
      List<Optional<GradientNormalization.Elements>> normalized,
      Moment moment) {}

  /**
   * @param rules of each layer
   */
  public UpdateFormula(List<LayerRules> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Takes note of a step.
   *
   * @param values the parameters of each layer before it; kept, not copied
   * @param gradients the gradients of each layer, in the order of its parameters; kept, not copied
   */
  public void add(
      List<Map<String, Tensor>> values, List<Map<String, Tensor>> gradients, Moment moment) {
    List<Optional<GradientNormalization.Elements>> normalized = new ArrayList<>();
    for (int layer = 0; layer < rules.size(); layer++) {
      List<Tensor> ofLayer = List.copyOf(gradients.get(layer).values());
      normalized.add(
          ofLayer.isEmpty()
              ? Optional.empty()
              : Optional.of(rules.get(layer).normalization().exactly(ofLayer)));
    }
    taken.add(new Taken(values, gradients, normalized, moment));
  }

  /** Whether every parameter and gradient of a layer was a number in every step so far. */
  public boolean isFinite(int layer) {
    return taken.stream()
        .flatMap(
            past ->
                Stream.concat(
                    past.values().get(layer).values().stream(),
                    past.gradients().get(layer).values().stream()))
        .allMatch(Tensor::isFinite);
  }

  /**
   * The step of one element and the optimizer's memory after it.
   *
   * @param parameter of the layer, one that is learned
   * @param position of the element in row-major order
   * @param step counted from 0
   */
  public ClosedForm.Value at(int layer, Parameter parameter, int position, int step) {
    Penalty penalty = parameter.penalty();
    List<Optimizer> optimizers = new ArrayList<>();
    List<BigDecimal> gradients = new ArrayList<>();
    BigDecimal w = BigDecimal.ZERO;
    for (Taken past : taken.subList(0, step + 1)) {
      w = Decimals.of(past.values().get(layer).get(parameter.key()).values()[position]);
      optimizers.add(rules.get(layer).optimizer(parameter).exactlyAt(past.moment()));
      BigDecimal l1 = Decimals.of(penalty.l1()).multiply(BigDecimal.valueOf(w.signum()));
      BigDecimal l2 = Decimals.product(Decimals.of(penalty.l2()), w);
      gradients.add(
          Decimals.sum(normalized(past, layer, parameter, position), Decimals.sum(l1, l2)));
    }
    long iteration = taken.get(step).moment().iteration();
    ClosedForm.Value value = new ClosedForm.History(optimizers, gradients, iteration).value();
    BigDecimal rate = Decimals.of(optimizers.get(step).learningRate());
    BigDecimal decay =
        Decimals.product(Decimals.product(Decimals.of(penalty.weightDecay()), rate), w);
    return new ClosedForm.Value(
        Decimals.sum(value.step(), decay), value.memory(), value.magnification());
  }

  private static BigDecimal normalized(Taken past, int layer, Parameter parameter, int position) {
    int index = List.copyOf(past.gradients().get(layer).keySet()).indexOf(parameter.key());
    return past.normalized().get(layer).orElseThrow().of(index, position);
  }
}
