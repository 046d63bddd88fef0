package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Network;
import gradtwin.twin.Update;
import gradtwin.yaml.Document;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * Everything that a file says, checked. Every fault of the file is reported while reading or never.
 *
 * @param name of the runs; letters, digits, dots, dashes and underscores
 * @param seed of everything random
 * @param precision of DL4J's numbers
 * @param description what was found out about the data
 */
public record Experiment(
    String name,
    long seed,
    Precision precision,
    DataSpec data,
    NetworkSpec network,
    TrainingSpec training,
    ComparisonSpec comparison,
    DataDescription description) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final DataDescription UNKNOWN =
      new DataDescription(Shape.of(1), Target.LABEL, Task.REGRESSION, List.of(), 1);

  /**
   * Reads a file.
   *
   * @param source its name for messages
   * @param overrides {@code path=value}, applied in order
   * @param inspector looks at the data that the file names
   */
  public static Document<Experiment> read(
      String source, String text, List<String> overrides, DataInspector inspector) {
    return Document.read(source, text, overrides, fields -> read(fields, inspector));
  }

  /** The keys that a file may have. */
  public static List<Fields.Question> questions() {
    return Fields.questionsOf(fields -> read(fields, source -> UNKNOWN));
  }

  private static Experiment read(Fields fields, DataInspector inspector) {
    String name = fields.text("name", "name of the runs");
    if (!NAME.matcher(name).matches()) {
      fields.error(
          "name",
          "expected letters, digits, dots, dashes and underscores, since the run's folder is named"
              + " after it, got '"
              + name
              + "'");
    }
    long seed = fields.seed("seed", "start of everything random", 42);
    Precision precision = fields.oneOf("precision", "type of DL4J's numbers", Precision.FLOAT32);
    Holder<DataDescription> description = new Holder<>();
    DataSpec data =
        fields.section(
            "data",
            "the examples",
            section -> {
              int before = section.errors();
              Source read = Source.read(section);
              if (section.has("source") && section.errors() == before) {
                description.value = describe(read, section, inspector);
              }
              DataSpec spec = DataSpec.read(read, section, description.value);
              description.value = description.value.flatMap(spec::seen);
              return spec;
            });
    NetworkSpec network =
        fields.section(
            "network", "the layers", section -> NetworkSpec.read(section, description.value));
    TrainingSpec training =
        fields.section(
            "training", "how to train", section -> TrainingSpec.read(section, description.value));
    ComparisonSpec comparison =
        fields.sectionOrDefaults("comparison", "how much to compare", ComparisonSpec::read);
    Experiment experiment =
        new Experiment(
            name,
            seed,
            precision,
            data,
            network,
            training,
            comparison,
            description.value.orElse(UNKNOWN));
    if (fields.errors() == 0 && description.value.isPresent() && !network.layers().isEmpty()) {
      new SemanticCheck(fields, experiment).check();
    }
    return experiment;
  }

  /** Lets a reader hand out a second value. */
  private static final class Holder<T> {
    private Optional<T> value = Optional.empty();
  }

  private static Optional<DataDescription> describe(
      Source source, Fields section, DataInspector inspector) {
    try {
      return Optional.of(inspector.describe(source));
    } catch (DataInspector.Fault fault) {
      report(fault, section);
      return Optional.empty();
    }
  }

  private static void report(DataInspector.Fault fault, Fields section) {
    section.error(fault.key(), fault.getMessage());
    for (Throwable further : fault.getSuppressed()) {
      if (further instanceof DataInspector.Fault other) {
        section.error(other.key(), other.getMessage());
      }
    }
  }

  /** The shape of one example before each layer, and after the last. */
  public List<Shape> shapes() {
    return network.shapes(description.features());
  }

  /** How the labels are written for this network's loss. */
  public LabelEncoding labels() {
    List<Shape> shapes = shapes();
    LossSpec loss = network.output().loss();
    return new LabelEncoding(
        description.task(),
        loss.labelShape(shapes.get(shapes.size() - 1)),
        loss.rules().negativeLabel(),
        loss.labelSmoothing());
  }

  /** The same experiment with another type for DL4J's numbers. */
  public Experiment withPrecision(Precision other) {
    return new Experiment(name, seed, other, data, network, training, comparison, description);
  }

  /** The network as a DL4J configuration. Starts ND4J. */
  public MultiLayerConfiguration toDl4j() {
    return network.toDl4j(description.features(), seed, precision, training);
  }

  /** The network by hand, with freshly drawn parameters. */
  public Network toTwin() {
    return network.toTwin(description.features(), seed, training);
  }

  /** How the parameters of each layer are trained, by hand. */
  public List<LayerRules> toTwinRules() {
    return network.rules(training);
  }

  /** The update by hand, with fresh state. */
  public Update toTwinUpdate() {
    return new Update(toTwinRules());
  }
}
