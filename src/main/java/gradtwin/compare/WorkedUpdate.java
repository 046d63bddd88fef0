package gradtwin.compare;

import gradtwin.compare.Equation.Part;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.optimizer.AdaDelta;
import gradtwin.twin.optimizer.AdaGrad;
import gradtwin.twin.optimizer.AdaMax;
import gradtwin.twin.optimizer.Adam;
import gradtwin.twin.optimizer.AmsGrad;
import gradtwin.twin.optimizer.Nadam;
import gradtwin.twin.optimizer.Nesterovs;
import gradtwin.twin.optimizer.Optimizer;
import gradtwin.twin.optimizer.RmsProp;
import java.util.ArrayList;
import java.util.List;

/**
 * The arithmetic of the first step of one element of a parameter, in the order of {@link
 * gradtwin.twin.Update}: the gradient is normalized, penalties are added, the optimizer makes a
 * step of it, decay is added, and the step is subtracted.
 *
 * @param optimizer with the hyperparameters of the first step
 */
record WorkedUpdate(Optimizer optimizer, Penalty penalty) {
  /**
   * The numbers of one element.
   *
   * @param gradient as the backward pass left it
   * @param normalized the same after normalization
   * @param value of the parameter before the step
   * @param updated the parameter after the step and its constraints
   */
  record Element(Part gradient, double normalized, Part value, Part updated) {}

  /** From the gradient to the new parameter. */
  List<Equation> of(Element element) {
    List<Equation> equations = new ArrayList<>();
    Part g = gradient(element, equations);
    Part u = step(g, equations);
    Part w = element.value();
    double before = number(w);
    if (penalty.weightDecay() != 0) {
      double rate = optimizer.learningRate();
      u =
          added(
              equations,
              Equation.of(
                  "u",
                  number(u) + penalty.weightDecay() * rate * before,
                  u,
                  Part.sign(" + "),
                  Part.number("weightDecay", penalty.weightDecay()),
                  Part.sign("·"),
                  Part.number("learningRate", rate),
                  Part.sign("·"),
                  w));
    }
    String name = element.updated().text();
    double after = before - number(u);
    equations.add(Equation.of(name, after, w, Part.sign(" - "), u));
    if (Math.abs(after - number(element.updated())) > 1e-12 * Math.abs(after)) {
      equations.add(
          Equation.of(
              name,
              number(element.updated()),
              Part.sign("constrained("),
              Part.number(name, after),
              Part.sign(")")));
    }
    return equations;
  }

  /** What the optimizer sees. */
  private Part gradient(Element element, List<Equation> equations) {
    Part g = element.gradient();
    if (element.normalized() != number(g)) {
      double factor = element.normalized() / number(g);
      g =
          added(
              equations,
              Equation.of(
                  "g",
                  element.normalized(),
                  g,
                  Part.sign("·"),
                  Part.number("(normalization)", factor)));
    }
    if (penalty.l1() != 0 || penalty.l2() != 0) {
      Part w = element.value();
      double value = number(g);
      List<Part> parts = new ArrayList<>(List.of(g));
      if (penalty.l1() != 0) {
        double sign = Math.signum(number(w));
        value += penalty.l1() * sign;
        parts.add(Part.sign(" + "));
        parts.add(Part.number("l1", penalty.l1()));
        parts.add(Part.sign("·"));
        parts.add(Part.number("sign(" + w.text() + ")", sign));
      }
      if (penalty.l2() != 0) {
        value += penalty.l2() * number(w);
        parts.add(Part.sign(" + "));
        parts.add(Part.number("l2", penalty.l2()));
        parts.add(Part.sign("·"));
        parts.add(w);
      }
      g = added(equations, new Equation("g", parts, value));
    }
    return g;
  }

  private static Part added(List<Equation> equations, Equation equation) {
    equations.add(equation);
    return Part.number(equation.name(), equation.value());
  }

  private static double number(Part part) {
    return part.number().orElseThrow();
  }

