package gradtwin.cli;

import gradtwin.yaml.NearestName;
import java.util.Collection;

/** What the user may have meant, to end a message with. */
final class Suggestion {
  private Suggestion() {}

  /** {@code ; did you mean 'train'?}, or nothing if no name is near. */
  static String of(String given, Collection<String> names) {
    return NearestName.of(given, names).map(name -> "; did you mean '" + name + "'?").orElse("");
  }
}
