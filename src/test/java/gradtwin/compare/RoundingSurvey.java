package gradtwin.compare;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.formula.NetworkFormula;
import gradtwin.twin.formula.Rounding;
import gradtwin.twin.formula.Term;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How well the rounding of each type of layer is predicted: DL4J's numbers against the twin's on
 * every network on which DL4J is right, each with several draws of its parameters and its data.
 *
 * <p>The distance of an element is {@code z = |d| / sigma} with {@code sigma² = (u_D² + u_H²) v},
 * where u_D and u_H are the unit roundoffs of DL4J's numbers and of the twin's, and v the variance
 * that {@link Rounding} predicts.
 */
final class RoundingSurvey {
  /** Draws of the parameters and the data of each file. */
  static final int SEEDS = 10;

  private static final double REACH = 6;
  private static final double UNIT_OF_TWIN = Precision.FLOAT64.unitRoundoff();

  /**
   * DL4J doubles every gradient of these layers, and of what lies below, once for each (see
   * configs/known-deviations); a power of two changes no rounding, and is taken back.
   */
  private static final Pattern DOUBLED =
      Pattern.compile(
          "layer-(selfAttention|recurrentAttention|capsule|capsuleStrength|primaryCapsules"
              + "|locallyConnected1d)(-.*)?|layer-locallyConnected2d-.*");

  /** Among them, files that show something else besides. */
  private static final Pattern ALSO_WRONG = Pattern.compile(".*-(zeros|penalty|leak)");

  /** A file on which DL4J deviates only in what it makes of right gradients. */
  private static final Pattern STEP_ALONE = Pattern.compile("layer-centerLossOutput");

  /** What the numbers are that were compared. */
  enum Role {
    ACTIVATION,
    DELTA,
    GRADIENT
  }

  /** Where numbers come from. */
  record Place(Precision precision, Role role) {}

  private final Map<String, Map<Place, Distances>> byLayer = new TreeMap<>();
  private final Map<String, Map<Place, Distances>> byFunction = new TreeMap<>();

  /** The files on which DL4J is right, but for pure doublings. */
  static List<Path> files() {
    return AgreementFiles.all().stream().filter(RoundingSurvey::isRight).toList();
  }

  private static boolean isRight(Path file) {
    String name = name(file);
    return expectsAgreement(file)
        || STEP_ALONE.matcher(name).matches()
        || (DOUBLED.matcher(name).matches() && !ALSO_WRONG.matcher(name).matches());
  }