  /** The step u, by the formula that stands in the optimizer's documentation. */
  private Part step(Part g, List<Equation> equations) {
    if (optimizer instanceof Adam adam) {
      return adam(g, adam, false, equations);
    } else if (optimizer instanceof AmsGrad ams) {
      Adam adam = new Adam(ams.learningRate(), ams.beta1(), ams.beta2(), ams.epsilon());
      return adam(g, adam, true, equations);
    } else if (optimizer instanceof AdaMax adaMax) {
      return adaMax(g, adaMax, equations);
    } else if (optimizer instanceof Nadam nadam) {
      return nadam(g, nadam, equations);
    } else if (optimizer instanceof Nesterovs nesterovs) {
      return nesterovs(g, nesterovs, equations);
    } else if (optimizer instanceof RmsProp rmsProp) {
      Part h = meanOfSquares("h", initial(), rmsProp.decay(), "decay", g, equations);
      return rooted(g, rmsProp.learningRate(), h, rmsProp.epsilon(), equations);
    } else if (optimizer instanceof AdaGrad adaGrad) {
      Part h =
          added(
              equations,
              Equation.of(
                  "h",
                  initial() + number(g) * number(g),
                  Part.number("h", initial()),
                  Part.sign(" + "),
                  g,
                  Part.sign("^2")));
      return rooted(g, adaGrad.learningRate(), h, adaGrad.epsilon(), equations);
    } else if (optimizer instanceof AdaDelta adaDelta) {
      return adaDelta(g, adaDelta, equations);
    }
    // gradient descent, with a rate of its own or with rate 1
    double rate = optimizer.learningRate();
    return added(
        equations,
        rate == 1
            ? Equation.of("u", number(g), g)
            : Equation.of(
                "u", rate * number(g), Part.number("learningRate", rate), Part.sign("·"), g));
  }

  /** What the optimizer's first memory starts at. */
  private double initial() {
    Tensor memory = optimizer.initialState(Shape.of(1)).get(0);
    return memory.values()[0];
  }

  private static Part mean(Part g, double beta, List<Equation> equations) {
    return added(
        equations,
        Equation.of(
            "m",
            (1 - beta) * number(g),
            Part.number("beta1", beta),
            Part.sign("·"),
            Part.number("m", 0),
            Part.sign(" + (1 - "),
            Part.number("beta1", beta),
            Part.sign(")·"),
            g));
  }

  private static Part meanOfSquares(
      String name, double start, double beta, String decay, Part g, List<Equation> equations) {
    return added(
        equations,
        Equation.of(
            name,
            beta * start + (1 - beta) * number(g) * number(g),
            Part.number(decay, beta),
            Part.sign("·"),
            Part.number(name, start),
            Part.sign(" + (1 - "),
            Part.number(decay, beta),
            Part.sign(")·"),
            g,
            Part.sign("^2")));
  }

  private static Part rooted(
      Part g, double rate, Part squares, double epsilon, List<Equation> equations) {
    return added(
        equations,
        Equation.of(
            "u",
            rate * number(g) / (Math.sqrt(number(squares)) + epsilon),
            Part.number("learningRate", rate),
            Part.sign("·"),
            g,
            Part.sign(" / (sqrt("),
            squares,
            Part.sign(") + "),
            Part.number("epsilon", epsilon),
            Part.sign(")")));
  }

  /**
   * Adam's step.
   *
   * @param keepsMaximum whether it divides by the root of the largest v so far
   */
  private static Part adam(Part g, Adam adam, boolean keepsMaximum, List<Equation> equations) {
    Part m = mean(g, adam.beta1(), equations);
    Part v = meanOfSquares("v", 0, adam.beta2(), "beta2", g, equations);
    if (keepsMaximum) {
      v =
          added(
              equations,
              Equation.of(
                  "h",
                  number(v),
                  Part.sign("max("),
                  Part.number("h", 0),
                  Part.sign(", "),
                  v,
                  Part.sign(")")));
    }
    Part a =
        added(
            equations,
            Equation.of(
                "a",
                adam.learningRate() * Math.sqrt(1 - adam.beta2()) / (1 - adam.beta1()),
                Part.number("learningRate", adam.learningRate()),
                Part.sign("·sqrt(1 - "),
                Part.number("beta2^1", adam.beta2()),
                Part.sign(") / (1 - "),
                Part.number("beta1^1", adam.beta1()),
                Part.sign(")")));
    return added(
        equations,
        Equation.of(
            "u",
            number(a) * number(m) / (Math.sqrt(number(v)) + adam.epsilon()),
            a,
            Part.sign("·"),
            m,
            Part.sign(" / (sqrt("),
            v,
            Part.sign(") + "),
            Part.number("epsilon", adam.epsilon()),
            Part.sign(")")));
  }

