package gradtwin.spec;

import gradtwin.yaml.Resolved;
import java.util.List;
import java.util.Optional;

/**
 * Where the layers of an experiment stand in what the user wrote, for what is found out about them
 * after reading, when the experiment itself has forgotten it.
 *
 * @param places of each layer: {@code configs/x.yaml line 14}, or {@code -o}; empty if nothing is
 *     known
 */
public record LayerPlaces(List<String> places) {
  /** For an experiment that came from no file. */
  public static final LayerPlaces UNKNOWN = new LayerPlaces(List.of());

  private static final String TYPE = "network\\.layers\\[\\d+]\\.type";

  public LayerPlaces {
    places = List.copyOf(places);
  }

  /**
   * The places in a document that was read as an experiment.
   *
   * @param file as the user knows it
   */
  public static LayerPlaces of(String file, Resolved resolved) {
    return new LayerPlaces(
        resolved.values().stream()
            .filter(entry -> entry.path().matches(TYPE))
            .map(Resolved.Entry::origin)
            .map(origin -> origin.startsWith("line ") ? file + " " + origin : origin)
            .toList());
  }

  /** The place of a layer, if it is known. */
  public Optional<String> of(int layer) {
    return layer < places.size() ? Optional.of(places.get(layer)) : Optional.empty();
  }
}
