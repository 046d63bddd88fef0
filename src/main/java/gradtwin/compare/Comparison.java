package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Coverage;
import gradtwin.compare.Agreement.Witness;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerPlaces;
import gradtwin.spec.LossSpec;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes one experiment through DL4J, the twin and the numerical witness.
 *
 * <p>DL4J's initial parameters are copied into the twin once; the batches are the first that
 * training would see. For float32 the batches are rounded first, so that both sides start from the
 * very same numbers.
 */
public final class Comparison {
  private final Experiment experiment;
  private final Optional<Plant> plant;
  private final LayerPlaces places;
  private final int trainingExamples;
  private final List<Batch> batches;
  private final Dl4jNetwork dl4j;
  private final List<Map<String, Tensor>> parameters;
  private final Network honest;
  private final Network twin;
  private final Step step;

  /**
   * What was found, and the numbers of the first batch that it was found from.
   *
   * @param parameters the point at which both networks stood: of each layer by key
   */
  public record Outcome(
      Agreement agreement,
      Batch batch,
      List<Map<String, Tensor>> parameters,
      Backpropagation dl4j,
      Backpropagation twin) {}

  private Comparison(
      Experiment experiment, Examples training, Optional<Plant> plant, LayerPlaces places) {
    this.experiment = experiment;
    this.plant = plant;
    this.places = places;
    this.trainingExamples = training.size();
    this.batches = batches(experiment, training);
    this.dl4j = Dl4jNetwork.create(experiment);
    this.parameters = dl4j.parameters();
    this.honest = experiment.toTwin();
    copyParameters(parameters, honest);
    this.twin =
        plant
            .map(
                bug ->
                    bug.in(honest)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "the bug '"
                                        + bug.name()
                                        + "' would not show in this network: it needs "
                                        + bug.needs())))
            .orElse(honest);
    this.step = Step.training(dl4j.iteration());
  }

  /**
   * Compares.
   *
   * @param training the examples that training would use
   * @param plant a bug to plant in the twin first
   * @throws IllegalArgumentException if the bug would not show in this network
   */
  public static Outcome run(Experiment experiment, Examples training, Optional<Plant> plant) {
    return run(experiment, training, plant, LayerPlaces.UNKNOWN);
  }

  /**
   * Compares.
   *
   * @param training the examples that training would use
   * @param plant a bug to plant in the twin first
   * @param places where the layers stand in what the user wrote
   * @throws IllegalArgumentException if the bug would not show in this network
   */
  public static Outcome run(
      Experiment experiment, Examples training, Optional<Plant> plant, LayerPlaces places) {
    return new Comparison(experiment, training, plant, places).compare();
  }

  /** The first batches of the first epoch, in the order in which training takes them. */
  private static List<Batch> batches(Experiment experiment, Examples training) {
    int count = training.size();
    int[] order =
        experiment.training().shuffle()
            ? new CounterRandom(experiment.seed(), CounterRandom.Stream.SHUFFLE)
                .permutation(0, count)
            : IntStream.range(0, count).toArray();
    List<Batch> batches = new ArrayList<>();
    int size = experiment.data().batchSize();
    for (int from = 0;
        from < count && batches.size() < experiment.comparison().batches();
        from += size) {
      Batch batch = training.batch(Arrays.copyOfRange(order, from, Math.min(from + size, count)));
      batches.add(experiment.precision() == Precision.FLOAT32 ? batch.roundedToFloat32() : batch);
    }
    return batches;
  }

  private static void copyParameters(List<Map<String, Tensor>> from, Network to) {
    List<List<Parameter>> target = to.parameters();
    for (int layer = 0; layer < from.size(); layer++) {
      for (Parameter parameter : target.get(layer)) {
        parameter.value().overwriteWith(from.get(layer).get(parameter.key()));
      }
    }
  }

  private Outcome compare() {
    List<Backpropagation> ofDl4j = batches.stream().map(dl4j::backpropagate).toList();
    List<Backpropagation> ofTwin =
        batches.stream().map(batch -> twin.backpropagate(batch, step)).toList();
    boolean repeatable = sameBits(ofDl4j.get(0), dl4j.backpropagate(batches.get(0)));
    List<WitnessBlock> testimony =
        new NumericalWitness(experiment, parameters, honest, batches.get(0), step)
            .testify(ofDl4j.get(0), ofTwin.get(0));
    int clipped = clipped(ofDl4j);
    Judge.Summed summed = new SummedMagnitudes(honest, batches, step);
    Judge judge =
        new Judge(
            experiment,
            ofDl4j,
            ofTwin,
            onDl4jsSides(ofDl4j),
            summed,
            testimony,
            clipped,
            repeatable);
    List<Block> update = new UpdateComparison(experiment, dl4j).compare(batches, trainingExamples);
    Judge.Findings findings = judge.judge(update);
    Agreement agreement =
        new Agreement(
            Agreement.SCHEMA,
            experiment.name(),
            findings.verdict(),
            findings.sentence(),
            experiment.seed(),
            experiment.precision().word(),
            Bound.of(experiment.precision()),
            batches.size(),
            batches.stream().mapToInt(Batch::size).sum(),
            plant.map(Plant::name),
            findings.origin(),
            origins(findings, update, ofTwin, summed),
            findings.score(),
            findings.activations(),
            findings.deltas(),
            findings.gradients(),
            update,
            witness(testimony),
            coverage(ofTwin, testimony, clipped),
            notes(clipped),
            dl4j.runtime());
    return new Outcome(agreement, batches.get(0), parameters, ofDl4j.get(0), ofTwin.get(0));
  }

  /** Where what deviates comes from; if nothing does, no layer is run again to find out. */
  private List<Origin> origins(
      Judge.Findings findings,
      List<Block> update,
      List<Backpropagation> ofTwin,
      Judge.Summed summed) {
    if (findings.verdict().isAgreement()) {
      return List.of();
    }
    List<Block> blocks =
        Stream.of(findings.activations(), findings.gradients(), findings.deltas(), update)
            .flatMap(List::stream)
            .toList();
    Dl4jNetwork untrained = Dl4jNetwork.create(experiment); // the other one has taken steps
    untrained.setParameters(parameters);
    Isolation isolation = new Isolation(experiment, untrained, twin, batches, ofTwin, step, summed);
    return new Origins(experiment, places).of(blocks, isolation.findings());
  }

  /** The twin's way back with DL4J's opinion on units that sit on a kink, per batch. */
  private List<Backpropagation> onDl4jsSides(List<Backpropagation> ofDl4j) {
    List<Backpropagation> adopted = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      Network onSides = sides().in(twin, ofDl4j.get(i).activations());
      adopted.add(onSides.backpropagate(batches.get(i), step));
    }
    return adopted;
  }

  private AdoptedSides sides() {
    return new AdoptedSides(experiment.precision().unitRoundoff());
  }

  /** How many predictions DL4J's loss clips, so that its score does not move with them. */
  private int clipped(List<Backpropagation> ofDl4j) {
    LossSpec loss = experiment.network().output().loss();
    int clipped = 0;
    for (int i = 0; i < batches.size(); i++) {
      double[] labels = batches.get(i).labels().values();
      List<Tensor> activations = ofDl4j.get(i).activations();
      double[] predictions = activations.get(activations.size() - 1).values();
      for (int j = 0; j < labels.length; j++) {
        clipped += loss.isClipped(predictions[j], labels[j]) ? 1 : 0;
      }
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

  private static Witness witness(List<WitnessBlock> blocks) {
    return new Witness(
        blocks,
        blocks.stream().mapToInt(WitnessBlock::elements).sum(),
        blocks.stream().mapToInt(WitnessBlock::excluded).sum(),
        blocks.stream().mapToDouble(WitnessBlock::largestDifferenceToDl4j).max().orElse(0));
  }

  private Coverage coverage(
      List<Backpropagation> ofTwin, List<WitnessBlock> testimony, int clipped) {
    long parameters =
        ofTwin.get(0).gradients().stream()
            .flatMap(byKey -> byKey.values().stream())
            .mapToLong(Tensor::size)
            .sum();
    List<WitnessBlock> ofParameters =
        testimony.stream().filter(block -> !block.parameter().isEmpty()).toList();
    int ambiguous = 0;
    for (Batch batch : batches) {
      ambiguous += sides().count(honest, batch, step);
    }
    return new Coverage(
        parameters * batches.size(),
        parameters,
        ofParameters.stream().mapToInt(WitnessBlock::elements).sum(),
        ofParameters.stream().mapToInt(WitnessBlock::excluded).sum(),
        clipped,
        ambiguous);
  }

  private List<String> notes(int clipped) {
    List<String> notes = new ArrayList<>();
    plant.ifPresent(
        bug -> notes.add("A bug was planted in the twin on purpose: " + bug.summary() + "."));
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
