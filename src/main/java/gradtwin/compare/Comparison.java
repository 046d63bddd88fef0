package gradtwin.compare;

import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.Coverage;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.StepCurve;
import gradtwin.compare.Agreement.Witness;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.dl4j.Nd4jSettings;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerPlaces;
import gradtwin.spec.LossSpec;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Takes one experiment through DL4J, the twin and the numerical witness.
 *
 * <p>What is compared is DL4J's own computation, whatever {@code training.accelerate} says; the
 * layers that training computes in DL4J's place are held against the twin besides, see {@link
 * AccelerationComparison}. The steps of a trajectory, a trace and the relations of a fuzz are
 * DL4J's own too.
 *
 * <p>Both sides start from the very same numbers, see {@link StartingPoint}.
 */
public final class Comparison {
  private final Experiment experiment;
  private final int trainingExamples;
  private final TrainingBatches trainingBatches;
  private final List<Batch> batches;
  private final Dl4jNetwork dl4j;
  private final List<Map<String, Tensor>> parameters;
  private final Network honest;
  private final Step step;
  private final List<Backpropagation> ofDl4j;
  private final boolean repeatable;
  private final List<Expectation> expectations;
  private final NumericalWitness numerical;
  private final List<Block> honestUpdate;
  private final List<AcceleratedLayer> accelerated;

  /**
   * What was found, and the numbers of the first batch that it was found from.
   *
   * @param parameters the point at which both networks stood: of each layer by key
   * @param predictions of the twin, for every batch
   * @param elements of every gradient of every batch, last layer first
   */
  public record Outcome(
      Agreement agreement,
      Batch batch,
      List<Map<String, Tensor>> parameters,
      Backpropagation dl4j,
      Backpropagation twin,
      List<Tensor> predictions,
      List<Elements> elements) {}

  private Comparison(
      Experiment experiment, Examples training, Function<Experiment, Dl4jNetwork> inTraining) {
    this.experiment = experiment;
    this.trainingExamples = training.size();
    StartingPoint start = StartingPoint.of(experiment, training, experiment.comparison().batches());
    this.trainingBatches = start.all();
    this.batches = start.batches();
    this.dl4j = start.dl4j();
    this.parameters = start.parameters();
    this.honest = start.twin();
    this.step = start.step();
    this.ofDl4j = batches.stream().map(dl4j::backpropagate).toList();
    this.repeatable = sameBits(ofDl4j.get(0), dl4j.backpropagate(batches.get(0)));
    this.expectations =
        batches.stream()
            .map(batch -> new Expectation(honest, batch, step, experiment.precision()))
            .toList();
    this.numerical =
        new NumericalWitness(
            experiment, parameters, honest, batches.get(0), step, expectations.get(0));
    this.honestUpdate = update(Optional.empty());
    this.accelerated =
        AccelerationComparison.of(
            experiment,
            inTraining.apply(experiment),
            parameters,
            batches,
            ofDl4j,
            batches.stream().map(batch -> honest.backpropagate(batch, step)).toList(),
            expectations);
  }

  /**
   * Takes the batches through DL4J, so that they can be compared with twins right and wrong.
   *
   * @param training the examples that training would use
   */
  public static Comparison of(Experiment experiment, Examples training) {
    return of(experiment, training, all -> Dl4jNetwork.create(all).accelerate());
  }

  /**
   * @param inTraining the network as training has it
   */
  static Comparison of(
      Experiment experiment, Examples training, Function<Experiment, Dl4jNetwork> inTraining) {
    Nd4jSettings before = Nd4jSettings.keep();
    try {
      return new Comparison(experiment, training, inTraining);
    } finally {
      before.restore();
    }
  }

  /**
   * Compares.
   *
   * @param training the examples that training would use
   * @param tampering what to make wrong first
   */
  public static Outcome run(
      Experiment experiment, Examples training, Optional<Tampering> tampering) {
    return run(experiment, training, tampering, 0, LayerPlaces.UNKNOWN);
  }

