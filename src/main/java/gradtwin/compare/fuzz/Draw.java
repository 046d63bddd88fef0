package gradtwin.compare.fuzz;

import gradtwin.compare.fuzz.Grammar.Owner;
import gradtwin.compare.fuzz.Yaml.Items;
import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.compare.fuzz.Yaml.Scalar;
import gradtwin.yaml.Fields.Question;
import gradtwin.yaml.Range;
import gradtwin.yaml.Rule;
import gradtwin.yaml.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws values by the rules that they have to follow, small ones and such that like to break. */
final class Draw {
  /** Small, and with the primes among them. */
  private static final int[] WHOLE = {0, 1, 1, 2, 2, 3, 3, 4, 5, 7};

  private static final double[] REAL = {
    0, 0.001, 0.01, 0.1, 0.125, 0.25, 0.3, 0.5, 0.75, 0.9, 1, 1.5, 2, -0.25, -0.5
  };

  /** Such as saturate, vanish or overflow. */
  private static final double[] EXTREME = {1e-8, 1e-3, 8, 20, 100, -20};

  private static final double EXTREMES = 0.02;
  private static final double WORDS_FOR_NUMBERS = 0.4;

  /** Activations are what layers differ in most: their key is given at least that often. */
  private static final double ACTIVATIONS = 0.7;

  /** Words inside words inside words stay plain. */
  private static final int DEEPEST = 4;

  private final Grammar grammar;
  private final SplittableRandom random;
  private final double richness;
  private final boolean deviations;
  private final int outputs;

  /**
   * @param richness the share of optional keys that are given
   * @param deviations whether words may be drawn of which DL4J is known to deviate
   * @param outputs how many numbers a list of one per output has
   */
  Draw(Grammar grammar, SplittableRandom random, double richness, boolean deviations, int outputs) {
    this.grammar = grammar;
    this.random = random;
    this.richness = richness;
    this.deviations = deviations;
    this.outputs = outputs;
  }

  /** A layer with random parameters. */
  Yaml layer(String word) {
    return word(grammar.layers(), word, 0);
  }

  /** A word with random parameters. */
  Yaml word(Vocabulary<?> vocabulary, String word) {
    return word(vocabulary, word, 0);
  }

  /** The keys of a mapping that has no word. */
  Mapping section(List<Question> questions) {
    Mapping section = Mapping.EMPTY;
    for (Question question : questions) {
      if (isGiven(question, 0)) {
        section = section.with(question.key(), plain(question, 0));
      }
    }
    return section;
  }

  /** The value of a key that always is given. */
  Yaml top(Question question) {
    return plain(question, 0);
  }

  private Yaml word(Vocabulary<?> vocabulary, String word, int depth) {
    Mapping parameters = Mapping.EMPTY;
    for (Question question : vocabulary.questions(word)) {
      if (isGiven(question, depth)) {
        Yaml value = value(new Owner(vocabulary, word), question, depth);
        parameters = parameters.with(question.key(), value);
      }
    }
    return Yaml.word(word, parameters);
  }

  private boolean isGiven(Question question, int depth) {
    if (question.isRequired()) {
      return true;
    }
    boolean activation =
        question.rule() instanceof Rule.Word word && word.vocabulary().noun().equals("activation");
    return depth < DEEPEST && chance(activation ? Math.max(ACTIVATIONS, richness) : richness);
  }

