package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Formula;
import gradtwin.twin.formula.Rounding;
import gradtwin.twin.formula.Term;
import java.util.List;

/** The two ways in which a layer says what it computes: what holds for one holds for the other. */
enum Forward {
  /** {@link Layer#forward}, and its way back. */
  PASS {
    @Override
    Layer.Pass of(Layer layer, Tensor x, Step step) {
      return layer.forward(x, step);
    }
  },

  /** {@link Layer#formula}, and its derivatives. */
  FORMULA {
    @Override
    Layer.Pass of(Layer layer, Tensor x, Step step) {
      return new FormulaPass(layer, x, step);
    }
  };

  abstract Layer.Pass of(Layer layer, Tensor x, Step step);

  /** Both say the same, and what they say passes the check of gradients. */
  static GradientCheck check(Layer layer, Tensor x) {
    Step step = Step.training(0);
    Layer.Pass pass = PASS.of(layer, x, step);
    Layer.Pass formula = FORMULA.of(layer, x, step);
    assertNear(pass.output(), formula.output());
    Tensor dy = GradientCheck.random(pass.output().zerosLike(), 11);
    Tensor dx = pass.backward(dy);
    List<Tensor> gradients = learnedGradients(layer);
    assertNear(dx, formula.backward(dy));
    for (int i = 0; i < gradients.size(); i++) {
      assertNear(gradients.get(i), learnedGradients(layer).get(i));
    }
    return GradientCheck.layer(layer, x);
  }

  private static List<Tensor> learnedGradients(Layer layer) {
    return layer.parameters().stream()
        .filter(Parameter::isLearned)
        .map(parameter -> parameter.gradient().copy())
        .toList();
  }

  private static void assertNear(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    for (int i = 0; i < expected.size(); i++) {
      double value = expected.values()[i];
      assertEquals(value, actual.values()[i], 1e-12 * Math.max(1, Math.abs(value)));
    }
  }

  private static final class FormulaPass implements Layer.Pass {
    private final Layer layer;
    private final Formula formula = new Formula();
    private final Term x;
    private final Term y;

    FormulaPass(Layer layer, Tensor x, Step step) {
      this.layer = layer;
      this.x = formula.variable(x);
      this.y = layer.formula(this.x, step);
    }

    @Override
    public Tensor output() {
      return y.value();
    }

    @Override
    public Tensor backward(Tensor dy) {
      Term loss = y.times(dy.reshaped(y.shape())).sum();
      Rounding rounding = new Rounding(formula, loss);
      for (Parameter parameter : layer.parameters()) {
        if (parameter.isLearned()) {
          Term term = formula.variable(parameter.value());
          parameter.gradient().overwriteWith(gradient(loss, term, rounding));
        }
      }
      return gradient(loss, x, rounding);
    }

    /** By the way back through the terms, and complex steps along each element agree. */
    private Tensor gradient(Term loss, Term variable, Rounding rounding) {
      double[] gradient = rounding.adjoints(variable);
      for (int i = 0; i < gradient.length; i++) {
        double[] direction = new double[gradient.length];
        direction[i] = 1;
        double found = formula.derivative(loss, variable, direction).value();
        assertEquals(found, gradient[i], 1e-13 * Math.max(1, Math.abs(found)));
      }
      return Tensor.of(variable.shape(), gradient);
    }
  }
}
