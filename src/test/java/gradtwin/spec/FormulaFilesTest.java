package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.formula.NetworkFormula;
import gradtwin.twin.formula.Rounding;
import gradtwin.twin.formula.Term;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On every network of the vocabulary, the formulas of the layers say what their forward passes
 * compute, and their derivatives what the backward passes compute: to within the rounding that the
 * formula itself predicts.
 */
class FormulaFilesTest {
  private static final double UNIT = 0x1p-53;
  private static final double REACH = 6;

  static List<Path> files() {
    return AgreementFiles.all();
  }

  private Network twin;
  private NetworkFormula formula;
  private Rounding rounding;
  private Rounding.Doubt doubt;

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void saysWhatTheLayersCompute(Path file) throws DataException {
    DataCatalogue catalogue = AgreementFiles.catalogue(file);
    Experiment experiment =
        AgreementFiles.document(file.getFileName().toString().replace(".yaml", ""))
            .value()
            .orElseThrow();
    Dataset data =
        catalogue.load(
            experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
    int count = Math.min(experiment.data().batchSize(), data.training().size());
    Batch batch = data.training().batch(IntStream.range(0, count).toArray());
    twin = experiment.toTwin();
    Step step = Step.training(0);
    Backpropagation passes = twin.backpropagate(batch, step);
    formula = twin.formula(batch, step);
    rounding = new Rounding(formula.formula(), formula.loss());
    doubt = rounding.doubt(REACH, UNIT);

    near("loss", Tensor.vector(passes.loss()), formula.loss());
    for (int layer = 0; layer < passes.layers(); layer++) {
      near(
          "activation " + layer, passes.activations().get(layer), formula.activations().get(layer));
    }
    boolean indices = experiment.network().takesIndices();
    for (int layer = indices ? 1 : 0; layer < passes.layers(); layer++) {
      adjoint("delta " + layer, passes.deltas().get(layer), formula.arriving().get(layer));
    }
    for (List<Parameter> ofLayer : twin.parameters()) {
      for (Parameter parameter : ofLayer) {
        if (parameter.isLearned()) {
          Term term = formula.formula().variable(parameter.value());
          adjoint("gradient of " + parameter, parameter.gradient(), term);
          complexStep(parameter, term);
        }
      }
    }
  }

  /** Values within rounding. */
  private void near(String what, Tensor expected, Term term) {
    assertEquals(expected.shape(), term.shape(), what);
    double[] deviations = rounding.deviations(term);
    for (int i = 0; i < deviations.length; i++) {
      double distance = Math.abs(expected.values()[i] - term.value().values()[i]);
      double allowed = REACH * UNIT * deviations[i];
      int at = i;
      assertTrue(
          distance <= allowed || bothNaN(expected.values()[i], term.value().values()[i]),
          () -> what + "[" + at + "]: off by " + distance + ", allowed " + allowed);
    }
  }

  private static boolean bothNaN(double a, double b) {
    return Double.isNaN(a) && Double.isNaN(b);
  }

  /** Adjoints within rounding and what kinks leave open. */
  private void adjoint(String what, Tensor expected, Term term) {
    double[] adjoints = rounding.adjoints(term);
    double[] deviations = rounding.adjointDeviations(term);
    double[] slack = doubt.slack(term);
    for (int i = 0; i < adjoints.length; i++) {
      double distance = Math.abs(expected.values()[i] - adjoints[i]);
      double allowed = REACH * UNIT * deviations[i] + slack[i];
      int at = i;
      assertTrue(
          distance <= allowed || bothNaN(expected.values()[i], adjoints[i]),
          () -> what + "[" + at + "]: off by " + distance + ", allowed " + allowed);
    }
  }

  /** Along a random direction of signs, the complex step gives what the gradient gives. */
  private void complexStep(Parameter parameter, Term term) {
    double[] gradient = parameter.gradient().values();
    CounterRandom random = new CounterRandom(7, CounterRandom.Stream.WITNESS);
    double[] direction = new double[gradient.length];
    double expected = 0;
    double size = 0;
    double slack = 0;
    double[] slacks = doubt.slack(term);
    for (int i = 0; i < direction.length; i++) {
      direction[i] = random.uniform(0, i) < 0.5 ? -1 : 1;
      expected += direction[i] * gradient[i];
      size += Math.abs(gradient[i]);
      slack += slacks[i];
    }
    double found = formula.formula().derivative(formula.loss(), term, direction).value();
    double bound = 1e-13 * size + slack;
    if (!bothNaN(expected, found)) {
      assertEquals(expected, found, bound, "complex step of " + parameter);
    }
  }
}
