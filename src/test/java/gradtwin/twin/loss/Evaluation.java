package gradtwin.twin.loss;

import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.formula.Formula;
import gradtwin.twin.formula.Term;
import java.util.function.UnaryOperator;

/** The two ways in which losses say what they compute: what holds for one holds for the other. */
enum Evaluation {
  /** The value and the gradient as they are written. */
  PASS {
    @Override
    Loss of(Loss loss) {
      return loss;
    }

    @Override
    Objective of(Objective objective) {
      return objective;
    }
  },

  /** The formula, and complex steps along each element. */
  FORMULA {
    @Override
    Loss of(Loss loss) {
      return new FormulaLoss(loss);
    }

    @Override
    Objective of(Objective objective) {
      return new FormulaObjective(objective.activation(), objective.loss(), objective);
    }
  };

  abstract Loss of(Loss loss);

  abstract Objective of(Objective objective);

  private record Evaluated(double value, Tensor gradient) {
    static Evaluated at(Tensor x, UnaryOperator<Term> function) {
      Formula formula = new Formula();
      Term variable = formula.variable(x);
      Term loss = function.apply(variable);
      Tensor gradient = x.zerosLike();
      for (int i = 0; i < x.size(); i++) {
        double[] direction = new double[x.size()];
        direction[i] = 1;
        gradient.values()[i] = formula.derivative(loss, variable, direction).value();
      }
      return new Evaluated(loss.value().at(0), gradient);
    }
  }

  private record FormulaLoss(Loss loss) implements Loss {
    private Evaluated at(Tensor predictions, Targets targets) {
      return Evaluated.at(predictions, o -> loss.formula(o, targets));
    }

    @Override
    public double value(Tensor predictions, Targets targets) {
      return at(predictions, targets).value();
    }

    @Override
    public Tensor gradient(Tensor predictions, Targets targets) {
      return at(predictions, targets).gradient();
    }

    @Override
    public Term formula(Term predictions, Targets targets) {
      return loss.formula(predictions, targets);
    }
  }

  private record FormulaObjective(Activation activation, Loss loss, Objective objective)
      implements Objective {
    @Override
    public Pass forward(Tensor z, Targets targets) {
      Evaluated evaluated = Evaluated.at(z, x -> objective.formula(x, targets));
      Tensor predictions = activation.formula(new Formula().variable(z)).value();
      return new FusedPass(evaluated.value(), predictions, evaluated.gradient());
    }
  }
}
