package gradtwin.report;

import gradtwin.spec.DataDescription;
import gradtwin.spec.Task;
import gradtwin.yaml.Resolved;
import java.util.List;

/**
 * A configuration explained, for people.
 *
 * @param dataPhrase where the examples come from
 * @param layers first to last
 * @param resolved every key with its value and its origin
 */
public record Explanation(
    String name,
    String dataPhrase,
    DataDescription data,
    List<LayerRow> layers,
    Resolved resolved) {
  private static final int ORIGIN_COLUMN = 48;
  private static final int CLASSES_SHOWN = 20;

  /**
   * One layer.
   *
   * @param detail what tells it from others of its type: its activation, its rate
   * @param loss empty if it has none
   * @param input the shape of one example as it arrives
   * @param arrangement how it is laid out anew for the layer; empty if it is not
   * @param output the shape of one example as it leaves
   * @param parameters such as {@code W[784, 128]}
   * @param count of all numbers in the parameters
   */
  public record LayerRow(
      int index,
      String type,
      String detail,
      String loss,
      String input,
      String arrangement,
      String output,
      List<String> parameters,
      long count) {}

  /**
   * For programs.
   *
   * @param parameters of all layers together
   * @param values every key of the configuration
   */
  public record Document(
      String name,
      String data,
      String task,
      List<String> classes,
      int trainingExamples,
      String features,
      List<LayerRow> layers,
      long parameters,
      List<Resolved.Entry> values) {}

  /** For programs: the same as data. */
  public Document json() {
    return new Document(
        name,
        dataPhrase,
        data.task() == Task.REGRESSION ? "regression" : "classification",
        data.classes(),
        data.trainingExamples(),
        data.features().toString(),
        layers,
        layers.stream().mapToLong(LayerRow::count).sum(),
        resolved.values());
  }

  /** The data, the layer table, and the configuration with where each value came from. */
  public String text() {
    return dataText() + '\n' + layerText() + '\n' + resolvedText();
  }

  private String dataText() {
    TextTable table =
        new TextTable(0, 1)
            .row("name", name)
            .row("data", dataPhrase)
            .row("examples", Figures.count(data.trainingExamples(), "training example"))
            .row("features", data.features().toString());
    if (data.task() == Task.REGRESSION) {
      return table.row("label", "a number").toString();
    }
    List<String> classes = data.classes();
    return table
        .row(
            "label",
            Figures.count(classes.size(), "class", "classes")
                + ": "
                + String.join(", ", classes.subList(0, Math.min(CLASSES_SHOWN, classes.size())))
                + (classes.size() > CLASSES_SHOWN ? ", ..." : ""))
        .toString();
  }

  private String layerText() {
    boolean losses = layers.stream().anyMatch(layer -> !layer.loss().isEmpty());
    TextTable table = new TextTable(1, 2, 3, 4, 5, 7);
    table.row("layer", "type", "activation", losses ? "loss" : "", "input", "output", "parameters");
    long total = 0;
    for (LayerRow layer : layers) {
      table.row(
          Integer.toString(layer.index()),
          layer.type(),
          layer.detail(),
          layer.loss(),
          (layer.input() + " " + layer.arrangement()).strip(),
          layer.output(),
          Figures.count(layer.count()),
          String.join(", ", layer.parameters()));
      total += layer.count();
    }
    return table.row("total", "", "", "", "", "", Figures.count(total)).toString();
  }

  private String resolvedText() {
    StringBuilder text = new StringBuilder();
    for (Resolved.Line line : resolved.lines()) {
      int gap = Math.max(2, ORIGIN_COLUMN - line.yaml().length());
      text.append((line.yaml() + " ".repeat(gap) + line.origin()).stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
