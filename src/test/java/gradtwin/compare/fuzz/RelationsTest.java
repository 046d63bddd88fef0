package gradtwin.compare.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.data.DataException;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A relation holds of right passes, whoever computes them, and fails of each that breaks it. */
class RelationsTest {
  private static final String ROWS =
      """
      name: rows
      seed: 3
      precision: float64
      data: {source: csv, path: data/grid.csv, label: kind, testFraction: 0, batchSize: 5}
      network:
        layers:
          - {type: dense, units: 4, activation: tanh}
          - {type: dense, units: 3, activation: softsign}
          - {type: output, units: 3, activation: sigmoid, loss: meanSquaredError}
      training: {optimizer: sgd}
      """;

  private static final String SEQUENCES =
      """
      name: sequences
      seed: 3
      precision: float64
      data:
        source: csvSequence
        path: data/rides.csv
        sequence: ride
        label: doing
        categorical: [road]
        labelPer: step
        testFraction: 0
        batchSize: 5
      network:
        layers:
          - {type: simpleRnn, units: 3}
          - {type: batchNormalization}
          - {type: rnnOutput, units: 3, activation: softmax, loss: crossEntropy}
      training: {optimizer: sgd}
      """;

  private static Experiment read(String text, String... overrides) {
    return Experiment.read(
            "f.yaml",
            text,
            List.of(overrides),
            AgreementFiles.catalogue(Path.of("f.yaml").toAbsolutePath()))
        .value()
        .orElseThrow();
  }

  private static Point point(String text, Set<String> words, String... overrides) {
    Experiment experiment = read(text, overrides);
    Optional<Experiment> weighted =
        text.equals(ROWS)
            ? Optional.of(
                read(ROWS, "network.layers[2].loss={type: meanSquaredError, weights: [4, 4, 4]}"))
            : Optional.empty();
    return new Point(experiment, weighted, words, parameters(experiment), batch(experiment));
  }

  private static List<Map<String, Tensor>> parameters(Experiment experiment) {
    List<Map<String, Tensor>> parameters = new ArrayList<>();
    for (List<Parameter> layer : experiment.toTwin().parameters()) {
      Map<String, Tensor> byKey = new LinkedHashMap<>();
      layer.forEach(parameter -> byKey.put(parameter.key(), parameter.value()));
      parameters.add(byKey);
    }
    return parameters;
  }

