package gradtwin.compare.fuzz;

import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.compare.fuzz.Yaml.Scalar;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.spec.LossSpec;
import gradtwin.spec.LossSpec.Labels;
import gradtwin.spec.NetworkSpec;
import gradtwin.spec.OutputSpec;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.yaml.Diagnostic;
import gradtwin.yaml.Document;
import gradtwin.yaml.Fields.Question;
import gradtwin.yaml.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes random experiments, each a function of a seed and a number.
 *
 * <p>Each has a theme, a word for a layer, all equally likely; what else stands in the network is
 * what fits before and behind it. Shapes are asked of the vocabulary while the network grows, so
 * that few drafts are refused as a whole.
 */
final class Generator {
  /**
   * Takes neighbours far apart; not the number by which {@link SplittableRandom} itself goes on, or
   * each network would see the last one's numbers again.
   */
  private static final long STRIDE = 0xD1342543DE82EF95L;

  private static final double DEVIATING = 0.08;
  private static final double[] RICHNESS = {0.03, 0.1, 0.1, 0.3};
  private static final int ATTEMPTS = 500;
  private static final int FULL_ATTEMPTS = 12;
  private static final int DRAWS = 12;
  private static final int ENDINGS = 60;

  /** Few, as every trial of the shrinker costs that many. */
  private static final int WITNESS = 3;

  /** Elements of an example between two layers: what a small network has. */
  private static final int LARGEST = 150;

  private final Bench bench;
  private final Grammar grammar;

  /**
   * @param bench reads what was drawn
   */
  Generator(Bench bench, Grammar grammar) {
    this.bench = bench;
    this.grammar = grammar;
  }

  /**
   * An experiment that the reader takes; the last that it refused if it takes none of many.
   *
   * @param number of the network, from 0
   */
  Draft draft(long seed, long number) {
    SplittableRandom random = new SplittableRandom(seed ^ ((number + 1) * STRIDE));
    boolean deviations = random.nextDouble() < DEVIATING;
    double richness = RICHNESS[random.nextInt(RICHNESS.length)];
    List<String> words = grammar.layers().words();
    String theme = words.get(random.nextInt(words.size()));
    Optional<Draft> last = Optional.empty();
    int full = 0;
    for (int attempt = 0; attempt < ATTEMPTS && full < FULL_ATTEMPTS; attempt++) {
      Growth growth = new Growth(random.split(), richness, deviations, theme);
      if (growth.grow() && growth.end()) {
        return growth.tried().orElseThrow();
      }
      full += growth.tried().isPresent() ? 1 : 0;
      last = growth.tried().isPresent() ? growth.tried() : last;
    }
    return last.orElseThrow(
        () -> new IllegalStateException("expected data on which the layer '" + theme + "' fits"));
  }

  /** One network while it grows. */
  private final class Growth {
    private final Draw draw;
    private final boolean deviations;
    private final String theme;
    private final RandomData data;
    private final List<Yaml> layers = new ArrayList<>();
    private Shape shape;
    private boolean masked;
    private boolean lost;
    private Optional<LayerSpec> below = Optional.empty();
    private Optional<Draft> tried = Optional.empty();

    Growth(SplittableRandom random, double richness, boolean deviations, String theme) {
      this.deviations = deviations;
      this.theme = theme;
      Draw ofData = new Draw(grammar, random, richness, deviations, 1);
      this.data = RandomData.draw(ofData);
      this.draw = new Draw(grammar, random, richness, deviations, data.outputs());
      this.shape = data.shape();
      this.masked = data.masked();
    }

    /** Puts layers upon each other, the theme among them; false if it does not fit. */
    boolean grow() {
      LayerSpec example = grammar.example(theme);
      int before = draw.below(3);
      for (int i = 0; i < before && example.lookupTable().isEmpty(); i++) {
        addAny();
      }
      if (!(example instanceof OutputSpec)) {
        if (!fits(example)) {
          bridge(example);
        }
        if (!fits(example) || !add(theme)) {
          return false;
        }
      }
      int behind = draw.below(3);
      for (int i = 0; i < behind; i++) {
        addAny();
      }
      return true;
    }

