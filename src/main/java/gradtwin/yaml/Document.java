package gradtwin.yaml;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A document that was read, or the reasons why it could not be.
 *
 * @param value what the reader made of it; empty if there is any error
 * @param diagnostics everything there is to say, warnings included, in the order of the file
 * @param resolved every key with its value and its origin
 */
public record Document<T>(Optional<T> value, List<Diagnostic> diagnostics, Resolved resolved) {

  /**
   * Reads a document: file, then overrides, then defaults, then checks.
   *
   * @param source the file's name for messages
   * @param overrides {@code path=value}, applied in order
   * @param reader reads the root mapping
   */
  public static <T> Document<T> read(
      String source, String text, List<String> overrides, Function<Fields, T> reader) {
    Diagnostics diagnostics = new Diagnostics();
    Resolved.Section resolved = new Resolved.Section();
    Optional<T> value =
        YamlParser.parse(source, text, diagnostics)
            .flatMap(root -> mapping(root, diagnostics))
            .flatMap(root -> mapping(overridden(root, overrides, diagnostics), diagnostics))
            .map(
                mapping -> {
                  Fields fields = new Fields(mapping, "", diagnostics, resolved);
                  T read = reader.apply(fields);
                  fields.close();
                  return read;
                });
    return new Document<>(
        diagnostics.hasErrors() ? Optional.empty() : value, diagnostics.all(), resolved);
  }

  private static Node overridden(Node root, List<String> overrides, Diagnostics diagnostics) {
    Node node = root;
    for (String override : overrides) {
      node = ValueOverride.apply(override, node, diagnostics);
    }
    return node;
  }

  private static Optional<Node.Mapping> mapping(Node root, Diagnostics diagnostics) {
    if (root instanceof Node.Mapping mapping) {
      return Optional.of(mapping);
    }
    diagnostics.error(root.location(), "", "expected a mapping of keys, got " + root.kind());
    return Optional.empty();
  }
}
