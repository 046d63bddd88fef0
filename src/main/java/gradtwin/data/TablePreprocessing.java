package gradtwin.data;

import gradtwin.spec.Task;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datavec.api.records.reader.RecordReader;

/**
 * How the rows of a table are read.
 *
 * @param delimiter between two values
 * @param label the name of the column to predict
 * @param columns the features, in the order of the network's inputs
 */
record TablePreprocessing(
    char delimiter, String label, Task task, List<String> classes, List<TableColumn> columns)
    implements Preprocessing {
  static final String WORD = "table";

  private static final String NUMERIC = "numeric";
  private static final String CATEGORICAL = "categorical";
  private static final String CLASS = "class";

  TablePreprocessing {
    classes = List.copyOf(classes);
    columns = List.copyOf(columns);
  }

  /** The shape of one row as a network sees it. */
  Shape shape() {
    return Shape.of(columns.stream().mapToInt(TableColumn::width).sum());
  }

  /** The same with other columns. */
  TablePreprocessing with(List<TableColumn> others) {
    return new TablePreprocessing(delimiter, label, task, classes, others);
  }

  @Override
  public List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(WORD, Character.toString(delimiter), label, task.name()));
    for (TableColumn column : columns) {
      List<String> line = new ArrayList<>();
      if (column instanceof TableColumn.Numeric numeric) {
        line.add(NUMERIC);
        line.add(numeric.name());
        line.add(Double.toString(numeric.mean()));
        line.add(Double.toString(numeric.deviation()));
      } else if (column instanceof TableColumn.Categorical categorical) {
        line.add(CATEGORICAL);
        line.add(categorical.name());
        line.addAll(categorical.categories());
      }
      lines.add(line);
    }
    classes.forEach(name -> lines.add(List.of(CLASS, name)));
    return lines;
  }

  static TablePreprocessing of(List<List<String>> lines) {
    List<TableColumn> columns = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      String name = line.get(1);
      switch (line.get(0)) {
        case NUMERIC ->
            columns.add(
                new TableColumn.Numeric(
                    name, Double.parseDouble(line.get(2)), Double.parseDouble(line.get(3))));
        case CATEGORICAL ->
            columns.add(new TableColumn.Categorical(name, line.subList(2, line.size())));
        case CLASS -> classes.add(name);
        default -> throw new IllegalArgumentException("unknown word '" + line.get(0) + "'");
      }
    }
    List<String> first = lines.get(0);
    return new TablePreprocessing(
        first.get(1).charAt(0), first.get(2), Task.valueOf(first.get(3)), classes, columns);
  }

  @Override
  public RecordReader recordReader() {
    return new TableRecordReader(this);
  }

  @Override
  public Examples readFeatures(Path input) throws DataException {
    return RowExamples.of(Table.read(input), this, Optional.empty(), Optional.empty());
  }
}
