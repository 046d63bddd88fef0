package gradtwin.twin.formula;

import java.util.ArrayList;
import java.util.List;

/**
 * A network's forward pass over one batch as a formula.
 *
 * @param arriving what arrives at each layer, first to last: the features, then activations
 * @param predictions the activation of the last layer
 * @param loss the mean over the batch, without penalties: [1]
 */
public record NetworkFormula(Formula formula, List<Term> arriving, Term predictions, Term loss) {
  public NetworkFormula {
    arriving = List.copyOf(arriving);
  }

  /** What leaves each layer, first to last. */
  public List<Term> activations() {
    List<Term> activations = new ArrayList<>(arriving.subList(1, arriving.size()));
    activations.add(predictions);
    return activations;
  }
}
