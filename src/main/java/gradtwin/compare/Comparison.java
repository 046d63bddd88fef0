package gradtwin.compare;

import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.Coverage;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.StepCurve;
import gradtwin.compare.Agreement.Witness;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
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

/**
 * Takes one experiment through DL4J, the twin and the numerical witness.
 *
 * <p>Both sides start from the very same numbers, see {@link StartingPoint}.
 */
public final class Comparison {
  private final Experiment experiment;
  private final Optional<Plant> plant;
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
   * @param elements of every gradient of every batch, last layer first
   */
  public record Outcome(
      Agreement agreement,
      Batch batch,
      List<Map<String, Tensor>> parameters,
      Backpropagation dl4j,
      Backpropagation twin,
      List<Elements> elements) {}

  private Comparison(Experiment experiment, Examples training, Optional<Plant> plant) {
    this.experiment = experiment;
    this.plant = plant;
    this.trainingExamples = training.size();
    StartingPoint start = StartingPoint.of(experiment, training, experiment.comparison().batches());
    this.batches = start.batches();
    this.dl4j = start.dl4j();
    this.parameters = start.parameters();
    this.honest = start.twin();
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
    this.step = start.step();
  }

  /**
   * Compares.
   *
   * @param training the examples that training would use
   * @param plant a bug to plant in the twin first
   * @throws IllegalArgumentException if the bug would not show in this network
   */
  public static Outcome run(Experiment experiment, Examples training, Optional<Plant> plant) {
    return new Comparison(experiment, training, plant).compare();
  }

  private Outcome compare() {
    List<Backpropagation> ofDl4j = batches.stream().map(dl4j::backpropagate).toList();
    List<Backpropagation> ofTwin =
        batches.stream().map(batch -> twin.backpropagate(batch, step)).toList();
    boolean repeatable = sameBits(ofDl4j.get(0), dl4j.backpropagate(batches.get(0)));
    List<Expectation> expectations =
        batches.stream()
            .map(batch -> new Expectation(honest, batch, step, experiment.precision()))
            .toList();
    List<Compared> flow =
        Compared.flow(
            experiment, ofDl4j, ofTwin, (batch, place) -> expectations.get(batch).allowed(place));
    List<ComplexStepBlock> complexStep = complexStep(flow, expectations);
    NumericalWitness numerical =
        new NumericalWitness(
            experiment, parameters, honest, batches.get(0), step, expectations.get(0));
    List<WitnessBlock> testimony = numerical.testify(flow);
    int clipped = clipped(ofDl4j);
    Judge judge =
        new Judge(
            experiment,
            ofDl4j,
            ofTwin,
            flow,
            expectations.stream().mapToDouble(Expectation::lossSigma).max().orElseThrow(),
            // a score that is clipped does not move with the parameters: it says nothing
            new Testimony(complexStep, clipped > 0 ? List.of() : testimony, experiment.precision()),
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
            findings.score(),
            findings.activations(),
            findings.deltas(),
            findings.gradients(),
            update,
            complexStep,
            witness(testimony, numerical.curve(flow)),
            coverage(
                ofTwin,
                complexStep,
                testimony,
                clipped,
                expectations.stream().mapToInt(Expectation::kinks).sum()),
            notes(clipped),
            dl4j.runtime());
    return new Outcome(
        agreement,
        batches.get(0),
        parameters,
        ofDl4j.get(0),
        ofTwin.get(0),
        elements(flow, expectations));
  }

  private List<Elements> elements(List<Compared> flow, List<Expectation> expectations) {
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

  private List<ComplexStepBlock> complexStep(List<Compared> flow, List<Expectation> expectations) {
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