    private boolean fits(LayerSpec layer) {
      boolean lookedUp = layers.isEmpty() && data.indices();
      return layer.misfit(shape).isEmpty()
          && below.flatMap(layer::misfitOn).isEmpty()
          && !(masked && shape.rank() == 2 && layer.misfitOfMask().isPresent())
          && !(hasLostMask() && layer.misfitOfLostMask().isPresent())
          && (lookedUp || layer.lookupTable().isEmpty());
    }

    /** Whether the data have a mask that has ended below. */
    private boolean hasLostMask() {
      return lost || (data.masked() && !(masked && shape.rank() == 2));
    }

    /** Whether it has a row for each index. */
    private boolean holds(LayerSpec layer) {
      return new NetworkSpec(List.of(layer)).misfit(data.features()).isEmpty();
    }

    /** A layer on which the theme fits. */
    private void bridge(LayerSpec example) {
      List<String> bridges = new ArrayList<>();
      for (String word : grammar.layers(false)) {
        LayerSpec layer = grammar.example(word);
        if (fits(layer)) {
          Shape after = layer.outputShape(shape);
          if (example.misfit(after).isEmpty() && example.misfitOn(layer).isEmpty()) {
            bridges.add(word);
          }
        }
      }
      if (!bridges.isEmpty()) {
        add(draw.pick(bridges));
      }
    }

    /** A layer of a word that fits, if there is one. */
    private void addAny() {
      for (String word : draw.shuffled(grammar.layers(false))) {
        LayerSpec example = grammar.example(word);
        if (fits(example) && (deviations || grammar.isClean(grammar.layers(), word)) && add(word)) {
          return;
        }
      }
    }

    /** Draws parameters for a word until the layer fits. */
    private boolean add(String word) {
      Optional<Yaml> deviating = Optional.empty();
      for (int i = 0; i < DRAWS; i++) {
        Yaml layer = draw.layer(word);
        Document<LayerSpec> read = grammar.layer(layer);
        if (read.value().filter(this::fits).filter(this::holds).isEmpty()) {
          continue;
        }
        LayerSpec spec = read.value().get();
        Shape after = spec.outputShape(shape);
        if (after.elements() == 0 || after.elements() > LARGEST) {
          continue;
        }
        boolean deviates =
            Grammar.deviations(read) > 0
                || (masked && shape.rank() == 2 && spec.deviationOfMask().isPresent());
        if (deviations || !deviates) {
          push(layer, spec);
          return true;
        }
        deviating = Optional.of(layer);
      }
      // a theme that cannot be had otherwise
      if (word.equals(theme) && deviating.isPresent()) {
        push(deviating.get(), grammar.layer(deviating.get()).value().orElseThrow());
        return true;
      }
      return false;
    }

    private void push(Yaml layer, LayerSpec spec) {
      layers.add(layer);
      masked = masked && shape.rank() == 2;
      lost = lost || (masked && spec.losesMask());
      shape = spec.outputShape(shape);
      below = Optional.of(spec);
    }

    /**
     * Adds a last layer and everything else.
     *
     * @return whether the reader takes it; see {@link #tried()}
     */
    boolean end() {
      Mapping rest = rest();
      List<String> words = grammar.layers(true);
      boolean themed = words.contains(theme);
      String loss = draw.pick(LossSpec.WORDS.words());
      for (int i = 0; i < ENDINGS; i++) {
        String word = themed ? theme : draw.pick(words);
        boolean wanted = themed || deviations || grammar.isClean(grammar.layers(), word);
        if (!wanted || !fits(grammar.example(word))) {
          continue;
        }
        Yaml drawn = draw.layer(word);
        Yaml layer = withUnits(word, i < ENDINGS / 2 ? withLoss(drawn, loss) : drawn);
        if (grammar.layer(layer).value().filter(this::suits).isEmpty()) {
          continue;
        }
        tried = Optional.of(draft(rest, layer));
        Document<Experiment> whole = bench.read(tried.get());
        if (whole.value().filter(this::learns).isPresent() && (deviations || isAsClean(whole))) {
          return true;
        }
      }
      return false;
    }

    /** The last draft that was shown to the reader. */
    Optional<Draft> tried() {
      return tried;
    }

    private boolean learns(Experiment experiment) {
      return experiment.toTwin().parameters().stream()
          .flatMap(List::stream)
          .anyMatch(Parameter::isLearned);
    }

