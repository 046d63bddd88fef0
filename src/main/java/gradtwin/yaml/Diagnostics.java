package gradtwin.yaml;

import gradtwin.yaml.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything there is to say about one document, so that all of it is said at once. */
public final class Diagnostics {
  private final List<Diagnostic> collected = new ArrayList<>();

  public void error(Location location, String path, String message) {
    collected.add(new Diagnostic(Severity.ERROR, location, path, message));
  }

  public void warning(Location location, String path, String message) {
    collected.add(new Diagnostic(Severity.WARNING, location, path, message));
  }

  /**
   * Adds a warning with all that there is to it.
   *
   * @param explanation more of it, see {@link Diagnostic}
   * @param deviation whether it is DL4J that is known to deviate
   */
  public void warning(
      Location location, String path, String message, String explanation, boolean deviation) {
    collected.add(
        new Diagnostic(Severity.WARNING, location, path, message, explanation, deviation));
  }

  /** All diagnostics in the order of the document; overrides come last. */
  public List<Diagnostic> all() {
    List<Diagnostic> sorted = new ArrayList<>(collected);
    sorted.sort(
        Comparator.comparing((Diagnostic d) -> d.location().isOverride())
            .thenComparing(d -> d.location().line())
            .thenComparing(d -> d.location().column()));
    return List.copyOf(sorted);
  }

  public int errors() {
    return (int) collected.stream().filter(d -> d.severity() == Severity.ERROR).count();
  }

  /** Whether there is an error at a key path itself. */
  boolean hasErrorAt(String path) {
    return collected.stream()
        .anyMatch(d -> d.severity() == Severity.ERROR && d.path().equals(path));
  }

  /** Whether there is an error at a key path or below it. */
  boolean hasErrorFrom(String path) {
    return collected.stream()
        .filter(d -> d.severity() == Severity.ERROR)
        .anyMatch(d -> d.path().equals(path) || d.path().startsWith(path + "."));
  }

  public boolean hasErrors() {
    return errors() > 0;
  }
}