  private Yaml value(Owner owner, Question question, int depth) {
    Rule rule = question.rule();
    if (rule instanceof Rule.Word word) {
      return accepted(owner, question, word.vocabulary(), depth);
    }
    if (rule instanceof Rule.Words words) {
      List<Yaml> items = new ArrayList<>();
      int count = 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        items.add(free(words.vocabulary(), depth));
      }
      return new Items(items);
    }
    if (rule instanceof Rule.RealOr real && depth < DEEPEST && chance(WORDS_FOR_NUMBERS)) {
      return accepted(owner, question, real.vocabulary(), depth);
    }
    return plain(question, depth);
  }

  /** A word that the reader takes at this key. */
  private Yaml accepted(Owner owner, Question question, Vocabulary<?> vocabulary, int depth) {
    Grammar.Choice choice = grammar.choice(owner, question.key(), vocabulary);
    List<String> words = deviations || choice.clean().isEmpty() ? choice.all() : choice.clean();
    return words.isEmpty()
        ? grammar.smallest(vocabulary, vocabulary.words().get(0))
        : word(vocabulary, pick(words), depth + 1);
  }

  /** A word of its own. */
  private Yaml free(Vocabulary<?> vocabulary, int depth) {
    List<String> clean =
        vocabulary.words().stream()
            .filter(word -> deviations || grammar.isClean(vocabulary, word))
            .toList();
    return word(vocabulary, pick(clean), depth + 1);
  }

  private Yaml plain(Question question, int depth) {
    Rule rule = question.rule();
    if (rule instanceof Rule.WholeNumber whole) {
      return whole(whole.range());
    }
    if (rule instanceof Rule.Sizes sizes) {
      return sizes.axes() == 1 || chance(0.5)
          ? whole(sizes.range())
          : new Items(
              IntStream.range(0, sizes.axes())
                  .<Yaml>mapToObj(axis -> whole(sizes.range()))
                  .toList());
    }
    if (rule instanceof Rule.Real real) {
      return real(real.range());
    }
    if (rule instanceof Rule.RealOr real) {
      return real(real.range());
    }
    if (rule instanceof Rule.Numbers numbers) {
      return new Items(
          IntStream.range(0, outputs).<Yaml>mapToObj(i -> real(numbers.range())).toList());
    }
    if (rule instanceof Rule.Table table) {
      return table(table);
    }
    if (rule instanceof Rule.Flag) {
      return new Scalar(Boolean.toString(chance(0.5)));
    }
    if (rule instanceof Rule.Seed) {
      return new Scalar(Long.toString(random.nextLong(1000)));
    }
    if (rule instanceof Rule.OneOf names) {
      return new Scalar(pick(names.names()));
    }
    if (rule instanceof Rule.Word word) {
      return free(word.vocabulary(), depth);
    }
    if (rule instanceof Rule.Section section) {
      return sectionOfSome(section.questions());
    }
    throw new IllegalArgumentException(
        "expected a rule that a value can be drawn by for the key '"
            + question.key()
            + "', got "
            + question.expected());
  }

  /** One key or two: all at once would say little, and contradict each other. */
  private Mapping sectionOfSome(List<Question> questions) {
    Mapping section = Mapping.EMPTY;
    int count = Math.min(questions.size(), 1 + random.nextInt(2));
    for (int i = 0; i < count; i++) {
      Question question = questions.get(random.nextInt(questions.size()));
      section = section.with(question.key(), plain(question, DEEPEST));
    }
    return section;
  }

  private Yaml table(Rule.Table table) {
    Mapping values = Mapping.EMPTY.with("0", real(table.values()));
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      values = values.with(Integer.toString(1 + random.nextInt(6)), real(table.values()));
    }
    return values;
  }

  private Scalar whole(Range range) {
    int[] fitting = IntStream.of(WHOLE).filter(range::contains).toArray();
    return scalar(fitting.length == 0 ? range.minimum() : fitting[random.nextInt(fitting.length)]);
  }

  private Scalar real(Range range) {
    double[] fitting =
        DoubleStream.of(chance(EXTREMES) ? EXTREME : REAL).filter(range::contains).toArray();
    if (fitting.length == 0) {
      double middle = (range.minimum() + range.maximum()) / 2;
      return scalar(range.contains(middle) ? middle : Math.max(range.minimum(), 0) + 1);
    }
    return scalar(fitting[random.nextInt(fitting.length)]);
  }

  static Scalar scalar(double number) {
    return new Scalar(
        number == Math.rint(number) && Math.abs(number) < 1e9
            ? Long.toString((long) number)
            : Double.toString(number));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  int pick(int... values) {
    return values[random.nextInt(values.length)];
  }

  /** The same values in another order. */
  <T> List<T> shuffled(List<T> values) {
    List<T> shuffled = new ArrayList<>(values);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T moved = shuffled.get(i);
      shuffled.set(i, shuffled.get(other));
      shuffled.set(other, moved);
    }
    return shuffled;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  double uniform() {
    return random.nextDouble();
  }

  /** A number from the standard normal distribution. */
  double normal() {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
