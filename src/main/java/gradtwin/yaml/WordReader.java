package gradtwin.yaml;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads one word of a vocabulary with its parameters, or reports why it is none. */
final class WordReader<T> {
  private static final int WORDS_SHOWN = 12;
  private static final String TYPE = "type";

  private final Vocabulary<T> vocabulary;
  private final Diagnostics diagnostics;

  WordReader(Vocabulary<T> vocabulary, Diagnostics diagnostics) {
    this.vocabulary = vocabulary;
    this.diagnostics = diagnostics;
  }

  /** What a key expects whose value is such a word, to follow "expected". */
  static String expected(Vocabulary<?> vocabulary) {
    List<String> words = vocabulary.words();
    String shown = words.stream().limit(WORDS_SHOWN).collect(Collectors.joining(", "));
    String rest = words.size() > WORDS_SHOWN ? " ..." : "";
    String article = "aeiou".indexOf(vocabulary.noun().charAt(0)) >= 0 ? "an " : "a ";
    return article + vocabulary.noun() + " (" + shown + rest + ")";
  }

  /** The vocabulary's first word, read from nothing: legal, never used. */
  static <T> T standIn(Vocabulary<T> vocabulary) {
    return vocabulary.read(vocabulary.words().get(0), Fields.blank());
  }

  /**
   * Reads a word that is written alone or as a mapping with a type.
   *
   * @param path the key path of the node
   * @param resolved gets the word and its parameters
   * @param origin of the word, if it is written alone
   */
  T read(Node node, String path, Resolved.Section resolved, String origin) {
    Node wordNode = node;
    List<Node.Entry> parameters = List.of();
    if (node instanceof Node.Mapping mapping) {
      Optional<Node.Entry> type =
          mapping.entries().stream().filter(e -> e.key().equals(TYPE)).findFirst();
      if (type.isEmpty()) {
        missingType(mapping, path);
        return standIn(vocabulary);
      }
      wordNode = type.get().value();
      parameters = mapping.entries().stream().filter(e -> !e.key().equals(TYPE)).toList();
    }
    if (!(wordNode instanceof Node.Scalar scalar) || !vocabulary.contains(scalar.text())) {
      unknown(wordNode, path);
      return standIn(vocabulary);
    }
    String wordOrigin = origin.equals("default") ? origin : wordNode.location().brief();
    resolved.put(TYPE, new Resolved.Value(scalar.text(), wordOrigin));
    Node.Mapping body = new Node.Mapping(parameters, node.location());
    Fields fields = new Fields(body, path, diagnostics, resolved);
    T value = vocabulary.read(scalar.text(), fields);
    fields.close();
    return value;
  }

  private void unknown(Node word, String path) {
    if (word instanceof Node.Scalar scalar && vocabulary.refusal(scalar.text()).isPresent()) {
      String reason = vocabulary.refusal(scalar.text()).get();
      diagnostics.error(word.location(), path, "'" + scalar.text() + "' " + reason);
      return;
    }
    String nearest =
        word instanceof Node.Scalar scalar
            ? NearestName.didYouMean(scalar.text(), vocabulary.words())
            : "";
    diagnostics.error(
        word.location(),
        path,
        "expected " + expected(vocabulary) + ", got " + word.kind() + nearest);
  }

  private void missingType(Node.Mapping mapping, String path) {
    for (Node.Entry entry : mapping.entries()) {
      if (NearestName.of(entry.key(), List.of(TYPE)).isPresent()) {
        diagnostics.error(
            entry.keyLocation(),
            path + "." + entry.key(),
            "unknown key; did you mean 'type'? That key is required.");
        return;
      }
    }
    diagnostics.error(
        mapping.location(), path, "the key 'type' is missing: expected " + expected(vocabulary));
  }
}