  private static Batch batch(Experiment experiment) {
    try {
      Examples examples =
          AgreementFiles.catalogue(Path.of("f.yaml").toAbsolutePath())
              .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT)
              .training();
      return examples.batch(IntStream.range(0, experiment.data().batchSize()).toArray());
    } catch (DataException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final Set<String> DENSE = Set.of("dense", "output");

  private static Optional<Failure> broken(Relation relation, Point point, Side side) {
    return Relations.broken(
        relation,
        point,
        side,
        "twin",
        point.gradients(side),
        Allowance.at(point, point.experiment().precision()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"float64", "float32"})
  void allHoldOfRightPasses(String precision) {
    Point rows = point(ROWS, DENSE, "precision=" + precision);
    Point sequences =
        point(
            SEQUENCES,
            Set.of("simpleRnn", "rnnOutput"),
            "precision=" + precision,
            "network.layers[1]={type: activation, activation: tanh}");
    assertEquals(Optional.empty(), Relations.broken(rows));
    assertEquals(Optional.empty(), Relations.broken(sequences));
    for (Relation relation : Relation.values()) {
      boolean applies = relation.of(rows).isPresent() || relation.of(sequences).isPresent();
      assertTrue(applies, relation.toString());
    }
  }

  /** The gradients of the twin with something done to them, given the batch. */
  private static Side changed(BiFunction<Batch, Backpropagation, Gradients> change) {
    return (experiment, parameters, batch) -> {
      Backpropagation passes = Side.TWIN.pass(experiment, parameters, batch);
      return new Backpropagation(
          passes.loss(),
          passes.penalty(),
          passes.activations(),
          passes.deltas(),
          change.apply(batch, passes).byLayer());
    };
  }

  /** One bug for each relation. */
  private static Side bug(Relation relation) {
    return switch (relation) {
      // the sum over the batch, not the mean
      case PARTS, TWICE -> changed((batch, passes) -> Gradients.of(passes).times(batch.size()));
      // an example counts by its place
      case ORDER ->
          (experiment, parameters, batch) -> {
            Tensor features = batch.features().copy();
            features.values()[0] *= 1 + 1e-9;
            return Side.TWIN.pass(experiment, parameters, new Batch(features, batch.labels()));
          };
      // missing steps are taken for steps
      case MISSING_STEPS ->
          (experiment, parameters, batch) ->
              Side.TWIN.pass(
                  experiment,
                  parameters,
                  new Batch(batch.features(), batch.labels(), Optional.empty(), Optional.empty()));
      // a penalty that is in the gradient whatever the loss counts
      case SCALE ->
          changed((batch, passes) -> Gradients.of(passes).map(tensor -> plus(tensor, 1e-9)));
      // the first unit of a layer is forgotten
      case UNITS ->
          changed(
              (batch, passes) ->
                  Gradients.of(passes)
                      .map(
                          tensor -> {
                            Tensor forgotten = tensor.copy();
                            forgotten.values()[0] = 0;
                            return forgotten;
                          }));
    };
  }

  private static Tensor plus(Tensor tensor, double summand) {
    Tensor sum = tensor.copy();
    for (int i = 0; i < sum.size(); i++) {
      sum.values()[i] += summand;
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource
  void eachFailsOfItsBug(Relation relation) {
    Point point =
        relation == Relation.MISSING_STEPS
            ? point(SEQUENCES, Set.of("simpleRnn", "rnnOutput"))
            : point(ROWS, DENSE);
    assertEquals(Optional.empty(), broken(relation, point, Side.TWIN));
    Failure failure = broken(relation, point, bug(relation)).orElseThrow();
    assertEquals(relation.verdict() + " on twin", failure.verdict());
    assertTrue(failure.sentence().contains(relation.sentence()), failure.sentence());
    assertFalse(failure.layer().isEmpty());
  }

  /** Random masks are drawn by place, and statistics are of a batch. */
  @Test
  void relationsThatCannotHoldAreLeftOut() {
    Point noisy = point(ROWS, Set.of("dense", "dropout", "output"));
    assertEquals(Optional.empty(), Relation.PARTS.of(noisy));
    assertEquals(Optional.empty(), Relation.ORDER.of(noisy));
    assertEquals(Optional.empty(), Relation.TWICE.of(noisy));
    Point normalized = point(SEQUENCES, Set.of("simpleRnn", "batchNormalization", "rnnOutput"));
    assertEquals(Optional.empty(), Relation.PARTS.of(normalized));
    assertTrue(Relation.ORDER.of(normalized).isPresent());
    Point windows = point(SEQUENCES, Set.of("convolution1d", "rnnOutput"));
    assertEquals(Optional.empty(), Relation.MISSING_STEPS.of(windows));
    assertTrue(Relation.MISSING_STEPS.of(normalized).isPresent());
    assertEquals(Optional.empty(), Relation.UNITS.of(normalized));
    assertEquals(Optional.empty(), Relation.SCALE.of(normalized));
  }

  /** A relative change of 1e-6 is a failure in float64, and rounding in float32. */
  @Test
  void roundingIsThatOfThePrecision() {
    Point point = point(ROWS, DENSE);
    double largest = point.gradients(Side.TWIN).byLayer().get(2).get("W").largestMagnitude();
    double fine = Allowance.at(point, Precision.FLOAT64).of(2, "W");
    double coarse = Allowance.at(point, Precision.FLOAT32).of(2, "W");
    assertTrue(fine > 1e-16 * largest && fine < 1e-12 * largest, fine + " of " + largest);
    assertTrue(coarse > 1e-7 * largest && coarse < 1e-3 * largest, coarse + " of " + largest);
  }
}
