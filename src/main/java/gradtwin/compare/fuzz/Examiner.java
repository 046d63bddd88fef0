package gradtwin.compare.fuzz;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Comparison;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.compare.Verdict;
import gradtwin.compare.fuzz.Trial.Kind;
import gradtwin.compare.fuzz.Yaml.Items;
import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.data.DataException;
import gradtwin.spec.Experiment;
import gradtwin.yaml.Diagnostic;
import gradtwin.yaml.Diagnostic.Severity;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes one network through the comparison and the relations, and says what came of it. */
final class Examiner implements Examination {
  /** The frame of a stack trace that names who threw. */
  private static final List<String> SCENES = List.of("org.deeplearning4j", "org.nd4j", "gradtwin");

  /** DL4J has no last step for a sequence of which maskZero hides every step. */
  private static final String ALL_MASKED = "is entirely masked out";

  /**
   * Its depthwise convolution fails where it comes to a product of vectors, which a relation may
   * bring about with another number of examples.
   */
  private static final String PRODUCT_OF_VECTORS = "Z array must be scalar";

  private final Bench bench;

  Examiner(Bench bench) {
    this.bench = bench;
  }

  @Override
  public Trial examine(Draft draft) throws IOException {
    return examine(draft, List.of());
  }

  @Override
  public Trial examine(Draft draft, int witness) throws IOException {
    Trial trial = examine(draft, List.of("comparison.witnessElements=" + witness));
    return trial.kind() == Kind.FAILED ? examine(draft) : trial;
  }

  private Trial examine(Draft draft, List<String> overrides) throws IOException {
    Document<Experiment> read = bench.read(draft, overrides);
    if (read.value().isEmpty()) {
      return Trial.refused(reason(read));
    }
    bench.keep(draft);
    try {
      Experiment experiment = read.value().get();
      Outcome outcome = Comparison.run(experiment, bench.load(experiment), Optional.empty());
      return judged(draft, read, outcome);
    } catch (DataException | RuntimeException | StackOverflowError e) {
      return thrown(e, read);
    }
  }

  private static String reason(Document<?> read) {
    return read.diagnostics().stream()
        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .map(diagnostic -> diagnostic.path() + ": " + diagnostic.message())
        .findFirst()
        .orElseThrow();
  }

  private Trial judged(Draft draft, Document<Experiment> read, Outcome outcome) {
    Experiment experiment = read.value().orElseThrow();
    Agreement agreement = outcome.agreement();
    KnownDeviations known = new KnownDeviations(read.diagnostics(), draft.layers().size());
    if (agreement.verdict().isAgreement()) {
      Optional<Failure> broken =
          known.areThere() ? Optional.empty() : Relations.broken(point(draft, outcome, experiment));
      return broken.map(Trial::failed).orElseGet(() -> Trial.of(Kind.AGREED));
    }
    Optional<Block> start = start(agreement);
    Optional<Place> origin = start.map(Block::place);
    if (agreement.verdict() == Verdict.NOT_FINITE
        && (isAlike(start, agreement) || DecidedByNumbers.overflows(outcome))) {
      return Trial.of(Kind.NOT_FINITE);
    }
    // where a loss clips its predictions, its gradient is meant to be another
    boolean clipped = agreement.verdict() == Verdict.CLIPPED;
    if (agreement.verdict() == Verdict.ACCELERATION_DEVIATES) { // which is never meant
      return Trial.failed(accelerationDeviates(agreement));
    }
    return clipped || known.explain(origin) || DecidedByNumbers.explains(origin, draft, outcome)
        ? Trial.of(Kind.KNOWN)
        : Trial.failed(
            new Failure(
                agreement.verdict().toString(),
                origin.map(Place::layerType).orElse(""),
                origin.map(Place::toString).orElse("score"),
                sentence(agreement, start)));
  }

  private static Failure accelerationDeviates(Agreement agreement) {
    AcceleratedLayer wrong =
        agreement.accelerated().stream()
            .filter(layer -> layer.verdict() == Verdict.ACCELERATION_DEVIATES)
            .findFirst()
            .orElseThrow();
    return new Failure(
        agreement.verdict().toString(),
        wrong.layerType(),
        wrong.worst().toString(),
        agreement.sentence());
  }

