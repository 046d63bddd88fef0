package gradtwin.compare;

import gradtwin.tensor.Tensor;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One training step in slow motion: the first step of an experiment, on both sides, stage by stage
 * in the order in which it happens. Forward through the layers, the loss, backward through the
 * layers, and the update.
 *
 * @param schema the version of this form
 * @param precision DL4J's
 * @param batch the number of examples of the batch, N
 * @param first the first example that is shown, counted from 0
 * @param shown how many are shown from there
 * @param classes what each of the shown examples is, by name; empty if a label is no class
 * @param layers first to last
 * @param loss of the batch before the update
 * @param stages in the order in which they happen
 */
public record Trace(
    int schema,
    String name,
    String precision,
    long seed,
    int batch,
    int first,
    int shown,
    List<String> classes,
    List<Outline> layers,
    Loss loss,
    List<Stage> stages) {
  /** The version of this form that the program writes. */
  public static final int SCHEMA = 1;

  public Trace {
    classes = List.copyOf(classes);
    layers = List.copyOf(layers);
    stages = List.copyOf(stages);
  }

  /**
   * One layer, as the file describes it.
   *
   * @param detail what tells it from others of its type
   * @param input the shape of one example as it arrives
   * @param output the shape of one example as it leaves
   * @param parameters such as {@code W[784, 128]}
   */
  public record Outline(
      int index, String type, String detail, String input, String output, List<String> parameters) {
    public Outline {
      parameters = List.copyOf(parameters);
    }
  }

  /** The mean loss of the batch and its penalties, on both sides. */
  public record Loss(double dl4j, double twin, double dl4jPenalty, double twinPenalty) {}

  /** What happens in a stage. */
  public enum Phase {
    /** The batch is taken, before anything is computed. */
    START,
    /** Forward through one layer. */
    FORWARD,
    /** From the predictions to the loss. */
    LOSS,
    /** Backward through one layer. */
    BACKWARD,
    /** From the gradients of one layer to its new parameters. */
    UPDATE
  }

  /**
   * One stage.
   *
   * @param layer counted from 0; -1 for the start and the loss
   * @param formulas what is computed
   * @param tensors what it is computed from and what comes out, in this order
   * @param worked some elements with their arithmetic
   */
  public record Stage(
      Phase phase, int layer, List<Formula> formulas, List<Sides> tensors, List<Worked> worked) {
    public Stage {
      formulas = List.copyOf(formulas);
      tensors = List.copyOf(tensors);
      worked = List.copyOf(worked);
    }

    /** Of each tensor the element that shows most: few zeros, and a large value. */
    public List<Worked> telling() {
      Map<String, Worked> chosen = new LinkedHashMap<>();
      for (Worked each : worked) {
        chosen.merge(each.symbol(), each, (a, b) -> TELLING.compare(b, a) < 0 ? b : a);
      }
      return List.copyOf(chosen.values());
    }

    private static final Comparator<Worked> TELLING =
        Comparator.comparingLong(Worked::zeros).thenComparingDouble(w -> -Math.abs(w.value()));
  }

  /**
   * How something is computed.
   *
   * @param of its name: dense, tanh, adam
   * @param text lines
   */
  public record Formula(String of, String text) {}

  /** What a tensor is to its stage. */
  public enum Role {
    FEATURES,
    LABELS,
    FEATURE_MASK,
    LABEL_MASK,
    /** What arrives at a layer from below: x. */
    INPUT,
    /** A parameter before the step. */
    PARAMETER,
    /** The weighted sums before the function: z. */
    PRE_ACTIVATION,
    /** What leaves a layer: y. */
    OUTPUT,
    /** What leaves the last layer: o. */
    PREDICTIONS,
    /** The loss of each example. */
    LOSSES,
    /** The gradient that arrives at a layer from above: dy. */
    DELTA_OF_OUTPUT,
    /** The gradient with respect to z. */
    DELTA_OF_PRE_ACTIVATION,
    /** The gradient of a parameter. */
    GRADIENT,
    /** The gradient that a layer passes down: dx. */
    DELTA_OF_INPUT,
    /** What is subtracted from a parameter. */
    STEP,
    /** A parameter after the step. */
    UPDATED
  }

  /**
   * One tensor on both sides.
   *
   * @param symbol as formulas have it: x, W, dz
   * @param perExample whether its first axis counts the examples of the batch
   * @param difference the largest between the two, NaN if either is not finite
   */
  public record Sides(
      Role role, String symbol, boolean perExample, Tensor dl4j, Tensor twin, double difference) {
    static Sides ofExamples(Role role, String symbol, Tensor dl4j, Tensor twin) {
      return new Sides(role, symbol, true, dl4j, twin, difference(dl4j, twin));
    }

    static Sides ofParameter(Role role, String symbol, Tensor dl4j, Tensor twin) {
      return new Sides(role, symbol, false, dl4j, twin, difference(dl4j, twin));
    }

    private static double difference(Tensor dl4j, Tensor twin) {
      dl4j.requireShape(twin.shape());
      double largest = 0;
      for (int i = 0; i < twin.size(); i++) {
        // NaN, once it is there, stays
        largest = Math.max(largest, Math.abs(dl4j.values()[i] - twin.values()[i]));
      }
      return largest;
    }
  }

  /**
   * One element of one of a stage's tensors, with its arithmetic on the twin's numbers.
   *
   * @param symbol of the tensor
   * @param position of the element, in row-major order
   * @param equations one after the other; the last gives the element
   * @param dl4j what DL4J has there; empty if it does not say
   */
  public record Worked(
      String symbol, int position, List<Equation> equations, Optional<Double> dl4j) {
    public Worked {
      equations = List.copyOf(equations);
    }

    /** As the equations give it. */
    public double value() {
      return equations.get(equations.size() - 1).value();
    }

    /** How many of the numbers that it comes out of are 0: the fewer, the more there is to see. */
    public long zeros() {
      return equations.stream()
          .flatMap(equation -> equation.parts().stream())
          .filter(part -> part.number().filter(number -> number == 0).isPresent())
          .count();
    }

    /** The element by name: dW[0][1]. */
    public String name() {
      return equations.get(equations.size() - 1).name();
    }
  }
}
