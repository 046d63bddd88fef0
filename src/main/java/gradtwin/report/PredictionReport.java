package gradtwin.report;

import gradtwin.spec.Metric;
import gradtwin.train.Forecast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model says of new examples, for people and for programs.
 *
 * @param run its folder as the user would write it
 * @param input the file with the examples as the user wrote it
 */
public record PredictionReport(String run, String input, Forecast forecast) {
  /** For people: one line per prediction. */
  public String text() {
    boolean names = has(Forecast.Row::name);
    boolean steps = has(Forecast.Row::step);
    boolean classes = has(Forecast.Row::predicted);
    boolean reproduced = forecast.shape().isPresent();
    List<String> head = new ArrayList<>(List.of(names ? "sequence" : "row"));
    if (steps) {
      head.add("step");
    }
    List<Integer> words = new ArrayList<>(names ? List.of(0) : List.of());
    if (classes) {
      words.add(head.size());
      head.add("class");
    }
    head.addAll(reproduced ? List.of(Metric.MEAN_SQUARED_ERROR.word()) : forecast.outputs());
    TextTable table = new TextTable(words.toArray(Integer[]::new)).row(head);
    for (Forecast.Row row : forecast.rows()) {
      List<String> cells = new ArrayList<>();
      cells.add(row.name().orElse(Integer.toString(row.number())));
      row.step().ifPresent(step -> cells.add(step.toString()));
      if (classes) {
        cells.add(row.predicted().orElse("none"));
      }
      if (reproduced) {
        row.meanSquaredError().ifPresent(error -> cells.add(Figures.digits(error)));
      } else {
        row.values().forEach(v -> cells.add(classes ? Figures.share(v) : Figures.digits(v)));
      }
      table.row(cells);
    }
    return table.toString();
  }

  private boolean has(Function<Forecast.Row, Optional<?>> component) {
    return forecast.rows().stream().anyMatch(row -> component.apply(row).isPresent());
  }

  /** For programs. */
  public Object json() {
    return new Document(run, input, forecast.outputs(), forecast.shape(), forecast.rows());
  }

  private record Document(
      String run,
      String input,
      List<String> outputs,
      Optional<List<Integer>> shape,
      List<Forecast.Row> rows) {}
}
