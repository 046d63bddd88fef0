package gradtwin.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document as it was understood: every key with its value, the ones that were left out too, and
 * where each value came from. Written out it is a YAML file that means the same.
 */
public sealed interface Resolved {
  /**
   * One value.
   *
   * @param text as YAML
   * @param origin {@code line 12}, {@code -o} or {@code default}
   */
  record Value(String text, String origin) implements Resolved {}

  /** Keys in the order in which they were asked for. */
  record Section(Map<String, Resolved> entries) implements Resolved {
    Section() {
      this(new LinkedHashMap<>());
    }

    void put(String key, Resolved value) {
      entries.put(key, value);
    }
  }

  /** A list. */
  record Items(List<Resolved> items) implements Resolved {
    Items() {
      this(new ArrayList<>());
    }
  }

  /**
   * One value with its key path.
   *
   * @param path such as {@code network.layers[0].units}
   */
  record Entry(String path, String value, String origin) {}

  /** Every value of the document, in order. */
  default List<Entry> values() {
    List<Entry> values = new ArrayList<>();
    collect(this, "", values);
    return values;
  }

  private static void collect(Resolved node, String path, List<Entry> values) {
    if (node instanceof Value value) {
      values.add(new Entry(path, value.text(), value.origin()));
    } else if (node instanceof Section section) {
      section
          .entries()
          .forEach((key, value) -> collect(value, path.isEmpty() ? key : path + "." + key, values));
    } else if (node instanceof Items items) {
      for (int i = 0; i < items.items().size(); i++) {
        collect(items.items().get(i), path + "[" + i + "]", values);
      }
    }
  }

  /** One line of the written-out document. */
  record Line(String yaml, String origin) {}

  /** The document as lines of YAML, each with the origin of its value; empty for a mere header. */
  default List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    write(this, "", lines);
    return lines;
  }

  /** The document as YAML text. */
  default String toYaml() {
    StringBuilder text = new StringBuilder();
    lines().forEach(line -> text.append(line.yaml()).append('\n'));
    return text.toString();
  }

  private static void write(Resolved node, String indent, List<Line> lines) {
    if (node instanceof Section section) {
      section
          .entries()
          .forEach((key, value) -> writeEntry(indent + key + ":", value, indent, lines));
    } else if (node instanceof Items items) {
      for (Resolved item : items.items()) {
        int first = lines.size();
        if (item instanceof Value value) {
          lines.add(new Line(indent + "- " + value.text(), value.origin()));
        } else {
          write(item, indent + "  ", lines);
          if (lines.size() == first) {
            lines.add(new Line(indent + "  {}", "")); // nothing of it was understood
          }
          Line line = lines.get(first);
          lines.set(
              first,
              new Line(indent + "- " + line.yaml().substring(indent.length() + 2), line.origin()));
        }
      }
    }
  }

  private static void writeEntry(String head, Resolved value, String indent, List<Line> lines) {
    if (value instanceof Value scalar) {
      lines.add(new Line(head + " " + scalar.text(), scalar.origin()));
    } else if (value instanceof Section section
        && section.entries().size() == 1
        && section.entries().get("type") instanceof Value type) {
      lines.add(new Line(head + " " + type.text(), type.origin()));
    } else if (value instanceof Section section && section.entries().isEmpty()) {
      lines.add(new Line(head + " {}", ""));
    } else if (value instanceof Items items && items.items().isEmpty()) {
      lines.add(new Line(head + " []", ""));
    } else {
      lines.add(new Line(head, ""));
      write(value, indent + "  ", lines);
    }
  }
}