  private static Part adaMax(Part g, AdaMax adaMax, List<Equation> equations) {
    Part m = mean(g, adaMax.beta1(), equations);
    Part s =
        added(
            equations,
            Equation.of(
                "s",
                Math.abs(number(g)) + 1e-32,
                Part.sign("max("),
                Part.number("beta2", adaMax.beta2()),
                Part.sign("·"),
                Part.number("s", 0),
                Part.sign(", |"),
                g,
                Part.sign("|)")));
    return added(
        equations,
        Equation.of(
            "u",
            adaMax.learningRate() / (1 - adaMax.beta1()) * number(m) / number(s),
            Part.number("learningRate", adaMax.learningRate()),
            Part.sign(" / (1 - "),
            Part.number("beta1^1", adaMax.beta1()),
            Part.sign(")·"),
            m,
            Part.sign(" / "),
            s));
  }

  private static Part nadam(Part g, Nadam nadam, List<Equation> equations) {
    Part m = mean(g, nadam.beta1(), equations);
    Part v = meanOfSquares("v", 0, nadam.beta2(), "beta2", g, equations);
    Part ahead =
        added(
            equations,
            Equation.of(
                "ahead",
                nadam.beta1() * number(m) + (1 - nadam.beta1()) * number(g),
                Part.number("beta1", nadam.beta1()),
                Part.sign("·"),
                m,
                Part.sign(" + (1 - "),
                Part.number("beta1", nadam.beta1()),
                Part.sign(")·"),
                g));
    double corrected = number(v) / (1 - nadam.beta2());
    return added(
        equations,
        Equation.of(
            "u",
            nadam.learningRate()
                * number(ahead)
                / (1 - nadam.beta1())
                / (Math.sqrt(corrected) + nadam.epsilon()),
            Part.number("learningRate", nadam.learningRate()),
            Part.sign("·"),
            ahead,
            Part.sign(" / (1 - "),
            Part.number("beta1^1", nadam.beta1()),
            Part.sign(") / (sqrt("),
            v,
            Part.sign(" / (1 - "),
            Part.number("beta2^1", nadam.beta2()),
            Part.sign(")) + "),
            Part.number("epsilon", nadam.epsilon()),
            Part.sign(")")));
  }

  private static Part nesterovs(Part g, Nesterovs nesterovs, List<Equation> equations) {
    double rate = nesterovs.learningRate();
    double momentum = nesterovs.momentum();
    Part v =
        added(
            equations,
            Equation.of(
                "v'",
                -rate * number(g),
                Part.number("momentum", momentum),
                Part.sign("·"),
                Part.number("v", 0),
                Part.sign(" - "),
                Part.number("learningRate", rate),
                Part.sign("·"),
                g));
    return added(
        equations,
        Equation.of(
            "u",
            -(1 + momentum) * number(v),
            Part.number("momentum", momentum),
            Part.sign("·"),
            Part.number("v", 0),
            Part.sign(" - (1 + "),
            Part.number("momentum", momentum),
            Part.sign(")·"),
            v));
  }

  private static Part adaDelta(Part g, AdaDelta adaDelta, List<Equation> equations) {
    Part s = meanOfSquares("s", 0, adaDelta.decay(), "decay", g, equations);
    double epsilon = adaDelta.epsilon();
    return added(
        equations,
        Equation.of(
            "u",
            Math.sqrt(epsilon) / Math.sqrt(number(s) + epsilon) * number(g),
            Part.sign("sqrt("),
            Part.number("x", 0),
            Part.sign(" + "),
            Part.number("epsilon", epsilon),
            Part.sign(") / sqrt("),
            s,
            Part.sign(" + "),
            Part.number("epsilon", epsilon),
            Part.sign(")·"),
            g));
  }
}
