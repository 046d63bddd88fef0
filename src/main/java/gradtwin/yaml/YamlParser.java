package gradtwin.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
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

  /** Windows editors put it in front of a text. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setMaxAliasesForCollections(MAXIMUM_NODES).build();

  private final String source;
  private final String[] lines;
  private final Diagnostics diagnostics;
  private int nodes;
  private Location topLevelKey;

  private YamlParser(String source, String text, Diagnostics diagnostics) {
    this.source = source;
    this.lines = text.split("\n", -1);
    this.diagnostics = diagnostics;
    this.topLevelKey = at(0, 0);
  }

  /** The document is larger than any file of this program. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }
  }

  /**
   * The document's root, or empty after an error was reported.
   *
   * @param source the file's name for messages
   */
  static Optional<Node> parse(String source, String text, Diagnostics diagnostics) {
    boolean marked = text.startsWith(BYTE_ORDER_MARK);
    String yaml = marked ? text.substring(BYTE_ORDER_MARK.length()) : text;
    YamlParser parser = new YamlParser(source, yaml, diagnostics);
    try {
      parser.checkDepth(yaml);
      Optional<org.snakeyaml.engine.v2.nodes.Node> root = new Compose(SETTINGS).composeString(yaml);
      if (root.isEmpty()) {
        diagnostics.error(parser.at(0, 0), "", "expected a mapping of keys, got an empty file");
        return Optional.empty();
      }
      return Optional.of(parser.convert(root.get(), "", 0));
    } catch (MarkedYamlEngineException e) {
      parser.syntaxError(e);
    } catch (TooLarge e) {
      diagnostics.error(parser.topLevelKey, "", e.getMessage());
    } catch (YamlEngineException e) {
      diagnostics.error(parser.at(0, 0), "", "not valid YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Finds deep nesting before the composer, which recurses over it, does. */
  private void checkDepth(String yaml) {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(yaml)) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > MAXIMUM_DEPTH) {
        topLevelKey = event.getStartMark().map(this::at).orElse(topLevelKey);
        throw new TooLarge("expected at most " + MAXIMUM_DEPTH + " levels of nesting, got more");
      }
    }
  }

  private void syntaxError(MarkedYamlEngineException e) {
    Optional<Location> problem = e.getProblemMark().map(this::at);
    Optional<Location> start = e.getContextMark().map(this::at);
    // at the end of the file there is nothing to see: show where what is not finished begins
    Location location =
        problem.filter(p -> !p.text().isBlank()).or(() -> start).or(() -> problem).orElse(at(0, 0));
    StringBuilder message = new StringBuilder("not valid YAML: ");
    if (e.getContext() != null) {
      message.append(e.getContext());
      start
          .filter(s -> s.line() != location.line())
          .ifPresent(s -> message.append(" (from line ").append(s.line()).append(')'));
      message.append(", ");
    }
    message.append(e.getProblem());
    if (e.getProblem().equals("mapping values are not allowed here")) {
      message.append("; check the indentation, and quote a text that holds ': '");
    }
    diagnostics.error(location, "", message.toString());
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
    if (++nodes > MAXIMUM_NODES) {
      throw new TooLarge(
          "expected at most "
              + MAXIMUM_NODES
              + " values, got more; an alias counts as all that it stands for");
    }
    if (depth > MAXIMUM_DEPTH) {
      throw new TooLarge(
          "expected at most "
              + MAXIMUM_DEPTH
              + " levels of nesting, got more; an alias must not stand inside what it stands for");
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
      if (depth == 0) {
        topLevelKey = keyLocation;
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
