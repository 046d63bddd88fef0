package gradtwin.yaml;

import java.util.stream.Collectors;

/** A tree as one line of flow YAML, so that a test can show it. */
final class Written {
  private Written() {}

  static String text(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.plain() ? scalar.text() : "'" + scalar.text() + "'";
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream()
          .map(Written::text)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return ((Node.Mapping) node)
        .entries().stream()
            .map(entry -> entry.key() + ": " + text(entry.value()))
            .collect(Collectors.joining(", ", "{", "}"));
  }
}