  /**
   * Where it starts: the first tensor of the flow that does not agree, and for what has no numbers
   * the first that has none.
   */
  private static Optional<Block> start(Agreement agreement) {
    return flow(agreement).stream()
        .filter(
            block ->
                agreement.verdict() == Verdict.NOT_FINITE
                    ? block.verdict() == Verdict.NOT_FINITE
                    : !block.verdict().isAgreement())
        .findFirst();
  }

  /** Forward, backward, and the steps. */
  private static List<Block> flow(Agreement agreement) {
    List<Block> flow = new ArrayList<>(agreement.activations());
    for (int layer = agreement.deltas().size() - 1; layer >= 0; layer--) {
      int at = layer;
      agreement.blocks().stream().filter(block -> block.layer() == at).forEach(flow::add);
      flow.add(agreement.deltas().get(layer));
    }
    flow.addAll(agreement.update());
    return flow;
  }

  /** As the comparison says, but for what has no number: where that is first. */
  private static String sentence(Agreement agreement, Optional<Block> start) {
    if (agreement.verdict() != Verdict.NOT_FINITE) {
      return agreement.sentence();
    }
    return start
        .map(
            block ->
                "Not finite, first at "
                    + block.place()
                    + ": DL4J "
                    + block.worst().dl4j()
                    + ", twin "
                    + block.worst().twin()
                    + " at "
                    + block.worst().index()
                    + ".")
        .orElseGet(
            () ->
                "Not finite: DL4J's loss is "
                    + agreement.score().dl4j()
                    + ", the twin's "
                    + agreement.score().twin()
                    + ".");
  }

  /** Whether neither side has a number where the first of them has none. */
  private static boolean isAlike(Optional<Block> start, Agreement agreement) {
    double dl4j = start.map(block -> block.worst().dl4j()).orElse(agreement.score().dl4j());
    double twin = start.map(block -> block.worst().twin()).orElse(agreement.score().twin());
    boolean score =
        !Double.isFinite(agreement.score().dl4j()) && !Double.isFinite(agreement.score().twin());
    return score || (!Double.isFinite(dl4j) && !Double.isFinite(twin));
  }

  private Point point(Draft draft, Outcome outcome, Experiment experiment) {
    Set<String> words = new LinkedHashSet<>();
    draft.layers().forEach(layer -> collect(layer, words));
    return new Point(
        experiment, weighted(draft, experiment), words, outcome.parameters(), outcome.batch());
  }

  /** The words of a layer and of those inside it. */
  private static void collect(Yaml layer, Set<String> words) {
    layer.word().ifPresent(words::add);
    layer.parameters().get("layer").ifPresent(inner -> collect(inner, words));
  }

  /** The same experiment with equal weights on all outputs, if its loss takes any. */
  private Optional<Experiment> weighted(Draft draft, Experiment experiment) {
    List<Yaml> layers = draft.layers();
    Yaml last = layers.get(layers.size() - 1);
    Optional<Yaml> loss = last.parameters().get("loss");
    if (loss.isEmpty()
        || loss.get().parameters().get("weights").isPresent()
        || experiment.network().output().word().equals("centerLossOutput")) {
      return Optional.empty(); // the pull of the centres has a weight of its own
    }
    Yaml weight = Draw.scalar(Point.WEIGHT);
    Items weights = new Items(Collections.nCopies(experiment.labels().columns(), weight));
    Yaml heavy =
        Yaml.word(
            loss.get().word().orElseThrow(), loss.get().parameters().with("weights", weights));
    List<Yaml> changed =
        Stream.concat(
                layers.stream().limit(layers.size() - 1L),
                Stream.of(((Mapping) last).with("loss", heavy)))
            .toList();
    return bench.read(draft.withLayers(changed)).value();
  }

  /** Who threw what, so that it is known again in a smaller network. */
  private static Trial thrown(Throwable thrown, Document<Experiment> read) {
    boolean told = read.diagnostics().stream().anyMatch(Diagnostic::deviation);
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String scene = root.getClass().getSimpleName();
    for (StackTraceElement frame : root.getStackTrace()) {
      if (SCENES.stream().anyMatch(frame.getClassName()::startsWith)) {
        String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
        scene += " in " + type + "." + frame.getMethodName();
        break;
      }
    }
    String message = String.valueOf(root.getMessage());
    return told || message.contains(ALL_MASKED) || message.contains(PRODUCT_OF_VECTORS)
        ? Trial.of(Kind.KNOWN)
        : Trial.failed(new Failure(Failure.EXCEPTION, "", scene, scene + ": " + message));
  }
}