    /** Nothing but the theme deviates, and the loss is finite for what its activation gives. */
    private boolean isAsClean(Document<Experiment> whole) {
      int at = layers.size();
      return whole.diagnostics().stream()
          .noneMatch(
              d ->
                  d.path().equals("network.layers[" + at + "].loss")
                      || (d.deviation() && !isOfTheme(d)));
    }

    private boolean isOfTheme(Diagnostic diagnostic) {
      List<Yaml> all = new ArrayList<>(layers);
      for (int i = 0; i < all.size(); i++) {
        boolean here = diagnostic.path().startsWith("network.layers[" + i + "]");
        if (here && all.get(i).word().filter(theme::equals).isPresent()) {
          return true;
        }
      }
      return grammar.example(theme) instanceof OutputSpec
          && diagnostic.path().startsWith("network.layers[" + all.size() + "]");
    }

    /** Whether the loss can follow the activation, and the data have such labels. */
    private boolean suits(LayerSpec layer) {
      OutputSpec output = (OutputSpec) layer;
      boolean alone = layer.ownWeights().isEmpty();
      int width = output.loss().rules().labelWidth();
      return fits(layer)
          && answers(width > 0 ? Shape.of(width) : layer.outputShape(shape))
          && output.loss().rules().labels() != (data.classes() ? Labels.NUMBERS : Labels.CLASSES)
          && output.loss().misfit(output.activation(), alone).isEmpty();
    }

    /** Whether the data have such labels. */
    private boolean answers(Shape label) {
      if (data.perStep()) {
        return label.rank() == 2 && label.size(1) == data.shape().size(1);
      }
      int elements = data.shape().elements();
      return label.rank() == 1
          ? !data.reproduces() || label.size(0) == elements
          : data.reproduces() && label.equals(data.shape());
    }

    /** The same with a loss that would rarely be drawn, as it follows one activation only. */
    private Yaml withLoss(Yaml layer, String word) {
      Yaml loss = draw.word(LossSpec.WORDS, word);
      Mapping changed = ((Mapping) layer).with("loss", loss);
      return Grammar.read(LossSpec.WORDS, loss)
          .value()
          .flatMap(spec -> spec.rules().activation())
          .map(needed -> changed.with("activation", needed))
          .orElse(changed);
    }

    /** The number of outputs is not free: one per class, or what the loss makes of a label. */
    private Yaml withUnits(String word, Yaml layer) {
      boolean hasUnits =
          LayerSpec.words().questions(word).stream().anyMatch(q -> q.key().equals("units"));
      if (!hasUnits) {
        return layer;
      }
      Mapping mapping = (Mapping) layer;
      boolean flat = data.reproduces() && shape.rank() == 1;
      int units = flat ? data.shape().elements() : data.outputs();
      if (units == 2 && !data.reproduces() && draw.chance(0.3)) {
        units = 1;
      }
      Yaml loss = mapping.get("loss").orElse(new Scalar(""));
      if (loss instanceof Mapping parameters && parameters.get("gaussians").isPresent()) {
        int width = parameters.get("labelWidth").map(w -> Integer.parseInt(w.inline())).orElse(1);
        units = (width + 2) * Integer.parseInt(parameters.get("gaussians").get().inline());
      }
      return mapping.with("units", units);
    }

    private Draft draft(Mapping rest, Yaml last) {
      List<Yaml> all = new ArrayList<>(layers);
      all.add(last);
      return new Draft(rest, data.table()).withLayers(all);
    }

    /** What stands around the layers. */
    private Mapping rest() {
      Mapping document = Mapping.EMPTY.with("name", "fuzz");
      for (Question question : Experiment.questions()) {
        String key = question.key();
        if (key.equals("data")) {
          document = document.with(key, data.section());
        } else if (key.equals("network")) {
          document = document.with(key, Mapping.EMPTY);
        } else if (key.equals("comparison")) {
          Mapping comparison = Mapping.EMPTY.with("batches", draw.pick(1, 1, 2, 3));
          document = document.with(key, comparison.with("witnessElements", WITNESS));
        } else if (question.rule() instanceof Rule.Section section) {
          document = document.with(key, draw.section(section.questions()));
        } else if (!key.equals("name")) {
          document = document.with(key, draw.top(question));
        }
      }
      return document;
    }
  }
}
