package gradtwin.yaml;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a key path such as {@code network.layers[0].units} leads to. */
final class KeyPath {
  private static final Pattern INDEX = Pattern.compile("\\d+");
  private static final Pattern PART = Pattern.compile("([^.\\[]+)((?:\\[\\d+])*)");

  private KeyPath() {}

  /** Where the path leads to, or as far as the file follows it; empty if it does not begin. */
  static Optional<Location> find(Map<String, Node.Entry> start, String path) {
    Optional<Location> found = Optional.empty();
    Map<String, Node.Entry> keys = start;
    for (String part : path.split("\\.", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches() || !keys.containsKey(matcher.group(1))) {
        return found;
      }
      Node node = keys.get(matcher.group(1)).value();
      Matcher index = INDEX.matcher(matcher.group(2));
      while (index.find()) {
        int i = Integer.parseInt(index.group());
        if (!(node instanceof Node.Sequence sequence) || i >= sequence.items().size()) {
          return found;
        }
        node = sequence.items().get(i);
      }
      found = Optional.of(node.location());
      keys = node instanceof Node.Mapping mapping ? byKey(mapping) : Map.of();
    }
    return found;
  }

  private static Map<String, Node.Entry> byKey(Node.Mapping mapping) {
    Map<String, Node.Entry> keys = new HashMap<>();
    mapping.entries().forEach(entry -> keys.put(entry.key(), entry));
    return keys;
  }
}
