package gradtwin.data;

import gradtwin.spec.DataDescription;
import gradtwin.tensor.Examples;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A source, loaded.
 *
 * @param training what is trained on, without the validation examples
 * @param validation kept back from the training examples; of size 0 if none were asked for
 * @param test what the final metrics are taken on
 * @param testIsTraining whether the test is the training examples once more
 * @param origin what this is, in one phrase, for every place where a number of it appears
 * @param sha256 of each file's uncompressed content, by file name
 * @param preprocessing reads new rows the way these were read
 */
public record Dataset(
    DataDescription description,
    Examples training,
    Examples validation,
    Examples test,
    boolean testIsTraining,
    String origin,
    Map<String, String> sha256,
    Preprocessing preprocessing) {
  public Dataset {
    sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
  }
}