  private static boolean expectsAgreement(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .noneMatch(line -> line.startsWith("# expected in ") && !line.endsWith(": agree"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".yaml", "");
  }

  /** Distances by the word of the layer. */
  Map<String, Map<Place, Distances>> byLayer() {
    return byLayer;
  }

  /** What was found, as a page. */
  String page() {
    return """
        # How well rounding is predicted

        Every network of the test suite on which DL4J is right, each with %d draws of its parameters and its data: DL4J
        against the twin, element by element. z is the distance of the two in standard deviations of the rounding that the
        twin's formula predicts for both. The gate of a comparison is 6; where there are fewer than a million elements, the
        largest z must stay under 4. The median of |z| would be 0.67 for an exact model: it is less, because steps that
        happen to be exact are counted as roundings. Elements that hang on a kink, such as relu's at 0, are left out and
        counted. Gradients that DL4J doubles (see [known deviations](known-deviations)) are halved first.

        Each cell: the largest z, and the median in brackets. To measure anew, which takes some minutes:
        `mvn test -Dtest=RoundingSurveyTest -Drounding.write=true`.

        ## By type of layer
        """
            .formatted(SEEDS)
        + table(byLayer)
        + "\n## By function, over all layers of the networks that are about it\n"
        + table(byFunction);
  }

  private static String table(Map<String, Map<Place, Distances>> rows) {
    StringBuilder text =
        new StringBuilder(
            """

        | | numbers | elements | on kinks | activations | deltas | gradients |
        |---|---|---:|---:|---:|---:|---:|
        """);
    rows.forEach(
        (word, byPlace) -> {
          for (Precision precision : Precision.values()) {
            List<Distances> cells =
                Stream.of(Role.values())
                    .map(role -> byPlace.getOrDefault(new Place(precision, role), new Distances()))
                    .toList();
            text.append("| ").append(word).append(" | ").append(precision.word());
            text.append(" | ").append(cells.stream().mapToLong(Distances::elements).sum());
            text.append(" | ").append(cells.stream().mapToLong(Distances::excluded).sum());
            cells.forEach(cell -> text.append(" | ").append(cell));
            text.append(" |\n");
          }
        });
    return text.toString();
  }

  /** Adds what one file shows with one seed. */
  void add(Path file, Precision precision, int seed) throws DataException {
    DataCatalogue catalogue = AgreementFiles.catalogue(file);
    Experiment experiment =
        Experiment.read(
                name(file),
                AgreementFiles.text(name(file)),
                List.of("precision=" + precision.word(), "seed=" + seed),
                catalogue)
            .value()
            .orElseThrow();
    Dataset data =
        catalogue.load(
            experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
    int count = Math.min(experiment.data().batchSize(), data.training().size());
    Batch drawn = data.training().batch(IntStream.range(0, count).toArray());
    Batch batch = precision == Precision.FLOAT32 ? drawn.roundedToFloat32() : drawn;
    new OfOne(file, experiment, batch, precision, seed).add();
  }

  /** One network over one batch. */
  private final class OfOne {
    private final String name;
    private final List<LayerSpec> layers;
    private final boolean takesIndices;
    private final Precision precision;
    private final int seed;
    private final Backpropagation dl4j;
    private final Backpropagation twin;
    private final Network network;
    private final NetworkFormula formula;
    private final Rounding rounding;
    private final Rounding.Doubt doubt;

    OfOne(Path file, Experiment experiment, Batch batch, Precision precision, int seed) {
      this.name = name(file);
      this.layers = experiment.network().layers();
      this.takesIndices = experiment.network().takesIndices();
      this.precision = precision;
      this.seed = seed;
      Dl4jNetwork right = Dl4jNetwork.create(experiment);
      this.network = experiment.toTwin();
      List<Map<String, Tensor>> parameters = right.parameters();
      for (int layer = 0; layer < parameters.size(); layer++) {
        for (Parameter parameter : network.parameters().get(layer)) {
          parameter.value().overwriteWith(parameters.get(layer).get(parameter.key()));
        }
      }
      Step step = Step.training(right.iteration());
      this.dl4j = right.backpropagate(batch);
      this.twin = network.backpropagate(batch, step);
      this.formula = network.formula(batch, step);
      this.rounding = new Rounding(formula.formula(), formula.loss());
      this.doubt = rounding.doubt(REACH, precision.unitRoundoff());
    }

    void add() {
      for (int layer = 0; layer < layers.size(); layer++) {
        Term activation = formula.activations().get(layer);
        add(
            layer,
            Role.ACTIVATION,
            dl4j.activations().get(layer),
            twin.activations().get(layer),
            rounding.deviations(activation),
            new double[activation.value().size()]);
        if (layer > 0 || !takesIndices) {
          addAdjoint(
              layer,
              Role.DELTA,
              dl4j.deltas().get(layer),
              twin.deltas().get(layer),
              formula.arriving().get(layer));
        }
        for (Parameter parameter : network.parameters().get(layer)) {
          if (parameter.isLearned()) {
            addAdjoint(
                layer,
                Role.GRADIENT,
                dl4j.gradients().get(layer).get(parameter.key()),
                twin.gradients().get(layer).get(parameter.key()),
                formula.formula().variable(parameter.value()));
          }
        }
      }
    }

    private void addAdjoint(int layer, Role role, Tensor found, Tensor expected, Term term) {
      Tensor undoubled = DOUBLED.matcher(name).matches() ? undoubled(found, expected) : found;
      double[] deviations = rounding.adjointDeviations(term);
      add(layer, role, undoubled, expected, deviations, doubt.slack(term));
    }

    private void add(
        int layer, Role role, Tensor found, Tensor expected, double[] deviations, double[] slack) {
      Place place = new Place(precision, role);
      String word = layers.get(layer).word();
      List<Distances> rows = new ArrayList<>(List.of(of(byLayer, word, place)));
      if (name.startsWith("activation-") || name.startsWith("loss-")) {
        String[] parts = name.split("-", -1);
        rows.add(of(byFunction, parts[0] + " " + parts[1], place));
      }
      double unit = Math.hypot(precision.unitRoundoff(), UNIT_OF_TWIN);
      for (int i = 0; i < deviations.length; i++) {
        double difference = Math.abs(found.values()[i] - expected.values()[i]);
        String at = name + " seed " + seed + " layer " + layer + " " + role + "[" + i + "]";
        for (Distances row : rows) {
          if (slack[i] > 0) {
            row.exclude();
          } else {
            row.add(difference, unit * deviations[i], at);
          }
        }
      }
    }

    private static Distances of(Map<String, Map<Place, Distances>> table, String row, Place place) {
      return table
          .computeIfAbsent(row, key -> new HashMap<>())
          .computeIfAbsent(place, key -> new Distances());
    }

    /** Without a factor that is a power of two to within a ten-thousandth. */
    private static Tensor undoubled(Tensor found, Tensor expected) {
      double product = 0;
      double square = 0;
      for (int i = 0; i < expected.size(); i++) {
        product += found.values()[i] * expected.values()[i];
        square += expected.values()[i] * expected.values()[i];
      }
      double scale = product / square;
      double power = Math.pow(2, Math.rint(Math.log(scale) / Math.log(2)));
      return Math.abs(scale / power - 1) < 1e-4 ? found.times(1 / power) : found;
    }
  }

  /** Distances, counted by hundredths. */
  static final class Distances {
    private static final int PER_UNIT = 100;

    private final long[] counts = new long[20 * PER_UNIT];
    private long elements;
    private long excluded;
    private double largest;
    private String where = "";

    private void exclude() {
      excluded++;
    }

    /** An element that both have to the last digit tells nothing if no rounding is expected. */
    private void add(double difference, double sigma, String at) {
      if (difference == 0 && sigma == 0) {
        return;
      }
      double z = difference / sigma;
      elements++;
      counts[(int) Math.min(z * PER_UNIT, counts.length - 1)]++;
      if (!(z <= largest)) {
        largest = z;
        where = at;
      }
    }

    long elements() {
      return elements;
    }

    /** Elements that a kink leaves open. */
    long excluded() {
      return excluded;
    }

    double largest() {
      return largest;
    }

    /** Where the largest is, in words. */
    String where() {
      return where;
    }

    double median() {
      long below = 0;
      for (int i = 0; i < counts.length; i++) {
        below += counts[i];
        if (2 * below >= elements) {
          return (i + 0.5) / PER_UNIT;
        }
      }
      return 0;
    }

    @Override
    public String toString() {
      return elements == 0 ? "" : String.format(Locale.ROOT, "%.2f (%.2f)", largest, median());
    }
  }
}
