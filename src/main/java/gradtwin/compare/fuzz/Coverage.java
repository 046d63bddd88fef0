package gradtwin.compare.fuzz;

import gradtwin.compare.fuzz.Grammar.Owner;
import gradtwin.compare.fuzz.Yaml.Items;
import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.spec.Experiment;
import gradtwin.yaml.Fields.Question;
import gradtwin.yaml.Rule;
import gradtwin.yaml.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts which words of two kinds were tried together. Two words meet if both are said of one layer
 * or if one of them is said of the whole network. A word counts also where it is the default.
 */
public final class Coverage {
  private static final String REGULARIZATION = "regularization";
  private static final String PRECISION = "precision";
  private static final List<String> KINDS =
      List.of("layer", "activation", "loss", "optimizer", REGULARIZATION, PRECISION);

  private final Grammar grammar;
  private final Map<String, Set<String>> words = new LinkedHashMap<>();
  private final Map<Pair, Integer> counts = new TreeMap<>();
  private final Map<Word, Integer> uses = new TreeMap<>();

  /** A word of a kind: {@code loss}, {@code hinge}. */
  record Word(String kind, String word) implements Comparable<Word> {
    @Override
    public int compareTo(Word other) {
      int byKind = Integer.compare(KINDS.indexOf(kind), KINDS.indexOf(other.kind));
      return byKind != 0 ? byKind : word.compareTo(other.word);
    }
  }

