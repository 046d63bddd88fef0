package gradtwin.yaml;

import gradtwin.yaml.Fields.Question;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with the keys of a mapping once everything was asked for: keys that nobody knows,
 * and required ones that are missing. A required key that seems misspelt is told once, where it
 * stands.
 *
 * @param given the keys of the file
 * @param asked the keys that the mapping has
 * @param path the key path of the mapping
 * @param location where the mapping stands
 */
record KeyFaults(
    Map<String, Node.Entry> given, Map<String, Question> asked, String path, Location location) {

  void report(Diagnostics diagnostics) {
    Set<String> misspelt = new HashSet<>();
    for (Node.Entry entry : given.values()) {
      if (!asked.containsKey(entry.key())) {
        Optional<String> nearest = nearest(entry.key());
        nearest.ifPresent(misspelt::add);
        String keyPath = path.isEmpty() ? entry.key() : path + "." + entry.key();
        diagnostics.error(entry.keyLocation(), keyPath, "unknown key" + hint(nearest));
      }
    }
    for (Question question : asked.values()) {
      if (isMissing(question) && !misspelt.contains(question.key())) {
        diagnostics.error(
            location,
            path,
            "the key '"
                + question.key()
                + "' ("
                + question.help()
                + ") is missing: expected "
                + question.expected());
      }
    }
  }

  private boolean isMissing(Question question) {
    return question.fallback().isEmpty() && !given.containsKey(question.key());
  }

  /** A key that is still to be given is meant rather than one that is there already. */
  private Optional<String> nearest(String key) {
    List<String> absent = asked.keySet().stream().filter(k -> !given.containsKey(k)).toList();
    return NearestName.of(key, absent).or(() -> NearestName.of(key, asked.keySet()));
  }

  private String hint(Optional<String> nearest) {
    if (nearest.isPresent()) {
      String required = isMissing(asked.get(nearest.get())) ? " That key is required." : "";
      return "; did you mean '" + nearest.get() + "'?" + required;
    }
    return asked.isEmpty()
        ? "; this word takes no parameters"
        : "; the keys here are " + String.join(", ", asked.keySet());
  }
}
