package gradtwin.report;

import gradtwin.train.ConfusionMatrix;
import gradtwin.train.Evaluation;
import gradtwin.train.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model measured on its test examples, for people and for programs.
 *
 * @param run its folder as the user would write it
 * @param model the file in it, such as {@code model.zip}
 * @param data what the examples are, in one phrase
 */
public record EvaluationReport(
    String run,
    String model,
    String engine,
    String precision,
    String data,
    boolean testIsTraining,
    Evaluation evaluation) {
  /** For people: the metrics, and the confusion matrix where the labels are classes. */
  public String text() {
    Metrics metrics = evaluation.metrics();
    TextTable head =
        new TextTable(0, 1)
            .row("run", run)
            .row("model", model + " (" + engine + ", " + precision + ")")
            .row("data", data)
            .row(
                "test",
                Figures.count(metrics.examples(), "example")
                    + evaluation
                        .steps()
                        .map(steps -> ", " + Figures.count(steps, "step"))
                        .orElse("")
                    + (testIsTraining ? ", the training examples once more" : ""));
    metrics.values().forEach((metric, value) -> head.row(metric.word(), Figures.of(metric, value)));
    StringBuilder text = new StringBuilder(head.toString());
    evaluation.confusion().ifPresent(matrix -> text.append('\n').append(table(matrix)));
    return text.toString();
  }

  private static String table(ConfusionMatrix matrix) {
    List<String> classes = matrix.classes();
    TextTable table = new TextTable(0);
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(classes);
    head.add("recall");
    table.row(head);
    List<List<Integer>> rows = matrix.rows();
    for (int i = 0; i < classes.size(); i++) {
      List<String> row = new ArrayList<>(List.of(classes.get(i)));
      rows.get(i).forEach(count -> row.add(Figures.count(count)));
      row.add(Figures.share(matrix.recall(i)));
      table.row(row);
    }
    List<String> last = new ArrayList<>(List.of("precision"));
    for (int i = 0; i < classes.size(); i++) {
      last.add(Figures.share(matrix.precision(i)));
    }
    table.row(last);
    return "Rows are the actual classes, columns the predicted ones:\n"
        + table
        + (matrix.undecided() == 0
            ? ""
            : Figures.count(matrix.undecided(), "label") + " got no class: an output was NaN.\n");
  }

  /** For programs. */
  public Object json() {
    return new Document(
        run,
        model,
        engine,
        precision,
        data,
        evaluation.metrics().examples(),
        evaluation.steps(),
        testIsTraining,
        evaluation.metrics().byName(),
        evaluation
            .confusion()
            .map(matrix -> new Confusion(matrix.classes(), matrix.rows(), matrix.undecided())));
  }

  private record Document(
      String run,
      String model,
      String engine,
      String precision,
      String data,
      int examples,
      Optional<Integer> steps,
      boolean testIsTraining,
      Map<String, Double> test,
      Optional<Confusion> confusion) {}

  /** One row per actual class, one column per predicted class. */
  private record Confusion(List<String> classes, List<List<Integer>> counts, int undecided) {}
}