  private record Pair(Word first, Word second) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int byFirst = first.compareTo(other.first);
      return byFirst != 0 ? byFirst : second.compareTo(other.second);
    }
  }

  /**
   * Words of two kinds, with how often each of the one met each of the other.
   *
   * @param rows the words of the first kind
   * @param columns the words of the second kind
   * @param counts by row, then by column; -1 for two that cannot meet
   */
  public record Matrix(
      String first,
      String second,
      List<String> rows,
      List<String> columns,
      List<List<Integer>> counts) {
    /** How many pairs there are of words that can meet. */
    public int pairs() {
      return (int) counts.stream().flatMap(List::stream).filter(count -> count >= 0).count();
    }

    /** How many of them were tried. */
    public int tried() {
      return (int) counts.stream().flatMap(List::stream).filter(count -> count > 0).count();
    }

    /** The pairs that were not, each as two words. */
    public List<String> never() {
      List<String> never = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        for (int j = 0; j < columns.size(); j++) {
          if (counts.get(i).get(j) == 0) {
            never.add(rows.get(i) + " with " + columns.get(j));
          }
        }
      }
      return never;
    }
  }

  /**
   * @param grammar knows which words can meet in a layer
   */
  Coverage(Grammar grammar) {
    this.grammar = grammar;
    KINDS.forEach(kind -> words.put(kind, new LinkedHashSet<>()));
    vocabulary(Experiment.questions(), new LinkedHashSet<>());
  }

  /** Every word that a file can say, of the kinds that are counted. */
  private void vocabulary(List<Question> questions, Set<String> seen) {
    for (Question question : questions) {
      Rule rule = question.rule();
      if (question.key().equals(PRECISION) && rule instanceof Rule.OneOf names) {
        words.get(PRECISION).addAll(names.names());
      } else if (rule instanceof Rule.Section section) {
        if (question.key().equals(REGULARIZATION)) {
          section.questions().forEach(inner -> words.get(REGULARIZATION).add(inner.key()));
        } else {
          vocabulary(section.questions(), seen);
        }
      } else if (rule instanceof Rule.Word word) {
        vocabulary(word.vocabulary(), seen);
      } else if (rule instanceof Rule.Words several) {
        vocabulary(several.vocabulary(), seen);
      }
    }
  }

  private void vocabulary(Vocabulary<?> vocabulary, Set<String> seen) {
    if (!seen.add(vocabulary.noun())) {
      return;
    }
    if (words.containsKey(vocabulary.noun())) {
      words.get(vocabulary.noun()).addAll(vocabulary.words());
    }
    vocabulary.words().forEach(word -> vocabulary(vocabulary.questions(word), seen));
  }

  /** Counts a network. */
  void add(Draft draft) {
    Set<Word> whole = new LinkedHashSet<>();
    List<Set<Word>> layers = new ArrayList<>();
    for (Question question : Experiment.questions()) {
      if (question.key().equals("training") && question.rule() instanceof Rule.Section section) {
        collect(section.questions(), draft.configuration().section("training"), whole);
      }
    }
    whole.add(new Word(PRECISION, draft.configuration().get(PRECISION).orElseThrow().inline()));
    Set<Word> optimizers = kind("optimizer", whole);
    whole.removeAll(optimizers); // a layer may have its own
    for (Yaml layer : draft.layers()) {
      Set<Word> ofLayer = new LinkedHashSet<>();
      collect(grammar.layers(), layer, ofLayer);
      if (kind("optimizer", ofLayer).isEmpty()) {
        ofLayer.addAll(optimizers);
      }
      whole.addAll(kind("loss", ofLayer));
      layers.add(ofLayer);
    }
    Set<Pair> met = new LinkedHashSet<>();
    Set<Word> used = new LinkedHashSet<>(whole);
    for (Set<Word> layer : layers) {
      layer.addAll(whole);
      used.addAll(layer);
      for (Word first : layer) {
        for (Word second : layer) {
          if (KINDS.indexOf(first.kind()) < KINDS.indexOf(second.kind())) {
            met.add(new Pair(first, second));
          }
        }
      }
    }
    met.forEach(pair -> counts.merge(pair, 1, Integer::sum));
    used.forEach(word -> uses.merge(word, 1, Integer::sum));
  }

  private static Set<Word> kind(String kind, Set<Word> all) {
    Set<Word> some = new LinkedHashSet<>();
    all.stream().filter(word -> word.kind().equals(kind)).forEach(some::add);
    return some;
  }

  private static void collect(Vocabulary<?> vocabulary, Yaml value, Set<Word> found) {
    String word = value.word().orElseThrow();
    if (KINDS.contains(vocabulary.noun())) {
      found.add(new Word(vocabulary.noun(), word));
    }
    collect(vocabulary.questions(word), value.parameters(), found);
  }

  private static void collect(List<Question> questions, Mapping given, Set<Word> found) {
    for (Question question : questions) {
      Yaml value = given.get(question.key()).orElse(new Yaml.Scalar(question.fallback()));
      boolean absent = given.get(question.key()).isEmpty();
      if (question.rule() instanceof Rule.Word word) {
        boolean none = absent && !word.vocabulary().words().contains(question.fallback());
        if (!none) {
          collect(word.vocabulary(), value, found);
        }
      } else if (question.rule() instanceof Rule.Words words && value instanceof Items items) {
        items.items().forEach(item -> collect(words.vocabulary(), item, found));
      } else if (question.key().equals(REGULARIZATION) && value instanceof Mapping penalties) {
        penalties.entries().keySet().forEach(key -> found.add(new Word(REGULARIZATION, key)));
      }
    }
  }

  /** How often words of two kinds met, for every two kinds. */
  public List<Matrix> matrices() {
    List<Matrix> matrices = new ArrayList<>();
    for (int i = 0; i < KINDS.size(); i++) {
      for (int j = i + 1; j < KINDS.size(); j++) {
        matrices.add(matrix(KINDS.get(i), KINDS.get(j)));
      }
    }
    return matrices;
  }

  private Matrix matrix(String first, String second) {
    List<String> rows = List.copyOf(words.get(first));
    List<String> columns = List.copyOf(words.get(second));
    List<List<Integer>> table = new ArrayList<>();
    for (String row : rows) {
      Set<String> possible = first.equals("layer") ? within(row, second) : words.get(second);
      List<Integer> line = new ArrayList<>();
      for (String column : columns) {
        Pair pair = new Pair(new Word(first, row), new Word(second, column));
        line.add(counts.getOrDefault(pair, possible.contains(column) ? 0 : -1));
      }
      table.add(line);
    }
    return new Matrix(first, second, rows, columns, table);
  }

  /** The words of a kind that can be said of a layer, or of the network around it. */
  private Set<String> within(String layer, String kind) {
    boolean ofNetwork = !kind.equals("activation") && !kind.equals(REGULARIZATION);
    Set<String> possible = new LinkedHashSet<>();
    for (Question question : grammar.layers().questions(layer)) {
      boolean inner =
          question.rule() instanceof Rule.Word word && word.vocabulary().noun().equals("layer");
      if (ofNetwork || inner) {
        return words.get(kind);
      }
      if (question.rule() instanceof Rule.Word word && word.vocabulary().noun().equals(kind)) {
        Owner owner = new Owner(grammar.layers(), layer);
        possible.addAll(grammar.choice(owner, question.key(), word.vocabulary()).all());
      } else if (question.key().equals(kind) && question.rule() instanceof Rule.Section section) {
        section.questions().forEach(penalty -> possible.add(penalty.key()));
      }
    }
    return ofNetwork ? words.get(kind) : possible;
  }

  /** How many networks had each word, by kind and word. */
  public Map<String, Map<String, Integer>> uses() {
    Map<String, Map<String, Integer>> byKind = new LinkedHashMap<>();
    words.forEach(
        (kind, ofKind) -> {
          Map<String, Integer> byWord = new LinkedHashMap<>();
          ofKind.forEach(word -> byWord.put(word, uses.getOrDefault(new Word(kind, word), 0)));
          byKind.put(kind, byWord);
        });
    return byKind;
  }
}
