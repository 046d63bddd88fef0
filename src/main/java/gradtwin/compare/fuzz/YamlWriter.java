package gradtwin.compare.fuzz;

import gradtwin.compare.fuzz.Yaml.Items;
import gradtwin.compare.fuzz.Yaml.Mapping;
import java.util.Map;

/** Writes a document as people do: sections below each other, what is short on one line. */
final class YamlWriter {
  private static final int LINE = 100;

  private final StringBuilder text = new StringBuilder();

  private YamlWriter() {}

  static String text(Mapping document) {
    YamlWriter writer = new YamlWriter();
    writer.entries(document, "", 0);
    return writer.text.toString();
  }

  private void entries(Mapping mapping, String indent, int depth) {
    for (Map.Entry<String, Yaml> entry : mapping.entries().entrySet()) {
      text.append(indent).append(entry.getKey()).append(':');
      value(entry.getValue(), indent, depth);
    }
  }

  /** What follows a key. */
  private void value(Yaml value, String indent, int depth) {
    String inline = value.inline();
    boolean section =
        depth == 0 && value instanceof Mapping mapping && !mapping.entries().isEmpty();
    boolean layers = depth == 1 && value instanceof Items items && holdsMapping(items);
    boolean fits = indent.length() + inline.length() <= LINE;
    if (section || (value instanceof Mapping && !fits)) {
      text.append('\n');
      entries((Mapping) value, indent + "  ", depth + 1);
    } else if (layers || (value instanceof Items && !fits)) {
      text.append('\n');
      items((Items) value, indent + "  ", depth + 1);
    } else {
      text.append(' ').append(inline).append('\n');
    }
  }

  private static boolean holdsMapping(Items items) {
    return items.items().stream().anyMatch(Mapping.class::isInstance);
  }

  private void items(Items items, String indent, int depth) {
    for (Yaml item : items.items()) {
      String inline = item.inline();
      text.append(indent).append("- ");
      if (item instanceof Mapping mapping && indent.length() + inline.length() > LINE) {
        int start = text.length();
        entries(mapping, indent + "  ", depth + 1);
        text.delete(start, start + indent.length() + 2); // the first key stands behind the dash
      } else {
        text.append(inline).append('\n');
      }
    }
  }
}
