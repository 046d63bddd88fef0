package gradtwin.spec;

import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;

/**
 * How much is compared.
 *
 * @param batches how many batches go through both networks, at least 1
 * @param witnessElements how many elements of each parameter the numerical witness looks at
 */
public record ComparisonSpec(int batches, int witnessElements) {
  static ComparisonSpec read(Fields fields) {
    return new ComparisonSpec(
        fields.wholeNumber("batches", "batches through both networks", Range.between(1, 10_000), 1),
        fields.wholeNumber(
            "witnessElements",
            "elements of each parameter that are differentiated numerically, or fewer, down to 3, where"
                + " a pass takes long",
            Range.between(0, 1_000_000),
            12));
  }
}
