package gradtwin.report;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.Coverage;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Probe;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.Score;
import gradtwin.compare.Agreement.StepCurve;
import gradtwin.compare.Agreement.StepPoint;
import gradtwin.compare.Agreement.StepProbe;
import gradtwin.compare.Agreement.Witness;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.compare.Difference.Ulp;
import gradtwin.compare.Difference.Worst;
import gradtwin.compare.Elements;
import gradtwin.compare.Gate;
import gradtwin.compare.Origin;
import gradtwin.compare.Origin.Part;
import gradtwin.compare.Verdict;
import gradtwin.spec.Precision;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Comparisons of a network 3-4-2, made up, with values that are easy to recognize in a report. */
final class AgreementSamples {
  static final Provenance PROVENANCE =
      new Provenance(
          "1.0.0",
          "0123456789ab",
          List.of("compare", "configs/sample.yaml", "-o", "name=a b"),
          "six rows made up for this test");

  private AgreementSamples() {}

  /** Everything within the bound, one block exactly equal, one dead. */
  static Agreement agreement() {
    return agreement("dense");
  }

  /** The same with another name for the type of the first layer. */
  static Agreement agreement(String firstType) {
    return new Agreement(
        Agreement.SCHEMA,
        "sample",
        Verdict.AGREE,
        "DL4J and the twin agree: 52 gradient elements in 4 blocks, at most 0.8 standard deviations"
            + " of rounding apart, and 4.2e-16 of the largest of their block.",
        42,
        "float64",
        1e-14,
        2,
        6,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new Score(0.6931471805599453, 0.6931471805599454, 1.6e-16, 0, 0, Verdict.AGREE),
        List.of(
            agreeing(0, firstType, Role.ACTIVATION, "", 24, 2.1e-16),
            agreeing(1, "output", Role.ACTIVATION, "", 12, 1.1e-16)),
        List.of(
            agreeing(0, firstType, Role.DELTA, "", 18, 3.3e-16),
            agreeing(1, "output", Role.DELTA, "", 24, 2.2e-16)),
        List.of(
            agreeing(0, firstType, Role.GRADIENT, "W", 24, 4.2e-16),
            dead(0, firstType, Role.GRADIENT, "b", 8),
            agreeing(1, "output", Role.GRADIENT, "W", 16, 1.9e-16),
            agreeing(1, "output", Role.GRADIENT, "b", 4, 0)),
        List.of(
            agreeing(0, firstType, Role.UPDATE, "W", 12, 1.4e-16),
            dead(0, firstType, Role.UPDATE, "b", 4),
            agreeing(1, "output", Role.UPDATE, "W", 8, 0),
            agreeing(1, "output", Role.UPDATE, "b", 2, 0)),
        complexStep(2.1e-16),
        List.of(),
        Optional.empty(),
        witness(2.5e-13),
        new Coverage(52, 26, 22, 1, 48, 20, 5, 0, 3),
        List.of("The data has 2 batches; 5 were asked for."),
        runtime());
  }

  /** A twin that forgets the mean over the batch, with numbers that JSON cannot say. */
  static Agreement deviation() {
    Place origin = new Place(1, "output", Role.GRADIENT, "W");
    return new Agreement(
        Agreement.SCHEMA,
        "sample",
        Verdict.TWIN_DEVIATES,
        "Twin deviates, first at layer 1 (output), gradient of W: every element by the scale 6.000,"
            + " \"the mean over the batch is forgotten\"; 8.3e-01 apart relative to the largest of"
            + " the block; worst at [2, 1]: DL4J 0.125, twin 0.75, complex step 0.125; 4.2e+15"
            + " standard deviations of rounding apart.",
        42,
        "float64",
        1e-14,
        1,
        6,
        Optional.of("batch-mean-forgotten"),
        Optional.of(origin),
        List.of(
            origin(1, "output", Part.GRADIENT, "W", false, "input 2, class 1"),
            origin(1, "output", Part.GRADIENT, "b", false, "class 1"),
            origin(1, "output", Part.DELTA, "", false, "example 2, feature 1"),
            origin(0, "dense", Part.GRADIENT, "W", true, "input 2, unit 1"),
            origin(0, "dense", Part.GRADIENT, "b", true, "unit 1"),
            origin(0, "dense", Part.DELTA, "", true, "example 2, feature 1")),
        new Score(0.6931471805599453, 0.6931471805599453, 0, 0.25, 0.25, Verdict.AGREE),
        List.of(
            agreeing(0, "dense", Role.ACTIVATION, "", 24, 2.1e-16),
            agreeing(1, "output", Role.ACTIVATION, "", 12, 0)),
        List.of(
            deviating(0, "dense", Role.DELTA, "", 18, Verdict.INCONCLUSIVE, true),
            deviating(1, "output", Role.DELTA, "", 24, Verdict.TWIN_DEVIATES, true)),
        List.of(
            deviating(0, "dense", Role.GRADIENT, "W", 12, Verdict.TWIN_DEVIATES, true),
            oneSided(0, "dense", Role.GRADIENT, "b", 4),
            deviating(1, "output", Role.GRADIENT, "W", 8, Verdict.TWIN_DEVIATES, false),
            deviating(1, "output", Role.GRADIENT, "b", 2, Verdict.TWIN_DEVIATES, true)),
        List.of(
            agreeing(0, "dense", Role.UPDATE, "W", 12, 1.4e-16),
            agreeing(1, "output", Role.UPDATE, "W", 8, 0)),
        complexStep(0.833),
        List.of(
            new AcceleratedLayer(
                0,
                "dense",
                Verdict.ACCELERATION_DEVIATES,
                new Place(0, "dense", Role.GRADIENT, "W"),
                1234.5,
                0,
                List.of(2, 1),
                0.125,
                0.75)),
        Optional.of(TrajectoryTableTest.trajectory()),
        witness(0.833),
        new Coverage(26, 26, 22, 1, 48, 20, 0, 0, 0),
        List.of(
            "A bug was planted in the twin on purpose: the gradient is the sum over the batch"
                + " instead of the mean."),
        runtime());
  }

