package gradtwin.report;

import gradtwin.data.KnownData;
import java.util.List;

/** The data sets that a file can name, for people and for programs: its component is the JSON. */
public record DataReport(List<KnownData> data) {
  public DataReport {
    data = List.copyOf(data);
  }

  /** For people: two lines each. */
  public String text() {
    TextTable table = new TextTable(0, 1);
    for (KnownData known : data) {
      table.row(known.name(), known.description());
      table.row("", known.status() + "; " + known.size());
    }
    return table.toString();
  }
}
