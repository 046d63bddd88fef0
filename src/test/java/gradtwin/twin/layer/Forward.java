package gradtwin.twin.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Formula;
import gradtwin.twin.formula.Rounding;
import gradtwin.twin.formula.Term;

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