  /** Three elements within half a unit, one far above. */
  private static final List<Long> HISTOGRAM =
      LongStream.rangeClosed(-Ulp.BINS, Ulp.BINS)
          .mapToObj(bin -> bin == 0 ? 3L : bin == 7 ? 1L : 0L)
          .toList();

  private static Gate gate(double z, long beyond) {
    return new Gate(z, beyond, 0, 1.5e-16, new Worst(0, List.of(2, 1), 0.125, 0.75));
  }

  /** The same with other origins. */
  static Agreement withOrigins(Agreement sample, List<Origin> origins) {
    return new Agreement(
        sample.schema(),
        sample.name(),
        sample.verdict(),
        sample.sentence(),
        sample.seed(),
        sample.precision(),
        sample.bound(),
        sample.batches(),
        sample.examples(),
        sample.plant(),
        sample.origin(),
        origins,
        sample.score(),
        sample.activations(),
        sample.deltas(),
        sample.blocks(),
        sample.update(),
        sample.complexStep(),
        sample.accelerated(),
        sample.trajectory(),
        sample.witness(),
        sample.coverage(),
        sample.notes(),
        sample.runtime());
  }

  private static Origin origin(
      int layer, String type, Part part, String parameter, boolean inherited, String element) {
    return new Origin(
        layer,
        type,
        Optional.of("configs/sample.yaml line " + (9 + layer)),
        part,
        parameter,
        inherited,
        inherited ? 1.5e-16 : 5 / 6.0,
        inherited ? 1 : 1 / 6.0,
        !inherited,
        element,
        new Worst(0, List.of(2, 1), 0.125, 0.75),
        5.6e15);
  }

  static Block agreeing(
      int layer, String type, Role role, String parameter, long elements, double relative) {
    return new Block(
        layer,
        type,
        role,
        parameter,
        Verdict.AGREE,
        false,
        elements,
        gate(relative > 0 ? 0.8 : 0, 0),
        relative / 4,
        relative * 3,
        relative,
        relative / 2,
        1,
        1,
        relative,
        new Ulp(relative > 0 ? 0.5 : 0, relative > 0 ? 12 : 0, relative > 0 ? 40 : 0, HISTOGRAM),
        new Worst(0, List.of(1, 0), 0.25, 0.25 + relative / 4),
        false,
        "");
  }

  private static Block dead(int layer, String type, Role role, String parameter, long elements) {
    return new Block(
        layer,
        type,
        role,
        parameter,
        Verdict.AGREE,
        false,
        elements,
        gate(0, 0),
        0,
        0,
        0,
        0,
        1,
        1,
        0,
        new Ulp(0, 0, 0, HISTOGRAM),
        new Worst(0, List.of(0), 0, 0),
        true,
        "");
  }

  private static Block deviating(
      int layer,
      String type,
      Role role,
      String parameter,
      long elements,
      Verdict verdict,
      boolean inherited) {
    return new Block(
        layer,
        type,
        role,
        parameter,
        verdict,
        inherited,
        elements,
        gate(4.2e15, elements),
        0.625,
        5 / 6.0,
        5 / 6.0,
        5 / 6.0,
        1,
        6,
        1e-16,
        new Ulp(3.1e15, 5.2e15, 5.4e15, HISTOGRAM),
        new Worst(0, List.of(2, 1), 0.125, 0.75),
        false,
        "every element by the scale 6.000, \"the mean over the batch is forgotten\"");
  }

  /** A block that is zero on the twin's side only: its relative difference is infinite. */
  private static Block oneSided(
      int layer, String type, Role role, String parameter, long elements) {
    return new Block(
        layer,
        type,
        role,
        parameter,
        Verdict.TWIN_DEVIATES,
        true,
        elements,
        gate(Double.POSITIVE_INFINITY, elements),
        0.125,
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Double.NaN,
        0,
        1,
        new Ulp(2.5e307, 2.5e307, 2.5e307, HISTOGRAM),
        new Worst(0, List.of(3), 0.125, 0),
        false,
        "the twin's is zero everywhere");
  }

