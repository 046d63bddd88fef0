package gradtwin.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns YAML text into {@link Node}s. Reports duplicate keys, which the parser does not. */
final class YamlParser {
  /** A file of this program has some hundred nodes; aliases must not multiply them without end. */
  private static final int MAXIMUM_NODES = 10_000;

  private static final int MAXIMUM_DEPTH = 50;

  private final String source;
  private final String[] lines;
  private final Diagnostics diagnostics;
  private int nodes;

  private YamlParser(String source, String text, Diagnostics diagnostics) {
    this.source = source;
    this.lines = text.split("\n", -1);
    this.diagnostics = diagnostics;
  }

  /**
   * The document's root, or empty after an error was reported.
   *
   * @param source the file's name for messages
   */
  static Optional<Node> parse(String source, String text, Diagnostics diagnostics) {
    YamlParser parser = new YamlParser(source, text, diagnostics);
    LoadSettings settings = LoadSettings.builder().setMaxAliasesForCollections(20).build();
    try {
      Optional<org.snakeyaml.engine.v2.nodes.Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        diagnostics.error(parser.at(0, 0), "", "expected a mapping of keys, got an empty file");
        return Optional.empty();
      }
      return Optional.of(parser.convert(root.get(), "", 0));
    } catch (MarkedYamlEngineException e) {
      Location location =
          e.getProblemMark().or(e::getContextMark).map(parser::at).orElse(parser.at(0, 0));
      diagnostics.error(location, "", "not valid YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      diagnostics.error(parser.at(0, 0), "", "not valid YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Location at(Mark mark) {
    return at(mark.getLine(), mark.getColumn());
  }

  private Location at(int line, int column) {
    String text = line < lines.length ? lines[line].stripTrailing() : "";
    return new Location(source, line + 1, column + 1, text);
  }

  private Node convert(org.snakeyaml.engine.v2.nodes.Node node, String path, int depth) {
    Location location = node.getStartMark().map(this::at).orElse(at(0, 0));
    if (++nodes > MAXIMUM_NODES || depth > MAXIMUM_DEPTH) {
      throw new YamlEngineException(
          "expected at most "
              + MAXIMUM_NODES
              + " values nested at most "
              + MAXIMUM_DEPTH
              + " deep, got more (aliases count each time they are used)");
    }
    if (node instanceof ScalarNode scalar) {
      boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
      return new Node.Scalar(scalar.getValue(), plain, location);
    }
    if (node instanceof SequenceNode sequence) {
      List<Node> items = new ArrayList<>();
      for (org.snakeyaml.engine.v2.nodes.Node item : sequence.getValue()) {
        items.add(convert(item, path + "[" + items.size() + "]", depth + 1));
      }
      return new Node.Sequence(List.copyOf(items), location);
    }
    return convertMapping((MappingNode) node, path, depth, location);
  }

  private Node convertMapping(MappingNode mapping, String path, int depth, Location location) {
    List<Node.Entry> entries = new ArrayList<>();
    Map<String, Location> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Location keyLocation = tuple.getKeyNode().getStartMark().map(this::at).orElse(location);
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        diagnostics.error(keyLocation, path, "expected a plain key, got a list or mapping as key");
        continue;
      }
      String key = keyNode.getValue();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      Location first = seen.putIfAbsent(key, keyLocation);
      if (first != null) {
        diagnostics.error(
            keyLocation,
            keyPath,
            "this key was already given on line " + first.line() + "; keep one of the two");
        continue;
      }
      entries.add(
          new Node.Entry(key, keyLocation, convert(tuple.getValueNode(), keyPath, depth + 1)));
    }
    return new Node.Mapping(List.copyOf(entries), location);
  }
}
