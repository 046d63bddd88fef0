package gradtwin.yaml;

import java.util.List;

/** A YAML document as a tree in which every key and value knows its place. */
public sealed interface Node {
  Location location();

  /** What kind of node this is, in words for a message. */
  String kind();

  /**
   * One value.
   *
   * @param plain true if it was written without quotes, so that it may be a number or a flag
   */
  record Scalar(String text, boolean plain, Location location) implements Node {
    @Override
    public String kind() {
      return plain ? (text.isEmpty() ? "nothing" : "'" + text + "'") : "the text \"" + text + "\"";
    }
  }

  /** A list. */
  record Sequence(List<Node> items, Location location) implements Node {
    @Override
    public String kind() {
      return switch (items.size()) {
        case 0 -> "an empty list";
        case 1 -> "a list of 1 value";
        default -> "a list of " + items.size() + " values";
      };
    }
  }

  /** Keys and values, in the order of the file, without duplicates. */
  record Mapping(List<Entry> entries, Location location) implements Node {
    @Override
    public String kind() {
      return entries.isEmpty() ? "an empty mapping" : "a mapping";
    }
  }

  /** One key with its value. */
  record Entry(String key, Location keyLocation, Node value) {}
}
