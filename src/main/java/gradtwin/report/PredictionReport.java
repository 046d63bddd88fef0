package gradtwin.report;

import gradtwin.train.Forecast;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model says of new examples, for people and for programs.
 *
 * @param run its folder as the user would write it
 * @param input the file with the examples as the user wrote it
 */
public record PredictionReport(String run, String input, Forecast forecast) {
  /** For people: one line per example. */
  public String text() {
    boolean classes = forecast.rows().stream().anyMatch(row -> row.predicted().isPresent());
    TextTable table = classes ? new TextTable(1) : new TextTable();
    List<String> head = new ArrayList<>(List.of("row"));
    if (classes) {
      head.add("class");
    }
    head.addAll(forecast.outputs());
    table.row(head);
    for (Forecast.Row row : forecast.rows()) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(row.number())));
      if (classes) {
        cells.add(row.predicted().orElse("none"));
      }
      row.values().forEach(v -> cells.add(classes ? Figures.share(v) : Figures.digits(v)));
      table.row(cells);
    }
    return table.toString();
  }

  /** For programs. */
  public Object json() {
    return new Document(run, input, forecast.outputs(), forecast.rows());
  }

  private record Document(
      String run, String input, List<String> outputs, List<Forecast.Row> rows) {}
}
