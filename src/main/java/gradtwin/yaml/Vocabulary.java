package gradtwin.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The words that a key accepts, each with the way to read the parameters that may follow it. A file
 * writes such a value as the word alone, {@code leakyRelu}, or as a mapping, {@code {type:
 * leakyRelu, alpha: 0.1}}.
 *
 * @param <T> what a word stands for
 */
public final class Vocabulary<T> {
  private final String noun;
  private final Map<String, Function<Fields, ? extends T>> readers = new LinkedHashMap<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  private Vocabulary(String noun) {
    this.noun = noun;
  }

  /**
   * An empty vocabulary.
   *
   * @param noun what its words are, for messages: {@code activation}
   */
  public static <T> Vocabulary<T> of(String noun) {
    return new Vocabulary<>(noun);
  }

  /**
   * Adds a word.
   *
   * @param reader reads the word's parameters; it is also called on empty fields, where it gets the
   *     defaults or harmless stand-ins
   */
  public Vocabulary<T> word(String word, Function<Fields, ? extends T> reader) {
    if (readers.put(word, reader) != null) {
      throw new IllegalArgumentException("expected each word once, got '" + word + "' twice");
    }
    return this;
  }

  /**
   * Adds a word that is known and cannot be had.
   *
   * @param reason why, to follow the word: {@code cannot be trained because ...}
   */
  public Vocabulary<T> refused(String word, String reason) {
    refusals.put(word, reason);
    return this;
  }

  /** Why a known word cannot be had, if it is such a one. */
  public Optional<String> refusal(String word) {
    return Optional.ofNullable(refusals.get(word));
  }

  /** The known words that cannot be had, each with the reason. */
  public Map<String, String> refusals() {
    return Collections.unmodifiableMap(refusals);
  }

  /** The words that can be had. */
  public List<String> words() {
    return List.copyOf(readers.keySet());
  }

  /** What its words are: {@code activation}. */
  public String noun() {
    return noun;
  }

  /** The parameters of a word. */
  public List<Fields.Question> questions(String word) {
    return Fields.questionsOf(readers.get(word));
  }

  /** What a word stands for if nothing is said of its parameters: defaults, or stand-ins. */
  public T example(String word) {
    return read(word, Fields.blank());
  }

  boolean contains(String word) {
    return readers.containsKey(word);
  }

  T read(String word, Fields fields) {
    return readers.get(word).apply(fields);
  }
}
