package gradtwin.report;

import gradtwin.compare.Equation;
import gradtwin.compare.Trace;
import gradtwin.compare.Trace.Formula;
import gradtwin.compare.Trace.Loss;
import gradtwin.compare.Trace.Outline;
import gradtwin.compare.Trace.Phase;
import gradtwin.compare.Trace.Role;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Stage;
import gradtwin.compare.Trace.Worked;
import gradtwin.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A trace for programs.
 *
 * @param batch the number of examples of the batch
 * @param first the first example that is shown, counted from 0
 * @param shown how many are shown: tensors of examples hold these alone
 */
public record TraceDocument(
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
    List<Step> steps,
    Provenance provenance) {
  /** A tensor of more elements is left to {@code compare --export}. */
  private static final int MOST_VALUES = 4096;

  public TraceDocument(Trace trace, Provenance provenance) {
    this(
        trace.schema(),
        trace.name(),
        trace.precision(),
        trace.seed(),
        trace.batch(),
        trace.first(),
        trace.shown(),
        trace.classes(),
        trace.layers(),
        trace.loss(),
        IntStream.range(0, trace.stages().size()).mapToObj(i -> step(trace, i)).toList(),
        provenance);
  }

  /**
   * One stage.
   *
   * @param layer counted from 0; -1 for the start and the loss
   */
  public record Step(
      int number,
      Phase phase,
      int layer,
      String title,
      String story,
      List<Formula> formulas,
      List<Values> tensors,
      List<Arithmetic> worked) {}

  /**
   * One tensor on both sides.
   *
   * @param shape of what is shown
   * @param difference the largest between the two, over the whole tensor
   * @param dl4j in row-major order; empty if there are too many
   * @param twin in row-major order; empty if there are too many
   */
  public record Values(
      Role role,
      String symbol,
      String meaning,
      List<Integer> shape,
      double difference,
      double dl4jNorm,
      double twinNorm,
      Optional<List<Double>> dl4j,
      Optional<List<Double>> twin) {}

  /**
   * The arithmetic of one element.
   *
   * @param index of the element in the whole tensor
   * @param twin what the equations come to
   */
  public record Arithmetic(
      String name,
      String symbol,
      int index,
      List<Line> equations,
      double twin,
      Optional<Double> dl4j) {}

  /** One equation in names, in numbers, and as a number. */
  public record Line(String name, String names, String numbers, double value) {}

  private static Step step(Trace trace, int index) {
    TraceWords words = new TraceWords(trace);
    Stage stage = trace.stages().get(index);
    return new Step(
        index + 1,
        stage.phase(),
        stage.layer(),
        words.title(index),
        words.story(index),
        stage.formulas(),
        stage.tensors().stream().map(sides -> values(trace, words, stage, sides)).toList(),
        stage.worked().stream().map(TraceDocument::arithmetic).toList());
  }

  private static Values values(Trace trace, TraceWords words, Stage stage, Sides sides) {
    Tensor dl4j = shown(trace, sides, sides.dl4j());
    Tensor twin = shown(trace, sides, sides.twin());
    return new Values(
        sides.role(),
        sides.symbol(),
        words.meaning(stage, sides),
        Arrays.stream(twin.shape().sizes()).boxed().toList(),
        sides.difference(),
        TraceFigures.norm(dl4j),
        TraceFigures.norm(twin),
        list(dl4j),
        list(twin));
  }

  private static Tensor shown(Trace trace, Sides sides, Tensor tensor) {
    return sides.perExample()
        ? tensor.rowsCopied(trace.first(), trace.first() + trace.shown())
        : tensor;
  }

  private static Optional<List<Double>> list(Tensor tensor) {
    return tensor.size() <= MOST_VALUES
        ? Optional.of(DoubleStream.of(tensor.values()).boxed().toList())
        : Optional.empty();
  }

  private static Arithmetic arithmetic(Worked worked) {
    return new Arithmetic(
        worked.name(),
        worked.symbol(),
        worked.position(),
        worked.equations().stream().map(TraceDocument::line).toList(),
        worked.value(),
        worked.dl4j());
  }

  private static Line line(Equation equation) {
    return new Line(
        equation.name(),
        TraceFigures.names(equation),
        TraceFigures.numbers(equation),
        equation.value());
  }
}
