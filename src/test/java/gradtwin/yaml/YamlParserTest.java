package gradtwin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlParserTest {
  private final Diagnostics diagnostics = new Diagnostics();

  private Optional<Node> parse(String text) {
    return YamlParser.parse("f.yaml", text, diagnostics);
  }

  private Node.Mapping mapping(String text) {
    return (Node.Mapping) parse(text).orElseThrow();
  }

  @Test
  void treeKeepsOrderAndQuotes() {
    String text = "b: 1\na: ['1', x, \"y\"]\nc: {d: }\n";
    assertEquals("{b: 1, a: ['1', x, 'y'], c: {d: }}", Written.text(parse(text).orElseThrow()));
    assertEquals(0, diagnostics.all().size());
  }

  @Test
  void everyKeyAndValueKnowsItsPlace() {
    Node.Mapping root = mapping("# comment\nfirst:  one\nsecond:\n  - x\n  -   y: z\n");
    assertEquals("f.yaml:2:1", root.location().toString());
    assertEquals("f.yaml:2:1", root.entries().get(0).keyLocation().toString());
    assertEquals("f.yaml:2:9", root.entries().get(0).value().location().toString());
    Node.Sequence list = (Node.Sequence) root.entries().get(1).value();
    assertEquals("f.yaml:4:3", list.location().toString());
    assertEquals("f.yaml:4:5", list.items().get(0).location().toString());
    Node.Mapping item = (Node.Mapping) list.items().get(1);
    assertEquals("f.yaml:5:7", item.location().toString());
    assertEquals("f.yaml:5:10", item.entries().get(0).value().location().toString());
    assertEquals("  -   y: z", item.location().text());
  }

  /** YAML 1.2: these words are words. */
  @ParameterizedTest
  @ValueSource(strings = {"yes", "no", "on", "off", "y", "~", "null", "2024-02-29", "12:30", "010"})
  void wordsStayWords(String word) {
    assertEquals("{a: " + word + "}", Written.text(mapping("a: " + word)));
  }

  @Test
  void duplicateKeysAreReportedAndTheFirstIsKept() {
    assertEquals("{a: 1, b: {c: 2}}", Written.text(mapping("a: 1\nb:\n  c: 2\n  c: 3\na: 4\n")));
    assertEquals(
        "[b.c: this key was already given on line 3; keep one of the two,"
            + " a: this key was already given on line 1; keep one of the two]",
        diagnostics.all().stream().map(d -> d.path() + ": " + d.message()).toList().toString());
  }

  @Test
  void keysThatAreNoTextAreReported() {
    mapping("? [a, b]\n: 1\nc: 2\n");
    assertEquals(
        "expected a plain key, got a list or mapping as key", diagnostics.all().get(0).message());
  }

  @Test
  void aliasesStandForWhatTheyName() {
    assertEquals("{a: [1, 2], b: [1, 2]}", Written.text(mapping("a: &x [1, 2]\nb: *x\n")));
  }

  /** No tag makes anything: a class name is text like any other. */
  @Test
  void tagsConstructNothing() {
    assertEquals("{a: x, b: [u]}", Written.text(mapping("a: !!java.io.File x\nb: !!x.Y [u]\n")));
  }

  /** The library's composer recurses; a deep document must not reach it. */
  @ParameterizedTest
  @CsvSource({"'[', 51", "'{a: ', 51", "'- ', 51", "'[', 100000", "'{a: ', 100000", "'- ', 100000"})
  void deepNestingIsRefused(String opening, int depth) {
    assertEquals(Optional.empty(), parse(opening.repeat(depth)));
    Diagnostic only = diagnostics.all().get(0);
    assertEquals("expected at most 50 levels of nesting, got more", only.message());
    assertEquals("f.yaml:1:" + (50 * opening.length() + 1), only.location().toString());
  }

  @Test
  void fiftyLevelsAreFine() {
    assertTrue(parse("[".repeat(50) + "]".repeat(50)).isPresent());
    assertEquals(0, diagnostics.all().size());
  }

  @Test
  void tenThousandValuesAreFineAndOneMoreIsNot() {
    String values = "[" + "x,".repeat(9_998) + "x]"; // the list itself is one more
    assertTrue(parse(values).isPresent());
    assertEquals(Optional.empty(), parse("[x," + values.substring(1)));
    assertTrue(diagnostics.all().get(0).message().startsWith("expected at most 10000 values"));
  }

  @Test
  void byteOrderMarkMovesNothing() {
    Node.Mapping root = mapping("\uFEFFa: 1\n");
    assertEquals("f.yaml:1:4", root.entries().get(0).value().location().toString());
    assertEquals("a: 1", root.location().text());
  }

  @Test
  void windowsLineEndsAreNoPartOfTheLine() {
    Node.Mapping root = mapping("a: 1\r\nb: 2\r\n");
    assertEquals("f.yaml:2:4", root.entries().get(1).value().location().toString());
    assertEquals("b: 2", root.entries().get(1).keyLocation().text());
  }

  @Test
  void charactersThatYamlForbidsAreReported() {
    assertEquals(Optional.empty(), parse("a: \u0000"));
    assertTrue(diagnostics.all().get(0).message().startsWith("not valid YAML: "));
  }
}
