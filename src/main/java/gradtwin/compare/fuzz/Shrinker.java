package gradtwin.compare.fuzz;

import gradtwin.compare.fuzz.Yaml.Items;
import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.compare.fuzz.Yaml.Scalar;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.yaml.Fields.Question;
import gradtwin.yaml.Rule;
import gradtwin.yaml.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Makes a network smaller while it keeps what is interesting about it: drops layers, unwraps them,
 * halves data and sizes, drops optional keys, puts plainer words.
 *
 * <p>It knows no word but by the vocabulary's own account of its keys, and tries everything again
 * until no step is left that keeps the failure.
 */
final class Shrinker {
  private static final int TRIALS = 400;
  private static final Scalar FLOAT64 = new Scalar("float64");

  /** The plainest word of a kind, where that is not the first. */
  private static final Map<String, List<String>> PLAIN =
      Map.of(
          "activation", List.of("identity", "tanh"),
          "loss", List.of("meanSquaredError", "squaredError", "crossEntropy"),
          "optimizer", List.of("sgd", "noOp"));

  private final Predicate<Draft> keeps;
  private final BooleanSupplier stop;
  private int trials;

  /**
   * @param keeps whether a draft still shows what is interesting; false for one that cannot be read
   * @param stop whether there is no more time
   */
  Shrinker(Predicate<Draft> keeps, BooleanSupplier stop) {
    this.keeps = keeps;
    this.stop = stop;
  }