  /**
   * Compares, and then trains both sides for some steps.
   *
   * @param training the examples that training would use
   * @param tampering what to make wrong first
   * @param steps of training that are compared; 0 for none
   * @param places where the layers stand in what the user wrote
   */
  public static Outcome run(
      Experiment experiment,
      Examples training,
      Optional<Tampering> tampering,
      int steps,
      LayerPlaces places) {
    return of(experiment, training).compare(tampering, steps, Optional.of(places));
  }

  public List<Batch> batches() {
    return batches;
  }

  /** The right twin, with the parameters at which both networks stand. */
  public Network twin() {
    return honest;
  }

  /** The circumstances of each pass through the twin. */
  public Step step() {
    return step;
  }

  /**
   * Compares, any number of times, without running layers again to trace what deviates.
   *
   * @param tampering what to make wrong first
   */
  public Outcome compare(Optional<Tampering> tampering) {
    return compare(tampering, 0, Optional.empty());
  }

  /**
   * @param places of the layers, if deviations are to be traced
   */
  private Outcome compare(Optional<Tampering> tampering, int steps, Optional<LayerPlaces> places) {
    Nd4jSettings before = Nd4jSettings.keep();
    try {
      Network wrong = tampering.map(made -> made.in(honest)).orElse(honest);
      boolean inTwin = tampering.filter(made -> made.side().isTwins()).isPresent();
      boolean inDl4j = tampering.filter(made -> made.side().isDl4js()).isPresent();
      Network twin = inTwin ? wrong : honest;
      List<Backpropagation> fromDl4j = inDl4j ? tampered(wrong) : ofDl4j;
      return compare(fromDl4j, twin, tampering, steps, places);
    } finally {
      before.restore();
    }
  }

