package gradtwin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A small language of its own: every kind of question that {@link Fields} asks. */
class ResolvedTest {
  private enum Color {
    RED,
    DARK_BLUE
  }

  private static final Vocabulary<String> ANIMALS =
      Vocabulary.<String>of("animal")
          .word("cat", fields -> "cat")
          .word("dog", fields -> "dog of " + fields.number("weight", "in kg", Range.POSITIVE, 20));

  private static String read(Fields fields) {
    String answers =
        fields.text("name", "a name")
            + fields.wholeNumber("count", "how many", Range.atLeast(0))
            + fields.wholeNumber("size", "how large", Range.atLeast(0), 3)
            + fields.seed("seed", "a seed", 42)
            + fields.number("rate", "how fast", Range.ANY, 0.5)
            + fields.flag("wild", "or tame", false)
            + fields.oneOf("color", "of the fur", Color.RED)
            + fields.optionalText("note", "a remark")
            + fields.texts("tags", "labels")
            + fields.word("pet", "at home", ANIMALS, "cat")
            + fields.words("zoo", "elsewhere", ANIMALS).stream().map(Located::value).toList()
            + fields.sectionOrDefaults("food", "for all", f -> f.text("kind", "which"));
    return answers
        + fields.optionalSection("house", "a place", f -> f.flag("warm", "inside", true));
  }

  private static Document<String> document(String text, String... overrides) {
    return Document.read("f.yaml", text, List.of(overrides), ResolvedTest::read);
  }

  private static final String FILE =
      """
      name: 'no #1: it''s'
      count: 1e2
      seed: -9223372036854775808
      color: darkBlue
      note: "tab\\t, \\"quote\\", back\\\\slash and\\nnewline"
      tags: [a, 'b c', "#d"]
      zoo:
        - cat
        - type: dog
          weight: 7.50
        - {type: dog}
      food: {kind: fish}
      """;

  @Test
  void everyKeyWithItsValueAndItsOrigin() {
    Document<String> document =
        document(FILE, "rate=0.25", "zoo[0]=dog", "pet.weight=9", "pet.type=dog");
    assertEquals(List.of(), document.diagnostics());
    assertEquals(
        """
        name: 'no #1: it''s'                                               line 1
        count: 1e2                                                         line 2
        size: 3                                                            default
        seed: -9223372036854775808                                         line 3
        rate: 0.25                                                         -o
        wild: false                                                        default
        color: darkBlue                                                    line 4
        note: "tab\\x09, \\"quote\\", back\\\\slash and\\x0anewline"             line 5
        tags:                                                              \s
          - a                                                              line 6
          - 'b c'                                                          line 6
          - '#d'                                                           line 6
        pet:                                                               \s
          type: dog                                                        -o
          weight: 9                                                        -o
        zoo:                                                               \s
          - type: dog                                                      -o
            weight: 20                                                     default
          - type: dog                                                      line 9
            weight: 7.50                                                   line 10
          - type: dog                                                      line 11
            weight: 20                                                     default
        food:                                                              \s
          kind: fish                                                       line 12
        """
            .lines()
            .map(line -> line.stripTrailing())
            .collect(Collectors.joining("\n")),
        document.resolved().lines().stream()
            .map(line -> String.format("%-66s %s", line.yaml(), line.origin()).stripTrailing())
            .collect(Collectors.joining("\n")));
  }

  /** Read again it means the same, and everything stands in the file. */
  @Test
  void roundTrip() {
    Document<String> first = document(FILE, "rate=0.25", "house={}");
    Document<String> second = document(first.resolved().toYaml());
    assertEquals(List.of(), second.diagnostics());
    assertTrue(first.value().isPresent());
    assertEquals(first.value(), second.value());
    assertEquals(first.resolved().toYaml(), second.resolved().toYaml());
    assertTrue(
        second.resolved().lines().stream().allMatch(l -> l.origin().matches("line \\d+|")),
        second.resolved().lines().toString());
  }

  @Test
  void emptyListsAndSections() {
    Document<String> document =
        document("name: x\ncount: 1\ntags: []\nfood: {kind: y}\nzoo: [cat]\n");
    assertTrue(document.resolved().toYaml().contains("tags: []\n"));
    assertEquals(document.value(), document(document.resolved().toYaml()).value());
  }

  /** What was understood of a document with faults can be shown too. */
  @Test
  void faultyDocument() {
    Document<String> document =
        document("name: x\ncount: many\nzoo: [cat, cow, {kind: dog}]\npet: cow\nfood: 3\n");
    assertEquals(Optional.empty(), document.value());
    assertEquals(5, document.diagnostics().size());
    String yaml = document.resolved().toYaml();
    assertTrue(yaml.contains("  - type: cat\n  - {}\n  - {}\n"), yaml);
    assertTrue(yaml.contains("pet: {}\n"), yaml);
  }
}