  /** A smallest draft that is kept; the same if no smaller one is. */
  Draft shrink(Draft draft) {
    Draft smallest = draft;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Step step : List.<Step>of(this::layers, this::data, this::words, this::sections)) {
        List<Draft> candidates = step.from(smallest);
        for (int i = 0; i < candidates.size(); i++) {
          if (trials >= TRIALS || stop.getAsBoolean()) {
            return smallest;
          }
          Draft candidate = candidates.get(i);
          trials++;
          if (keeps.test(candidate)) {
            smallest = candidate;
            smaller = true;
            candidates = step.from(smallest);
            i = Math.min(i, candidates.size()) - 1; // go on where it was: the rest has moved up
          }
        }
      }
    }
    return smallest;
  }

  /** Smaller drafts of one kind, the greatest steps first. */
  private interface Step {
    List<Draft> from(Draft draft);
  }

  /** Without layers before the last, and with what is inside a layer in its place. */
  private List<Draft> layers(Draft draft) {
    List<Draft> smaller = new ArrayList<>();
    List<Yaml> layers = draft.layers();
    int hidden = layers.size() - 1;
    // two at once, where one makes a sequence and the other ends it
    for (int run : fewer(hidden + 1)) {
      for (int from = 0; from + run <= hidden; from++) {
        List<Yaml> left = new ArrayList<>(layers);
        left.subList(from, from + run).clear();
        smaller.add(draft.withLayers(left));
      }
    }
    for (int i = 0; i < hidden; i++) {
      if (layers.get(i).parameters().get("layer").isPresent()) {
        smaller.add(with(draft, i, layers.get(i).parameters().get("layer").get()));
      }
    }
    return smaller;
  }

  private static Draft with(Draft draft, int layer, Yaml other) {
    List<Yaml> layers = new ArrayList<>(draft.layers());
    layers.set(layer, other);
    return draft.withLayers(layers);
  }

  /** Fewer examples, steps, features and classes, and outputs to match. */
  private List<Draft> data(Draft draft) {
    List<Draft> smaller = new ArrayList<>();
    for (Draft candidate : smallerData(draft)) {
      smaller.add(candidate);
      withOutputs(draft, candidate).ifPresent(smaller::add);
    }
    return smaller;
  }

  /**
   * A draft with as many outputs as its own data want, if those of another want other than they.
   */
  private static Optional<Draft> withOutputs(Draft before, Draft draft) {
    int outputs = outputs(draft);
    int last = draft.layers().size() - 1;
    Yaml units = draft.layers().get(last).parameters().get("units").orElse(new Scalar(""));
    boolean stale = outputs != outputs(before) && units.inline().equals("" + outputs(before));
    return stale
        ? Optional.of(
            with(draft, last, ((Mapping) draft.layers().get(last)).with("units", outputs)))
        : Optional.empty();
  }

  /** How many outputs data want: one for each class, or for each feature that is reproduced. */
  private static int outputs(Draft draft) {
    Mapping data = draft.configuration().section("data");
    Table table = draft.table();
    if (data.get("target").isPresent()) {
      int features = (int) table.columns().stream().filter(RandomData::isFeature).count();
      Optional<Yaml> steps = data.section("view").get("steps");
      return steps.map(count -> features / Integer.parseInt(count.inline())).orElse(features);
    }
    boolean number = data.get("task").isPresent();
    return number ? 1 : new LinkedHashSet<>(table.column(RandomData.LABEL)).size();
  }

  private List<Draft> smallerData(Draft draft) {
    List<Draft> smaller = new ArrayList<>();
    Mapping data = draft.configuration().section("data");
    Table table = draft.table();
    boolean sequences = table.columns().contains(RandomData.SEQUENCE);
    smaller.addAll(fewerExamples(draft, sequences));
    if (sequences) {
      smaller.addAll(fewerSteps(draft));
    }
    fewerClasses(draft).ifPresent(smaller::add);
    smaller.addAll(smallerView(draft, data));
    if (data.section("view").entries().isEmpty()) {
      for (String column : table.columns()) {
        if (RandomData.isFeature(column)) {
          smaller.add(draft.with(table.without(column)));
        }
      }
    }
    for (String key : List.of("view", "weight", "target", "standardize", "align", "steps")) {
      if (data.get(key).isPresent()) {
        smaller.add(draft.with("data", data.without(key)));
      }
    }
    if (data.get("batchSize").isPresent()) {
      int batch = Integer.parseInt(data.get("batchSize").get().inline());
      smaller.addAll(
          fewer(batch).stream()
              .map(size -> draft.with("data", data.with("batchSize", size)))
              .toList());
    }
    return smaller;
  }

  private static List<Draft> fewerExamples(Draft draft, boolean sequences) {
    Table table = draft.table();
    List<Draft> smaller = new ArrayList<>();
    if (sequences) {
      Set<String> names = new LinkedHashSet<>(table.column(RandomData.SEQUENCE));
      int at = table.columns().indexOf(RandomData.SEQUENCE);
      if (names.size() == 1) {
        return smaller;
      }
      for (String name : names) {
        smaller.add(draft.with(table.filter(row -> row.get(at).equals(name))));
      }
      for (String name : names) {
        smaller.add(draft.with(table.filter(row -> !row.get(at).equals(name))));
      }
      return smaller;
    }
    List<List<String>> rows = table.rows();
    if (rows.size() > 3) {
      smaller.add(draft.with(new Table(table.columns(), rows.subList(0, rows.size() / 2))));
      smaller.add(
          draft.with(new Table(table.columns(), rows.subList(rows.size() / 2, rows.size()))));
    }
    for (int i = 0; i < rows.size() && rows.size() > 1; i++) {
      List<List<String>> fewer = new ArrayList<>(rows);
      fewer.remove(i);
      smaller.add(draft.with(new Table(table.columns(), fewer)));
    }
    return smaller;
  }

  /** With the last class made one of the first. */
  private static Optional<Draft> fewerClasses(Draft draft) {
    Table table = draft.table();
    int at = table.columns().indexOf(RandomData.LABEL);
    List<String> classes = table.column(RandomData.LABEL).stream().distinct().sorted().toList();
    if (draft.configuration().section("data").get("task").isPresent() || classes.size() < 3) {
      return Optional.empty();
    }
    String last = classes.get(classes.size() - 1);
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : table.rows()) {
      List<String> changed = new ArrayList<>(row);
      changed.set(at, row.get(at).equals(last) ? classes.get(0) : row.get(at));
      rows.add(changed);
    }
    return Optional.of(draft.with(new Table(table.columns(), rows)));
  }

  /** With the first steps of each sequence only. */
  private static List<Draft> fewerSteps(Draft draft) {
    Table table = draft.table();
    int at = table.columns().indexOf(RandomData.SEQUENCE);
    Map<String, List<List<String>>> bySequence = new LinkedHashMap<>();
    for (List<String> row : table.rows()) {
      bySequence.computeIfAbsent(row.get(at), name -> new ArrayList<>()).add(row);
    }
    int longest = bySequence.values().stream().mapToInt(List::size).max().orElse(0);
    List<Draft> smaller = new ArrayList<>();
    for (int steps : fewer(longest)) {
      List<List<String>> rows = new ArrayList<>();
      bySequence.values().forEach(all -> rows.addAll(all.subList(0, Math.min(steps, all.size()))));
      smaller.add(draft.with(new Table(table.columns(), rows)));
    }
    return smaller;
  }

  /** A view that is smaller along one axis, and as many columns as it then takes. */
  private static List<Draft> smallerView(Draft draft, Mapping data) {
    Mapping view = data.section("view");
    List<Draft> smaller = new ArrayList<>();
    List<String> features = draft.table().columns().stream().filter(RandomData::isFeature).toList();
    for (Map.Entry<String, Yaml> axis : view.entries().entrySet()) {
      if (axis.getKey().equals("type")) {
        continue;
      }
      int size = Integer.parseInt(axis.getValue().inline());
      for (int less : fewer(size)) {
        Table table = draft.table();
        int left = features.size() / size * less;
        for (String column : features.subList(left, features.size())) {
          table = table.without(column);
        }
        Mapping changed = data.with("view", view.with(axis.getKey(), less));
        smaller.add(draft.with(table).with("data", changed));
      }
    }
    if (view.get("steps").isPresent()) {
      int steps = Integer.parseInt(view.get("steps").get().inline());
      for (int channels : fewer(features.size() / steps)) {
        Table table = draft.table();
        for (String column : features.subList(steps * channels, features.size())) {
          table = table.without(column);
        }
        smaller.add(draft.with(table));
      }
    }
    return smaller;
  }

  /** Smaller numbers, the smallest first. */
  private static List<Integer> fewer(int number) {
    Set<Integer> fewer = new LinkedHashSet<>(List.of(1, 2, number / 2, number - 1));
    return fewer.stream().filter(less -> less >= 1 && less < number).toList();
  }

  /** Layers with plainer parameters. */
  private List<Draft> words(Draft draft) {
    List<Draft> smaller = new ArrayList<>();
    for (int i = 0; i < draft.layers().size(); i++) {
      for (Yaml plainer : plainer(LayerSpec.words(), draft.layers().get(i))) {
        smaller.add(with(draft, i, plainer));
      }
    }
    return smaller;
  }

  /** Everything else with plainer parameters. */
  private List<Draft> sections(Draft draft) {
    List<Draft> smaller = new ArrayList<>();
    for (Question question : Experiment.questions()) {
      String key = question.key();
      boolean own = key.equals("data") || key.equals("network");
      if (!own && question.rule() instanceof Rule.Section section) {
        Mapping given = draft.configuration().section(key);
        if (!question.isRequired() && draft.configuration().get(key).isPresent()) {
          smaller.add(new Draft(draft.configuration().without(key), draft.table()));
        }
        for (Mapping plainer : plainer(section.questions(), given)) {
          smaller.add(draft.with(key, plainer));
        }
      }
    }
    if (!draft.configuration().get("precision").equals(Optional.of(FLOAT64))) {
      smaller.add(new Draft(draft.configuration().with("precision", FLOAT64), draft.table()));
    }
    return smaller;
  }

  private static List<Yaml> plainer(Vocabulary<?> vocabulary, Yaml value) {
    String word = value.word().orElseThrow();
    List<Yaml> plainer = new ArrayList<>();
    for (Mapping parameters : plainer(vocabulary.questions(word), value.parameters())) {
      plainer.add(Yaml.word(word, parameters));
    }
    return plainer;
  }

  private static List<Mapping> plainer(List<Question> questions, Mapping given) {
    List<Mapping> plainer = new ArrayList<>();
    for (Question question : questions) {
      if (given.get(question.key()).isPresent() && !question.isRequired()) {
        plainer.add(given.without(question.key()));
      }
    }
    for (Question question : questions) {
      Yaml value = given.get(question.key()).orElse(new Scalar(""));
      if (given.get(question.key()).isPresent()) {
        for (Yaml other : plainer(question.rule(), value)) {
          plainer.add(given.with(question.key(), other));
        }
      }
    }
    return plainer;
  }

  private static List<Yaml> plainer(Rule rule, Yaml value) {
    if (rule instanceof Rule.WholeNumber || rule instanceof Rule.Sizes) {
      return smallerNumbers(value);
    }
    if (rule instanceof Rule.Word word) {
      return plainerWords(word.vocabulary(), value);
    }
    if (rule instanceof Rule.RealOr real && value instanceof Mapping) {
      List<Yaml> plainer = new ArrayList<>(List.of(new Scalar("0.5"), new Scalar("1")));
      plainer.addAll(plainer(real.vocabulary(), value));
      return plainer;
    }
    if (rule instanceof Rule.Words words && value instanceof Items items) {
      List<Yaml> plainer = new ArrayList<>();
      for (int i = 0; i < items.items().size() && items.items().size() > 1; i++) {
        plainer.add(items.without(i));
      }
      for (int i = 0; i < items.items().size(); i++) {
        for (Yaml item : plainer(words.vocabulary(), items.items().get(i))) {
          plainer.add(items.with(i, item));
        }
      }
      return plainer;
    }
    if (rule instanceof Rule.Section section && value instanceof Mapping mapping) {
      return List.copyOf(plainer(section.questions(), mapping));
    }
    return List.of();
  }

  private static List<Yaml> plainerWords(Vocabulary<?> vocabulary, Yaml value) {
    List<Yaml> plainer = new ArrayList<>();
    String word = value.word().orElseThrow();
    for (String plain : PLAIN.getOrDefault(vocabulary.noun(), List.of())) {
      if (plain.equals(word)) {
        break; // the rest is less plain
      }
      plainer.add(new Scalar(plain));
    }
    plainer.addAll(plainer(vocabulary, value));
    return plainer;
  }

  private static List<Yaml> smallerNumbers(Yaml value) {
    if (value instanceof Items items) {
      List<Yaml> plainer = new ArrayList<>();
      for (int i = 0; i < items.items().size(); i++) {
        for (Yaml item : smallerNumbers(items.items().get(i))) {
          plainer.add(items.with(i, item));
        }
      }
      return plainer;
    }
    return fewer(Integer.parseInt(value.inline())).stream()
        .<Yaml>map(less -> new Scalar(Integer.toString(less)))
        .toList();
  }
}