  /** DL4J's passes with what is wrong in a twin, see {@link Tampering}. */
  private List<Backpropagation> tampered(Network wrong) {
    List<Backpropagation> tampered = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      Backpropagation right = honest.backpropagate(batches.get(i), step);
      Backpropagation bent = wrong.backpropagate(batches.get(i), step);
      tampered.add(TamperedPass.of(ofDl4j.get(i), right, bent));
    }
    return tampered;
  }

  private Outcome compare(
      List<Backpropagation> fromDl4j,
      Network twin,
      Optional<Tampering> tampering,
      int steps,
      Optional<LayerPlaces> places) {
    List<Backpropagation> ofTwin =
        batches.stream().map(batch -> twin.backpropagate(batch, step)).toList();
    List<Compared> flow =
        Compared.flow(
            experiment, fromDl4j, ofTwin, (batch, place) -> expectations.get(batch).allowed(place));
    List<ComplexStepBlock> complexStep = complexStep(flow);
    List<WitnessBlock> testimony = numerical.testify(flow);
    int clipped = clipped(fromDl4j);
    Judge judge =
        new Judge(
            experiment,
            fromDl4j,
            ofTwin,
            flow,
            expectations.stream().mapToDouble(Expectation::lossSigma).max().orElseThrow(),
            Bound.ofPlainSums(
                honest.parameters().stream().flatMap(List::stream).toList(),
                experiment.precision()),
            // a score that is clipped does not move with the parameters: it says nothing
            new Testimony(complexStep, clipped > 0 ? List.of() : testimony, experiment.precision()),
            clipped,
            repeatable,
            new Naming(experiment, places.orElse(LayerPlaces.UNKNOWN)));
    List<Block> update =
        tampering.filter(Tampering::isOfUpdate).isPresent() ? update(tampering) : honestUpdate;
    Judge.Findings findings = judge.judge(update);
    boolean traced = // what is made wrong on DL4J's side is not in DL4J's layers
        !findings.verdict().isAgreement()
            && tampering.filter(made -> made.side().isDl4js()).isEmpty();
    List<Origin> origins =
        traced
            ? places.map(at -> origins(findings, update, twin, ofTwin, at)).orElse(List.of())
            : List.of();
    Optional<Trajectory> trajectory = trajectory(steps, tampering, findings.verdict());
    Agreement agreement =
        new Agreement(
            Agreement.SCHEMA,
            experiment.name(),
            worst(findings.verdict(), trajectory),
            sentence(findings, trajectory),
            experiment.seed(),
            experiment.precision().word(),
            Bound.of(experiment.precision()),
            batches.size(),
            batches.stream().mapToInt(Batch::size).sum(),
            tampering.map(Tampering::name),
            findings.origin(),
            origins,
            findings.score(),
            findings.activations(),
            findings.deltas(),
            findings.gradients(),
            update,
            complexStep,
            accelerated,
            trajectory,
            witness(testimony, places.isPresent() ? numerical.curve(flow) : Optional.empty()),
            coverage(
                ofTwin,
                complexStep,
                testimony,
                clipped,
                expectations.stream().mapToInt(Expectation::kinks).sum()),
            notes(clipped, tampering),
            dl4j.runtime());
    return new Outcome(
        agreement,
        batches.get(0),
        parameters,
        fromDl4j.get(0),
        ofTwin.get(0),
        ofTwin.stream().map(pass -> pass.activations().get(pass.layers() - 1)).toList(),
        elements(flow));
  }

  private List<Elements> elements(List<Compared> flow) {
    List<Elements> elements = new ArrayList<>();
    for (Compared compared : flow) {
      Place place = compared.place();
      for (int batch = 0; batch < batches.size() && place.role() == Role.GRADIENT; batch++) {
        elements.add(
            Elements.of(
                place,
                batch,
                compared.dl4j().get(batch),
                compared.twin().get(batch),
                expectations.get(batch).allowed(place),
                experiment.precision()));
      }
    }
    return elements;
  }

  /** Where what deviates comes from. */
  private List<Origin> origins(
      Judge.Findings findings,
      List<Block> update,
      Network twin,
      List<Backpropagation> ofTwin,
      LayerPlaces places) {
    List<Block> blocks =
        Stream.of(findings.activations(), findings.gradients(), findings.deltas(), update)
            .flatMap(List::stream)
            .toList();
    Isolation isolation = new Isolation(experiment, dl4j, twin, batches, ofTwin, expectations);
    return new Origins(experiment, places).of(blocks, isolation.findings());
  }

  /** The steps of both optimizers, from a DL4J network of their own. */
  private List<Block> update(Optional<Tampering> tampering) {
    Dl4jNetwork moving = Dl4jNetwork.create(experiment);
    moving.setParameters(parameters);
    return new UpdateComparison(
            experiment,
            moving,
            rules -> tampering.map(made -> made.in(rules, honest)).orElse(rules))
        .compare(batches, trainingExamples);
  }

  private List<ComplexStepBlock> complexStep(List<Compared> flow) {
    boolean indices = experiment.network().takesIndices();
    List<Compared> known =
        flow.stream()
            .filter(compared -> ComplexStepWitness.knows(compared.place()))
            .filter(compared -> !(indices && compared.place().isInput()))
            .toList();
    ComplexStepWitness witness =
        new ComplexStepWitness(
            expectations,
            experiment.precision(),
            experiment.comparison().witnessElements(),
            known.size(),
            experiment.seed());
    return known.stream()
        .map(
            compared ->
                witness.testify(
                    compared.place(), compared.dl4j(), compared.twin(), compared.differs()))
        .toList();
  }

  private Optional<Trajectory> trajectory(int steps, Optional<Tampering> tampering, Verdict known) {
    return steps == 0
        ? Optional.empty()
        : Optional.of(
            new TrajectoryComparison(
                    experiment,
                    dl4j,
                    trainingBatches,
                    () -> tamperedTwin(tampering, experiment.toTwin()),
                    known)
                .compare(steps));
  }

  private static Network tamperedTwin(Optional<Tampering> tampering, Network fresh) {
    return tampering
        .filter(made -> made.side().isTwins())
        .map(made -> made.in(fresh))
        .orElse(fresh);
  }

  private Verdict worst(Verdict found, Optional<Trajectory> trajectory) {
    return Stream.of(
            Optional.of(found),
            Optional.of(AccelerationComparison.verdict(accelerated)),
            trajectory.map(Trajectory::verdict))
        .flatMap(Optional::stream)
        .max(Verdict::compareTo)
        .orElseThrow();
  }

  /** What is told first: an acceleration or a training that deviates where nothing else did. */
  private String sentence(Judge.Findings findings, Optional<Trajectory> trajectory) {
    if (!findings.verdict().isAgreement()) {
      return findings.sentence();
    }
    return AccelerationComparison.sentence(accelerated)
        .or(
            () ->
                trajectory
                    .filter(steps -> !steps.verdict().isAgreement())
                    .map(Trajectory::sentence))
        .orElse(findings.sentence());
  }

  /** How many predictions DL4J's loss clips, so that its score does not move with them. */
  private int clipped(List<Backpropagation> ofDl4j) {
    LossSpec loss = experiment.network().output().loss();
    int clipped = 0;
    for (int i = 0; i < batches.size(); i++) {
      List<Tensor> activations = ofDl4j.get(i).activations();
      Tensor predictions = activations.get(activations.size() - 1);
      clipped += loss.clipped(predictions, batches.get(i).labels());
    }
    return clipped;
  }

  /** Whether two passes over the same batch gave the same bits. */
  private static boolean sameBits(Backpropagation first, Backpropagation second) {
    if (Double.compare(first.loss(), second.loss()) != 0) {
      return false;
    }
    for (int layer = 0; layer < first.layers(); layer++) {
      for (Map.Entry<String, Tensor> gradient : first.gradients().get(layer).entrySet()) {
        Tensor other = second.gradients().get(layer).get(gradient.getKey());
        if (!Arrays.equals(gradient.getValue().values(), other.values())) {
          return false;
        }
      }
    }
    return true;
  }

  private static Witness witness(List<WitnessBlock> blocks, Optional<StepCurve> curve) {
    return new Witness(
        blocks,
        blocks.stream().mapToInt(WitnessBlock::elements).sum(),
        blocks.stream().mapToInt(WitnessBlock::excluded).sum(),
        blocks.stream().mapToDouble(WitnessBlock::largestDifferenceToDl4j).max().orElse(0),
        curve);
  }

  private Coverage coverage(
      List<Backpropagation> ofTwin,
      List<ComplexStepBlock> complexStep,
      List<WitnessBlock> testimony,
      int clipped,
      int kinks) {
    long parameters =
        ofTwin.get(0).gradients().stream()
            .flatMap(byKey -> byKey.values().stream())
            .mapToLong(Tensor::size)
            .sum();
    List<WitnessBlock> ofParameters =
        testimony.stream().filter(block -> !block.parameter().isEmpty()).toList();
    long notGradients =
        honest.parameters().stream()
            .flatMap(List::stream)
            .filter(parameter -> !parameter.isLearned())
            .mapToLong(parameter -> parameter.value().size())
            .sum();
    return new Coverage(
        parameters * batches.size(),
        parameters,
        ofParameters.stream().mapToInt(WitnessBlock::elements).sum(),
        ofParameters.stream().mapToInt(WitnessBlock::excluded).sum(),
        complexStep.stream().mapToInt(ComplexStepBlock::directions).sum(),
        complexStep.stream().mapToInt(ComplexStepBlock::elements).sum(),
        notGradients,
        clipped,
        kinks);
  }

  private List<String> notes(int clipped, Optional<Tampering> tampering) {
    List<String> notes = new ArrayList<>();
    tampering.ifPresent(
        made ->
            notes.add(
                "A bug was planted in "
                    + switch (made.side()) {
                      case TWIN -> "the twin";
                      case DL4J -> "DL4J";
                      case BOTH -> "both sides";
                    }
                    + " on purpose: "
                    + made.summary()
                    + "."));
    if (batches.size() < experiment.comparison().batches()) {
      notes.add(
          "The data has "
              + batches.size()
              + " batches; "
              + experiment.comparison().batches()
              + " were asked for.");
    }
    if (experiment.network().takesIndices()) {
      notes.add(
          "The features are indices, whole numbers: there is no delta with respect to them, both"
              + " sides stand as zeros, and the witness leaves them alone.");
    }
    if (clipped > 0) {
      notes.add(
          "DL4J's loss clips "
              + clipped
              + " predictions; its score does not move with them, so the witness cannot judge.");
    }
    return notes;
  }
}
