package gradtwin.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One mapping of a document, read key by key through questions that carry their rule.
 *
 * <p>A question whose answer breaks its rule leaves a diagnostic and returns a legal stand-in, so
 * that reading goes on and everything is reported at once; a document with a diagnostic is refused
 * at the end, so no stand-in is ever used. Each question is remembered with its help and its
 * default: {@link #questions()} is the source of the reference.
 */
public final class Fields {
  private final String path;
  private final Location location;
  private final Map<String, Node.Entry> given = new LinkedHashMap<>();
  private final Map<String, Question> asked = new LinkedHashMap<>();
  private final Diagnostics diagnostics;
  private final Resolved.Section resolved;

  /**
   * A key that a mapping accepts.
   *
   * @param rule what its value must be
   * @param help what it means, in a phrase
   * @param fallback the default as YAML; empty if the key is required or optional without one
   */
  public record Question(String key, Rule rule, String help, String fallback) {
    /** The rule in words, to follow "expected". */
    public String expected() {
      return rule.expected();
    }

    /** Whether a file must give it. */
    public boolean isRequired() {
      return fallback.isEmpty();
    }
  }

  Fields(Node.Mapping mapping, String path, Diagnostics diagnostics, Resolved.Section resolved) {
    this.path = path;
    this.location = mapping.location();
    this.diagnostics = diagnostics;
    this.resolved = resolved;
    mapping.entries().forEach(entry -> given.put(entry.key(), entry));
  }

  /** Where this mapping stands. */
  public Location location() {
    return location;
  }

  /** Where the value of a key stands; this mapping's place if the key is absent. */
  public Location location(String key) {
    return given.containsKey(key) ? given.get(key).value().location() : location;
  }

  /** The key path of this mapping. */
  public String path() {
    return path;
  }

  /** Whether the file gives this key. */
  public boolean has(String key) {
    return given.containsKey(key);
  }

  /** The keys that were asked for so far. */
  public List<Question> questions() {
    return List.copyOf(asked.values());
  }

  /** Every value that was read from this mapping so far, each with its key path from here. */
  public List<Resolved.Entry> values() {
    return resolved.values();
  }

  /** Reports a fault of a key's value that no single rule covers. */
  public void error(String key, String message) {
    diagnostics.error(location(key), pathOf(key), message);
  }

  /** Reports that DL4J is known to deviate for a key's value. */
  public void deviation(String key, String message) {
    diagnostics.warning(location(key), pathOf(key), message, "", true);
  }

  /**
   * Reports something questionable about a value somewhere below this mapping, at its line, or at
   * that of what contains it if the file does not give it.
   *
   * @param below the key path from here, such as {@code network.layers[0].units}
   * @param explanation more of it, for those who ask
   * @param deviation whether it is DL4J that is known to deviate
   */
  public void warningFrom(String below, String message, String explanation, boolean deviation) {
    diagnostics.warning(
        KeyPath.find(given, below).orElse(location),
        pathOf(below),
        message,
        explanation,
        deviation);
  }

  /** Whether the file gives a key of one of its mappings. */
  public boolean has(String section, String key) {
    return given.containsKey(section)
        && given.get(section).value() instanceof Node.Mapping mapping
        && mapping.entries().stream().anyMatch(entry -> entry.key().equals(key));
  }

  /**
   * Whether some keys of a value that was read from a list were given and read without a fault, so
   * that what follows from them may be told, whatever is wrong with its other keys.
   */
  public boolean isSound(Located<?> item, String... keys) {
    return item.node() instanceof Node.Mapping mapping
        && !diagnostics.hasErrorAt(item.path())
        && Stream.of(keys)
            .allMatch(
                key ->
                    mapping.entries().stream().anyMatch(entry -> entry.key().equals(key))
                        && !diagnostics.hasErrorFrom(item.path() + "." + key));
  }

  /** Reports a fault of a value that was read from a list, at one of its keys if that is given. */
  public void errorAt(Located<?> item, String key, String message) {
    diagnostics.error(locationIn(item, key), item.path() + "." + key, message);
  }

  /** Reports something questionable about a value that was read from a list. */
  public void warningAt(Located<?> item, String key, String message) {
    diagnostics.warning(locationIn(item, key), item.path() + "." + key, message);
  }

  /** Reports that DL4J is known to deviate for a value that was read from a list. */
  public void deviationAt(Located<?> item, String key, String message) {
    diagnostics.warning(locationIn(item, key), item.path() + "." + key, message, "", true);
  }

  private static Location locationIn(Located<?> item, String key) {
    if (item.node() instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        if (entry.key().equals(key)) {
          return entry.value().location();
        }
      }
    }
    return item.node().location();
  }

  /** How many faults were reported so far, here and elsewhere in the document. */
  public int errors() {
    return diagnostics.errors();
  }

  /** A required whole number. */
  public int wholeNumber(String key, String help, Range range) {
    return wholeNumber(new Question(key, new Rule.WholeNumber(range), help, ""), range, null);
  }

  /** A whole number with a default. */
  public int wholeNumber(String key, String help, Range range, int fallback) {
    String text = Integer.toString(fallback);
    return wholeNumber(new Question(key, new Rule.WholeNumber(range), help, text), range, fallback);
  }

  /** A whole number that may be left out. */
  public Optional<Integer> optionalWholeNumber(String key, String help, Range range) {
    return given.containsKey(key)
        ? Optional.of(wholeNumber(key, help, range))
        : unasked(new Question(key, new Rule.WholeNumber(range), help, "none"));
  }

  private int wholeNumber(Question question, Range range, Integer fallback) {
    int standIn = fallback != null ? fallback : (int) Math.max(range.minimum(), 1);
    return scalar(question, scalar -> wholeNumber(scalar, range)).orElse(standIn);
  }

  private static Optional<Integer> wholeNumber(Node.Scalar scalar, Range range) {
    return number(scalar)
        .filter(n -> n == Math.rint(n) && Math.abs(n) <= Integer.MAX_VALUE)
        .filter(range::contains)
        .map(Double::intValue);
  }

  /**
   * A required size along each of several axes: one whole number for all of them, or a list.
   *
   * @param axes how many, at least 1; a single axis takes no list
   * @return one size per axis
   */
  public List<Integer> sizes(String key, String help, int axes, Range range) {
    int standIn = (int) Math.max(range.minimum(), 1);
    return sizes(new Question(key, new Rule.Sizes(axes, range), help, ""), axes, range, standIn);
  }

  /** The same, with one default for all axes. */
  public List<Integer> sizes(String key, String help, int axes, Range range, int fallback) {
    String text = Integer.toString(fallback);
    return sizes(new Question(key, new Rule.Sizes(axes, range), help, text), axes, range, fallback);
  }

  /** Sizes along each of several axes that may be left out. */
  public Optional<List<Integer>> optionalSizes(String key, String help, int axes, Range range) {
    return given.containsKey(key)
        ? Optional.of(sizes(key, help, axes, range))
        : unasked(new Question(key, new Rule.Sizes(axes, range), help, "none"));
  }

  private List<Integer> sizes(Question question, int axes, Range range, int standIn) {
    Node.Entry entry = given.get(question.key());
    if (axes == 1 || entry == null || entry.value() instanceof Node.Scalar) {
      return Collections.nCopies(axes, wholeNumber(question, range, standIn));
    }
    asked.put(question.key(), question);
    if (!(entry.value() instanceof Node.Sequence list) || list.items().size() != axes) {
      fault(question, entry.value());
      return Collections.nCopies(axes, standIn);
    }
    List<Integer> sizes = new ArrayList<>();
    for (Node item : list.items()) {
      Optional<Integer> size =
          item instanceof Node.Scalar scalar ? wholeNumber(scalar, range) : Optional.empty();
      if (size.isEmpty()) {
        diagnostics.error(
            item.location(),
            pathOf(question.key()),
            "expected "
                + new Rule.WholeNumber(range).expected()
                + " in this list, got "
                + item.kind());
      }
      sizes.add(size.orElse(standIn));
    }
    resolved.put(question.key(), new Resolved.Value(sizes.toString(), list.location().brief()));
    return List.copyOf(sizes);
  }

  /** A whole number of 64 bits with a default. */
  public long seed(String key, String help, long fallback) {
    Question question = new Question(key, new Rule.Seed(), help, Long.toString(fallback));
    return scalar(
            question,
            scalar -> {
              try {
                return scalar.plain()
                    ? Optional.of(Long.parseLong(scalar.text()))
                    : Optional.<Long>empty();
              } catch (NumberFormatException e) {
                return Optional.<Long>empty();
              }
            })
        .orElse(fallback);
  }

  /** A required number. */
  public double number(String key, String help, Range range) {
    Question question = new Question(key, new Rule.Real(range), help, "");
    double standIn = range.contains(1) ? 1 : (range.minimum() + range.maximum()) / 2;
    return number(question, range).orElse(standIn);
  }

  /** A number with a default. */
  public double number(String key, String help, Range range, double fallback) {
    Question question = new Question(key, new Rule.Real(range), help, Numbers.text(fallback));
    return number(question, range).orElse(fallback);
  }

  /** A number that may be left out. */
  public Optional<Double> optionalNumber(String key, String help, Range range) {
    return given.containsKey(key)
        ? Optional.of(number(key, help, range))
        : unasked(new Question(key, new Rule.Real(range), help, "none"));
  }

  /** A list of numbers, empty if the key is absent. */
  public List<Double> numbers(String key, String help, Range range) {
    Question question = new Question(key, new Rule.Numbers(range), help, "[]");
    String expected = ("a number " + range).strip();
    return items(question, expected, scalar -> number(scalar).filter(range::contains));
  }

  private Optional<Double> number(Question question, Range range) {
    return scalar(question, scalar -> number(scalar).filter(range::contains));
  }

  private static Optional<Double> number(Node.Scalar scalar) {
    return scalar.plain() ? Numbers.parse(scalar.text()) : Optional.empty();
  }

  /**
   * A number, or a word with its parameters, such as a schedule by which a number changes.
   *
   * @param ofNumber what a number stands for
   */
  public <T> T numberOr(
      String key, String help, Range range, DoubleFunction<T> ofNumber, Vocabulary<T> vocabulary) {
    Question question = new Question(key, new Rule.RealOr(range, vocabulary), help, "");
    double standIn = range.contains(1) ? 1 : (range.minimum() + range.maximum()) / 2;
    return numberOr(question, range, standIn, ofNumber, vocabulary);
  }

  /** A number, or a word with its parameters, and a default number. */
  public <T> T numberOr(
      String key,
      String help,
      Range range,
      double fallback,
      DoubleFunction<T> ofNumber,
      Vocabulary<T> vocabulary) {
    Question question =
        new Question(key, new Rule.RealOr(range, vocabulary), help, Numbers.text(fallback));
    return numberOr(question, range, fallback, ofNumber, vocabulary);
  }

  private <T> T numberOr(
      Question question,
      Range range,
      double standIn,
      DoubleFunction<T> ofNumber,
      Vocabulary<T> vocabulary) {
    Node.Entry entry = given.get(question.key());
    boolean word =
        entry != null
            && (entry.value() instanceof Node.Mapping
                || (entry.value() instanceof Node.Scalar scalar
                    && vocabulary.contains(scalar.text())));
    if (word) {
      return word(question, vocabulary);
    }
    return ofNumber.apply(
        scalar(question, scalar -> number(scalar).filter(range::contains), vocabulary.words())
            .orElse(standIn));
  }

  /**
   * A required mapping from whole numbers to numbers.
   *
   * @param keys what is accepted on the left
   * @param values what is accepted on the right
   */
  public Map<Integer, Double> numberTable(String key, String help, Range keys, Range values) {
    Question question = new Question(key, new Rule.Table(keys, values), help, "");
    asked.put(key, question);
    Map<Integer, Double> table = new LinkedHashMap<>();
    Node.Entry whole = given.get(key);
    if (whole == null) {
      return table;
    }
    if (!(whole.value() instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
      fault(question, whole.value());
      return table;
    }
    Resolved.Section section = new Resolved.Section();
    for (Node.Entry entry : mapping.entries()) {
      Optional<Double> left =
          Numbers.parse(entry.key())
              .filter(n -> n == Math.rint(n) && Math.abs(n) <= Integer.MAX_VALUE)
              .filter(keys::contains);
      Optional<Double> right =
          entry.value() instanceof Node.Scalar scalar
              ? number(scalar).filter(values::contains)
              : Optional.empty();
      String path = pathOf(key) + "." + entry.key();
      if (left.isEmpty()) {
        diagnostics.error(
            entry.keyLocation(),
            path,
            "expected "
                + new Rule.WholeNumber(keys).expected()
                + " as a key, got '"
                + entry.key()
                + "'");
      } else if (right.isEmpty()) {
        diagnostics.error(
            entry.value().location(),
            path,
            ("expected a number " + values).strip() + ", got " + entry.value().kind());
      } else {
        table.put(left.get().intValue(), right.get());
        String origin = entry.value().location().brief();
        section.put(
            entry.key(), new Resolved.Value(ScalarText.of((Node.Scalar) entry.value()), origin));
      }
    }
    resolved.put(key, section);
    return table;
  }

  /** A flag, {@code true} or {@code false}, with a default. */
  public boolean flag(String key, String help, boolean fallback) {
    Question question = new Question(key, new Rule.Flag(), help, Boolean.toString(fallback));
    return scalar(
            question,
            scalar ->
                switch (scalar.plain() ? scalar.text() : "") {
                  case "true" -> Optional.of(true);
                  case "false" -> Optional.of(false);
                  default -> Optional.<Boolean>empty();
                })
        .orElse(fallback);
  }

  /** A required text. */
  public String text(String key, String help) {
    return scalar(new Question(key, new Rule.Text(), help, ""), Fields::nonEmpty).orElse("text");
  }

  /** A text with a default. */
  public String text(String key, String help, String fallback) {
    return scalar(
            new Question(key, new Rule.Text(), help, ScalarText.quoted(fallback)), Fields::nonEmpty)
        .orElse(fallback);
  }

  /** A text that may be left out. */
  public Optional<String> optionalText(String key, String help) {
    return given.containsKey(key)
        ? Optional.of(text(key, help))
        : unasked(new Question(key, new Rule.Text(), help, "none"));
  }

  private <T> Optional<T> unasked(Question question) {
    asked.put(question.key(), question);
    return Optional.empty();
  }

  private static Optional<String> nonEmpty(Node.Scalar scalar) {
    return scalar.text().isEmpty() ? Optional.empty() : Optional.of(scalar.text());
  }

  /** One of the constants of an enum, whose names are written in lower camel case. */
  public <E extends Enum<E>> E oneOf(String key, String help, E fallback) {
    return oneOf(key, help, fallback, EnumSet.allOf(fallback.getDeclaringClass()));
  }

  /** The same, where only some of the constants are accepted. */
  public <E extends Enum<E>> E oneOf(String key, String help, E fallback, Set<E> accepted) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : accepted) {
      words.put(camelCase(constant.name()), constant);
    }
    Rule rule = new Rule.OneOf(List.copyOf(words.keySet()));
    Question question = new Question(key, rule, help, camelCase(fallback.name()));
    return scalar(question, scalar -> Optional.ofNullable(words.get(scalar.text())), words.keySet())
        .orElse(fallback);
  }

  private static String camelCase(String constant) {
    String[] parts = constant.toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder name = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      name.append(Character.toUpperCase(parts[i].charAt(0))).append(parts[i].substring(1));
    }
    return name.toString();
  }

  /** A list of texts, empty if the key is absent. */
  public List<String> texts(String key, String help) {
    Question question = new Question(key, new Rule.Texts(), help, "[]");
    return items(question, "a text", Fields::nonEmpty);
  }

  /** A list of scalars, empty if the key is absent; each item that is at fault is reported. */
  private <T> List<T> items(
      Question question, String expected, Function<Node.Scalar, Optional<T>> parse) {
    String key = question.key();
    asked.put(key, question);
    if (!given.containsKey(key)) {
      return List.of();
    }
    if (!(given.get(key).value() instanceof Node.Sequence sequence)) {
      fault(question, given.get(key).value());
      return List.of();
    }
    List<T> values = new ArrayList<>();
    Resolved.Items items = new Resolved.Items();
    for (Node item : sequence.items()) {
      Optional<T> value =
          item instanceof Node.Scalar scalar ? parse.apply(scalar) : Optional.empty();
      if (value.isPresent()) {
        values.add(value.get());
        items
            .items()
            .add(new Resolved.Value(ScalarText.of((Node.Scalar) item), item.location().brief()));
      } else {
        diagnostics.error(
            item.location(),
            pathOf(key),
            "expected " + expected + " in this list, got " + item.kind());
      }
    }
    resolved.put(key, items);
    return values;
  }

  /** A required word, with its parameters. */
  public <T> T word(String key, String help, Vocabulary<T> vocabulary) {
    return word(new Question(key, new Rule.Word(vocabulary), help, ""), vocabulary);
  }

  /** A word, with its parameters, and a default word. */
  public <T> T word(String key, String help, Vocabulary<T> vocabulary, String fallback) {
    return word(new Question(key, new Rule.Word(vocabulary), help, fallback), vocabulary);
  }

  /** A word that may be left out, with its parameters. */
  public <T> Optional<T> optionalWord(String key, String help, Vocabulary<T> vocabulary) {
    Question question = new Question(key, new Rule.Word(vocabulary), help, "none");
    return given.containsKey(key) ? Optional.of(word(question, vocabulary)) : unasked(question);
  }

  private <T> T word(Question question, Vocabulary<T> vocabulary) {
    asked.put(question.key(), question);
    Node.Entry entry = given.get(question.key());
    if (entry == null && question.fallback().isEmpty()) {
      return WordReader.standIn(vocabulary);
    }
    Node node =
        entry != null ? entry.value() : new Node.Scalar(question.fallback(), true, location);
    Resolved.Section section = new Resolved.Section();
    String origin = entry != null ? entry.value().location().brief() : "default";
    T value =
        new WordReader<>(vocabulary, diagnostics)
            .read(node, pathOf(question.key()), section, origin);
    resolved.put(question.key(), section);
    return value;
  }

  /**
   * A required word that decides which other keys this same mapping has, such as {@code source:
   * mnist}; its reader reads them from these fields.
   */
  public <T> T variant(String key, String help, Vocabulary<T> vocabulary) {
    Question question = new Question(key, new Rule.Variant(vocabulary), help, "");
    Optional<String> word =
        scalar(
            question,
            scalar ->
                vocabulary.contains(scalar.text()) ? Optional.of(scalar.text()) : Optional.empty(),
            vocabulary.words());
    if (word.isEmpty()) {
      // which keys are allowed is not known, so none of them can be called unknown
      given
          .keySet()
          .forEach(k -> asked.putIfAbsent(k, new Question(k, new Rule.Text(), "", "none")));
      return WordReader.standIn(vocabulary);
    }
    return vocabulary.read(word.get(), this);
  }

  /** A required list of words with their parameters, each with its place. */
  public <T> List<Located<T>> words(String key, String help, Vocabulary<T> vocabulary) {
    Question question = new Question(key, new Rule.Words(vocabulary), help, "");
    Node.Entry entry = given.get(key);
    if (entry != null
        && entry.value() instanceof Node.Sequence sequence
        && sequence.items().isEmpty()) {
      asked.put(key, question);
      fault(question, entry.value());
      return List.of();
    }
    return words(question, vocabulary);
  }

  /** A list of words with their parameters, empty if the key is absent. */
  public <T> List<T> optionalWords(String key, String help, Vocabulary<T> vocabulary) {
    Question question = new Question(key, new Rule.Words(vocabulary), help, "[]");
    return words(question, vocabulary).stream().map(Located::value).toList();
  }

  private <T> List<Located<T>> words(Question question, Vocabulary<T> vocabulary) {
    String key = question.key();
    asked.put(key, question);
    Node.Entry entry = given.get(key);
    if (entry == null) {
      return List.of();
    }
    if (!(entry.value() instanceof Node.Sequence sequence)) {
      fault(question, entry.value());
      return List.of();
    }
    List<Located<T>> values = new ArrayList<>();
    Resolved.Items items = new Resolved.Items();
    for (Node item : sequence.items()) {
      String itemPath = pathOf(key) + "[" + values.size() + "]";
      Resolved.Section section = new Resolved.Section();
      int before = diagnostics.errors();
      T value =
          new WordReader<>(vocabulary, diagnostics)
              .read(item, itemPath, section, item.location().brief());
      values.add(new Located<>(value, item, itemPath, diagnostics.errors() == before));
      items.items().add(section);
    }
    resolved.put(key, items);
    return values;
  }

  /** Fields that hold nothing and report nothing: for defaults and for the reference. */
  public static Fields blank() {
    Location nowhere = new Location("", 1, 1, "");
    return new Fields(
        new Node.Mapping(List.of(), nowhere), "", new Diagnostics(), new Resolved.Section());
  }

  /** The questions that a reader asks of a mapping. */
  public static List<Question> questionsOf(Function<Fields, ?> reader) {
    Fields fields = blank();
    Object unused = reader.apply(fields);
    return fields.questions();
  }

  /** A required mapping. */
  public <T> T section(String key, String help, Function<Fields, T> reader) {
    return section(new Question(key, new Rule.Section(reader), help, ""), reader);
  }

  /** A mapping whose every key has a default, so that it may be left out. */
  public <T> T sectionOrDefaults(String key, String help, Function<Fields, T> reader) {
    return section(new Question(key, new Rule.Section(reader), help, "{}"), reader);
  }

  /** A mapping that may be left out, which means something else than its defaults. */
  public <T> Optional<T> optionalSection(String key, String help, Function<Fields, T> reader) {
    Question question = new Question(key, new Rule.Section(reader), help, "none");
    return given.containsKey(key) ? Optional.of(section(question, reader)) : unasked(question);
  }

  private <T> T section(Question question, Function<Fields, T> reader) {
    asked.put(question.key(), question);
    Node.Entry entry = given.get(question.key());
    if (entry == null && question.fallback().isEmpty()) {
      return reader.apply(blank());
    }
    Node node = entry != null ? entry.value() : new Node.Mapping(List.of(), location);
    if (!(node instanceof Node.Mapping mapping)) {
      fault(question, node);
      return reader.apply(blank());
    }
    Resolved.Section section = new Resolved.Section();
    Fields fields = new Fields(mapping, pathOf(question.key()), diagnostics, section);
    T value = reader.apply(fields);
    fields.close();
    resolved.put(question.key(), section);
    return value;
  }

  private <T> Optional<T> scalar(Question question, Function<Node.Scalar, Optional<T>> parse) {
    return scalar(question, parse, List.of());
  }

  private <T> Optional<T> scalar(
      Question question, Function<Node.Scalar, Optional<T>> parse, Collection<String> names) {
    asked.put(question.key(), question);
    Node.Entry entry = given.get(question.key());
    if (entry == null) {
      if (!question.fallback().isEmpty()) {
        resolved.put(question.key(), new Resolved.Value(question.fallback(), "default"));
      }
      return Optional.empty();
    }
    Optional<T> value =
        entry.value() instanceof Node.Scalar scalar ? parse.apply(scalar) : Optional.empty();
    if (value.isEmpty()) {
      boolean quoted =
          entry.value() instanceof Node.Scalar scalar
              && !scalar.plain()
              && parse.apply(new Node.Scalar(scalar.text(), true, scalar.location())).isPresent();
      fault(question, entry.value(), names, quoted ? "; remove the quotes" : "");
    } else {
      Node.Scalar scalar = (Node.Scalar) entry.value();
      resolved.put(
          question.key(), new Resolved.Value(ScalarText.of(scalar), scalar.location().brief()));
    }
    return value;
  }

  private void fault(Question question, Node got) {
    fault(question, got, List.of(), "");
  }

  private void fault(Question question, Node got, Collection<String> names, String hint) {
    String nearest =
        got instanceof Node.Scalar scalar ? NearestName.didYouMean(scalar.text(), names) : "";
    // a list of words in brackets says what is meant; another pair of brackets would only be noise
    String help = question.expected().endsWith(")") ? "" : " (" + question.help() + ")";
    diagnostics.error(
        got.location(),
        pathOf(question.key()),
        "expected " + question.expected() + help + ", got " + got.kind() + nearest + hint);
  }

  /** Reports the keys that nobody asked for, and the required ones that are missing. */
  void close() {
    new KeyFaults(given, asked, path, location).report(diagnostics);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
