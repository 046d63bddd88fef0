package gradtwin.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value of the file replaced from the command line, such as {@code network.layers[0].units=64}.
 * The value is YAML. A list may be extended by the index after its last.
 */
final class ValueOverride {
  private static final Pattern STEP = Pattern.compile("([^\\[\\]]+)((?:\\[\\d+])*)");
  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

  private final Location location;
  private final List<Object> steps;
  private final Node value;
  private final Diagnostics diagnostics;

  private ValueOverride(
      Location location, List<Object> steps, Node value, Diagnostics diagnostics) {
    this.location = location;
    this.steps = steps;
    this.value = value;
    this.diagnostics = diagnostics;
  }

  /** The root with the override applied; the root itself after an error was reported. */
  static Node apply(String override, Node root, Diagnostics diagnostics) {
    Location location = Location.ofOverride(override);
    int equals = override.indexOf('=');
    Optional<List<Object>> steps =
        equals < 0 ? Optional.empty() : steps(override.substring(0, equals).strip());
    if (steps.isEmpty()) {
      diagnostics.error(
          location,
          "",
          "expected a key path, an equals sign and a value, such as training.epochs=3 or"
              + " network.layers[0].units=64");
      return root;
    }
    Diagnostics ofValue = new Diagnostics();
    String text = override.substring(equals + 1);
    Node value =
        text.isBlank()
            ? new Node.Scalar("", true, location)
            : YamlParser.parse("-o", text, ofValue).map(n -> moved(n, location)).orElse(null);
    if (value == null || ofValue.hasErrors()) {
      ofValue.all().forEach(d -> diagnostics.error(location, "", d.message()));
      return root;
    }
    return new ValueOverride(location, steps.get(), value, diagnostics).replace(root, 0, "");
  }

  /** The path as strings (keys) and integers (indices), or empty if it is none. */
  private static Optional<List<Object>> steps(String path) {
    List<Object> steps = new ArrayList<>();
    for (String part : path.split("\\.", -1)) {
      Matcher step = STEP.matcher(part);
      if (!step.matches()) {
        return Optional.empty();
      }
      steps.add(step.group(1));
      Matcher index = INDEX.matcher(step.group(2));
      while (index.find()) {
        if (index.group(1).length() > 6) {
          return Optional.empty();
        }
        steps.add(Integer.valueOf(index.group(1)));
      }
    }
    return Optional.of(steps);
  }

  private Node replace(Node node, int depth, String path) {
    if (depth == steps.size()) {
      return value;
    }
    return steps.get(depth) instanceof Integer index
        ? replaceItem(node, index, depth, path + "[" + index + "]")
        : replaceKey(node, (String) steps.get(depth), depth, path);
  }

  private Node replaceItem(Node node, int index, int depth, String path) {
    if (!(node instanceof Node.Sequence sequence) || index > sequence.items().size()) {
      diagnostics.error(
          location,
          path,
          node instanceof Node.Sequence sequence
              ? "expected an index below "
                  + sequence.items().size()
                  + ", or that number to add to the list, got "
                  + index
              : "expected a list here, got " + node.kind());
      return node;
    }
    List<Node> items = new ArrayList<>(sequence.items());
    if (index == items.size()) {
      items.add(replace(empty(), depth + 1, path));
    } else {
      items.set(index, replace(items.get(index), depth + 1, path));
    }
    return new Node.Sequence(List.copyOf(items), sequence.location());
  }

  private Node replaceKey(Node node, String key, int depth, String parent) {
    String path = parent.isEmpty() ? key : parent + "." + key;
    Node.Mapping mapping;
    if (node instanceof Node.Mapping given) {
      mapping = given;
    } else if (node instanceof Node.Scalar word && word.plain() && !word.text().isEmpty()) {
      // "optimizer: adam" is short for a mapping with only a type
      Node.Entry type = new Node.Entry("type", word.location(), word);
      mapping = new Node.Mapping(List.of(type), word.location());
    } else if (node instanceof Node.Scalar) {
      mapping = new Node.Mapping(List.of(), location);
    } else {
      diagnostics.error(
          location,
          parent,
          "expected an index into this list, such as " + parent + "[0], got '" + key + "'");
      return node;
    }
    List<Node.Entry> entries = new ArrayList<>(mapping.entries());
    for (int i = 0; i < entries.size(); i++) {
      Node.Entry entry = entries.get(i);
      if (entry.key().equals(key)) {
        entries.set(
            i, new Node.Entry(key, entry.keyLocation(), replace(entry.value(), depth + 1, path)));
        return new Node.Mapping(List.copyOf(entries), mapping.location());
      }
    }
    entries.add(new Node.Entry(key, location, replace(empty(), depth + 1, path)));
    return new Node.Mapping(List.copyOf(entries), mapping.location());
  }

  private Node empty() {
    return new Node.Mapping(List.of(), location);
  }

  /** The same tree with every position set to the override's. */
  private static Node moved(Node node, Location location) {
    if (node instanceof Node.Scalar scalar) {
      return new Node.Scalar(scalar.text(), scalar.plain(), location);
    }
    if (node instanceof Node.Sequence sequence) {
      return new Node.Sequence(
          sequence.items().stream().map(item -> moved(item, location)).toList(), location);
    }
    return new Node.Mapping(
        ((Node.Mapping) node)
            .entries().stream()
                .map(e -> new Node.Entry(e.key(), location, moved(e.value(), location)))
                .toList(),
        location);
  }
}
