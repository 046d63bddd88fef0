package gradtwin.compare.fuzz;

import gradtwin.compare.fuzz.Yaml.Items;
import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.compare.fuzz.Yaml.Scalar;
import gradtwin.spec.LayerSpec;
import gradtwin.spec.OutputSpec;
import gradtwin.yaml.Diagnostic;
import gradtwin.yaml.Diagnostic.Severity;
import gradtwin.yaml.Document;
import gradtwin.yaml.Fields.Question;
import gradtwin.yaml.Range;
import gradtwin.yaml.Rule;
import gradtwin.yaml.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a file may say, found out by asking the vocabulary: which words a key takes depends on whose
 * key it is, and only the reader knows.
 */
final class Grammar {
  private final Vocabulary<LayerSpec> layers = LayerSpec.words();
  private final Map<String, LayerSpec> examples = new LinkedHashMap<>();
  private final Map<String, Choice> choices = new HashMap<>();
  private final Map<String, Yaml> smallest = new HashMap<>();
  private final Map<String, Boolean> clean = new HashMap<>();
  private final Set<String> inProgress = new HashSet<>();

  /**
   * The words that a key takes.
   *
   * @param clean those of which DL4J is not known to deviate
   * @param deviating the others
   */
  record Choice(List<String> clean, List<String> deviating) {
    List<String> all() {
      List<String> all = new ArrayList<>(clean);
      all.addAll(deviating);
      return all;
    }
  }

  /** A word of a vocabulary whose keys are in question. */
  record Owner(Vocabulary<?> vocabulary, String word) {
    String name() {
      return vocabulary.noun() + " " + word;
    }
  }

  Grammar() {
    layers.words().forEach(word -> examples.put(word, layers.example(word)));
  }

  /** The words for layers. */
  Vocabulary<LayerSpec> layers() {
    return layers;
  }

  /** A layer of a word, with defaults and stand-ins: it says what the layer fits on. */
  LayerSpec example(String word) {
    return examples.get(word);
  }

  /** The words for layers that are the last, or for those that are not. */
  List<String> layers(boolean last) {
    return examples.keySet().stream()
        .filter(word -> examples.get(word) instanceof OutputSpec == last)
        .toList();
  }

  /** Whether DL4J is not known to deviate for a word as such. */
  boolean isClean(Vocabulary<?> vocabulary, String word) {
    return clean.computeIfAbsent(
        vocabulary.noun() + " " + word,
        name -> deviations(read(vocabulary, smallest(vocabulary, word))) == 0);
  }

  /** Reads a layer alone. */
  Document<LayerSpec> layer(Yaml value) {
    return read(layers, value);
  }

  /** Reads a word with its parameters. */
  static <T> Document<T> read(Vocabulary<T> vocabulary, Yaml value) {
    String text = "value: " + value.inline();
    return Document.read(
        "draft", text, List.of(), fields -> fields.word("value", "drawn", vocabulary));
  }

  private static boolean hasErrorsAt(String key, Document<?> document) {
    return document.diagnostics().stream()
        .anyMatch(d -> d.severity() == Severity.ERROR && d.path().startsWith("value." + key));
  }

  static long deviations(Document<?> document) {
    return document.diagnostics().stream().filter(Diagnostic::deviation).count();
  }

  /** Which words a key takes whose value is one of a vocabulary. */
  Choice choice(Owner owner, String key, Vocabulary<?> words) {
    String name = owner.name() + " " + key;
    Choice known = choices.get(name);
    if (known == null) {
      known = ask(owner, key, words);
      choices.put(name, known);
    }
    return known;
  }

  private Choice ask(Owner owner, String key, Vocabulary<?> words) {
    List<String> clean = new ArrayList<>();
    List<String> deviating = new ArrayList<>();
    Mapping around = smallest(owner.vocabulary(), owner.word()).parameters();
    long before = deviations(read(owner.vocabulary(), Yaml.word(owner.word(), around)));
    for (String word : words.words()) {
      if (inProgress.contains(words.noun() + " " + word)) {
        continue;
      }
      Yaml value = smallest(words, word);
      Document<?> read = read(owner.vocabulary(), Yaml.word(owner.word(), around.with(key, value)));
      if (!hasErrorsAt(key, read)) {
        (deviations(read) > before ? deviating : clean).add(word);
      }
    }
    return new Choice(clean, deviating);
  }

  /** A word with nothing but the parameters that it needs, the plainest there are. */
  Yaml smallest(Vocabulary<?> vocabulary, String word) {
    String name = vocabulary.noun() + " " + word;
    Yaml known = smallest.get(name);
    if (known == null) {
      inProgress.add(name);
      Mapping parameters = Mapping.EMPTY;
      for (Question question : vocabulary.questions(word)) {
        if (question.isRequired()) {
          Yaml value = smallest(new Owner(vocabulary, word), parameters, question);
          parameters = parameters.with(question.key(), value);
        }
      }
      inProgress.remove(name);
      known = Yaml.word(word, parameters);
      smallest.put(name, known);
    }
    return known;
  }

  private Yaml smallest(Owner owner, Mapping before, Question question) {
    Rule rule = question.rule();
    if (rule instanceof Rule.Word word) {
      return firstAccepted(owner, before, question.key(), word.vocabulary());
    }
    if (rule instanceof Rule.WholeNumber whole) {
      return number(whole.range());
    }
    if (rule instanceof Rule.Sizes sizes) {
      return number(sizes.range());
    }
    if (rule instanceof Rule.Real real) {
      return number(real.range());
    }
    if (rule instanceof Rule.RealOr real) {
      return number(real.range());
    }
    if (rule instanceof Rule.Table table) {
      return new Mapping(Map.of("0", number(table.values())));
    }
    if (rule instanceof Rule.Words words) {
      return new Items(List.of(smallest(words.vocabulary(), words.vocabulary().words().get(0))));
    }
    if (rule instanceof Rule.OneOf names) {
      return new Scalar(names.names().get(0));
    }
    throw new IllegalArgumentException(
        "expected a rule with a plainest value for the required key '"
            + question.key()
            + "', got "
            + question.expected());
  }

  private Yaml firstAccepted(Owner owner, Mapping before, String key, Vocabulary<?> words) {
    for (String word : words.words()) {
      if (inProgress.contains(words.noun() + " " + word)) {
        continue; // it needs one of these itself
      }
      Yaml value = smallest(words, word);
      Yaml whole = Yaml.word(owner.word(), before.with(key, value));
      if (!hasErrorsAt(key, read(owner.vocabulary(), whole))) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "expected a " + words.noun() + " that " + owner.name() + " takes for '" + key + "'");
  }

  private static Scalar number(Range range) {
    double number = range.contains(1) ? 1 : Math.max(range.minimum(), -Double.MAX_VALUE);
    if (!range.contains(number)) {
      number = (range.minimum() + range.maximum()) / 2;
    }
    return Draw.scalar(number);
  }
}
