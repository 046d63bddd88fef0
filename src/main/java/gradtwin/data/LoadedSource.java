package gradtwin.data;

import gradtwin.spec.DataDescription;
import gradtwin.tensor.Examples;
import java.util.Map;
import java.util.Optional;

/**
 * A source's examples before any are kept back for validation; see {@link Dataset}.
 *
 * @param test empty if the test is the training examples once more
 */
record LoadedSource(
    DataDescription description,
    Examples training,
    Optional<Examples> test,
    String origin,
    Map<String, String> sha256,
    Preprocessing preprocessing) {
  /** The same under another name. */
  LoadedSource called(String name) {
    return new LoadedSource(description, training, test, name, sha256, preprocessing);
  }
}
