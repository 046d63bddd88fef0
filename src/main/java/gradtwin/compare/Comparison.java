package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Coverage;
import gradtwin.compare.Agreement.Witness;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
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

/**
 * Takes one experiment through DL4J, the twin and the numerical witness.
 *
 * <p>DL4J's initial parameters are copied into the twin once; the batches are the first that
 * training would see. For float32 the batches are rounded first, so that both sides start from the
 * very same numbers.
 */
public final class Comparison {
  private final Experiment experiment;
  private final int trainingExamples;
  private final List<Batch> batches;
  private final Dl4jNetwork dl4j;
  private final List<Map<String, Tensor>> parameters;
  private final Network honest;
  private final Step step;
  private final List<Backpropagation> ofDl4j;
  private final boolean repeatable;
  private final NumericalWitness witness;
  private final List<Block> honestUpdate;

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

  private Comparison(Experiment experiment, Examples training) {
    this.experiment = experiment;
    this.trainingExamples = training.size();
    this.batches = batches(experiment, training);
    this.dl4j = Dl4jNetwork.create(experiment);
    this.parameters = dl4j.parameters();
    this.honest = experiment.toTwin();
    copyParameters(parameters, honest);
    this.step = Step.training(dl4j.iteration());
    this.ofDl4j = batches.stream().map(dl4j::backpropagate).toList();
    this.repeatable = sameBits(ofDl4j.get(0), dl4j.backpropagate(batches.get(0)));
    this.witness = new NumericalWitness(experiment, parameters, honest, batches.get(0), step);
    this.honestUpdate = update(Optional.empty());
  }

  /**
   * Takes the batches through DL4J, so that they can be compared with twins right and wrong.
   *
   * @param training the examples that training would use
   */
  public static Comparison of(Experiment experiment, Examples training) {
    return new Comparison(experiment, training);
  }

  /**
   * Compares.
   *
   * @param training the examples that training would use
   * @param tampering what to make wrong first
   */
  public static Outcome run(
      Experiment experiment, Examples training, Optional<Tampering> tampering) {
    return of(experiment, training).compare(tampering);
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
   * Compares, any number of times.
   *
   * @param tampering what to make wrong first
   */
  public Outcome compare(Optional<Tampering> tampering) {
    Network wrong = tampering.map(made -> made.in(honest)).orElse(honest);
    boolean inTwin = tampering.filter(made -> made.side().isTwins()).isPresent();
    boolean inDl4j = tampering.filter(made -> made.side().isDl4js()).isPresent();
    Network twin = inTwin ? wrong : honest;
    List<Backpropagation> fromDl4j = inDl4j ? tampered(wrong) : ofDl4j;
    return compare(fromDl4j, twin, tampering);
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
      List<Backpropagation> ofDl4j, Network twin, Optional<Tampering> tampering) {
    List<Backpropagation> ofTwin =
        batches.stream().map(batch -> twin.backpropagate(batch, step)).toList();
    List<WitnessBlock> testimony = witness.testify(ofDl4j.get(0), ofTwin.get(0));
    int clipped = clipped(ofDl4j);
    Judge judge =
        new Judge(
            experiment,
            ofDl4j,
            ofTwin,
            onDl4jsSides(ofDl4j, twin),
            new SummedMagnitudes(honest, batches, step),
            testimony,
            clipped,
            repeatable);
    List<Block> update =
        tampering.filter(Tampering::isOfUpdate).isPresent() ? update(tampering) : honestUpdate;
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
            tampering.map(Tampering::name),
            findings.origin(),
            findings.score(),
            findings.activations(),
            findings.deltas(),
            findings.gradients(),
            update,
            witness(testimony),
            coverage(ofTwin, testimony, clipped),
            notes(clipped, tampering),
            dl4j.runtime());
    return new Outcome(agreement, batches.get(0), parameters, ofDl4j.get(0), ofTwin.get(0));
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

  /** The twin's way back with DL4J's opinion on units that sit on a kink, per batch. */
  private List<Backpropagation> onDl4jsSides(List<Backpropagation> ofDl4j, Network twin) {
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