  private static Witness witness(double fromTwin) {
    return new Witness(
        List.of(
            witnessBlock(0, "W", 12, 0, 3.1e-13, fromTwin),
            witnessBlock(0, "b", 4, 1, 0, 0),
            witnessBlock(1, "W", 4, 0, 2.5e-13, fromTwin),
            witnessBlock(1, "b", 2, 0, 1.2e-13, fromTwin),
            witnessBlock(0, "", 6, 0, 4.4e-13, fromTwin)),
        28,
        1,
        4.4e-13,
        Optional.of(
            new StepCurve(
                new Place(1, "output", Role.GRADIENT, "W"),
                List.of(2, 1),
                List.of(new StepPoint(0.1, 0.126), new StepPoint(0.01, 0.12501)),
                0.125,
                0.75,
                0.125,
                2e-17)));
  }

  private static List<ComplexStepBlock> complexStep(double toTwin) {
    return List.of(
        complexStepBlock(1, Role.GRADIENT, "W", toTwin),
        complexStepBlock(1, Role.DELTA, "", toTwin),
        complexStepBlock(0, Role.GRADIENT, "W", toTwin));
  }

  private static ComplexStepBlock complexStepBlock(
      int layer, Role role, String parameter, double toTwin) {
    return new ComplexStepBlock(
        layer,
        role,
        parameter,
        8,
        6,
        0,
        3.1e-16,
        toTwin,
        4.5e-16,
        0.7,
        toTwin > 0.1 ? 1.8e15 : 0.4,
        List.of(new StepProbe(0, List.of(2, 1), 0.125, 0.75, 0.125, 0.5, 1.8e15)));
  }

  private static WitnessBlock witnessBlock(
      int layer, String parameter, int elements, int excluded, double fromDl4j, double fromTwin) {
    return new WitnessBlock(
        layer,
        parameter,
        elements,
        excluded,
        fromDl4j,
        fromTwin,
        7.5e-13,
        List.of(
            new Probe(List.of(1, 0), 0.25, 0.25, 0.2500000000001, 1e-13, false),
            new Probe(List.of(0, 0), 0, 0, Double.NaN, Double.POSITIVE_INFINITY, true)));
  }

  /**
   * Raw numbers to go with an agreement of that network; the twin's gradient is off by a factor.
   */
  static Outcome outcome(Agreement agreement, double factor) {
    Tensor features = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    Tensor labels = Tensor.matrix(new double[] {1, 0}, new double[] {0, 1});
    List<Map<String, Tensor>> parameters =
        List.of(layer(3, 4, Function.identity()), layer(4, 2, Function.identity()));
    Backpropagation dl4j = backpropagation(1);
    Backpropagation twin = backpropagation(factor);
    return new Outcome(
        agreement,
        new Batch(features, labels),
        parameters,
        dl4j,
        twin,
        List.of(twin.activations().get(twin.layers() - 1)),
        agreement.blocks().stream().map(block -> elements(block.place(), dl4j, twin)).toList());
  }

  /** Of one batch, with a standard deviation of 1/64 everywhere. */
  private static Elements elements(Place place, Backpropagation dl4j, Backpropagation twin) {
    Tensor ofTwin = twin.gradients().get(place.layer()).get(place.parameter());
    Tensor sigma = ofTwin.zerosLike();
    sigma.fill(1 / 64.0);
    return new Elements(
        place,
        0,
        dl4j.gradients().get(place.layer()).get(place.parameter()),
        ofTwin,
        sigma,
        ofTwin.zerosLike(),
        Precision.FLOAT64);
  }

  private static Backpropagation backpropagation(double factor) {
    return new Backpropagation(
        0.5,
        0,
        List.of(Tensor.zeros(Shape.of(2, 4)), Tensor.zeros(Shape.of(2, 2))),
        List.of(Tensor.zeros(Shape.of(2, 3)), Tensor.zeros(Shape.of(2, 4))),
        List.of(
            layer(3, 4, tensor -> tensor.times(factor)),
            layer(4, 2, tensor -> tensor.times(factor))));
  }

  private static Map<String, Tensor> layer(int in, int out, Function<Tensor, Tensor> change) {
    Tensor weights = Tensor.zeros(Shape.of(in, out));
    for (int i = 0; i < weights.size(); i++) {
      weights.values()[i] = (i - 3) / 8.0;
    }
    Map<String, Tensor> byKey = new LinkedHashMap<>();
    byKey.put("W", change.apply(weights));
    byKey.put("b", change.apply(weights.rowsCopied(0, 1).reshaped(Shape.of(out))));
    return byKey;
  }

  private static Map<String, String> runtime() {
    Map<String, String> runtime = new LinkedHashMap<>();
    runtime.put("backend", "CpuBackend");
    runtime.put("nativeVariant", "avx2");
    runtime.put("ompThreads", "1");
    return runtime;
  }
}
