package gradtwin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private static Document<Integer> read(String text, String... overrides) {
    return Document.read(
        "f.yaml",
        text,
        List.of(overrides),
        fields -> fields.wholeNumber("a", "how many", Range.ANY, 7));
  }

  @Test
  void fileThenOverridesThenDefaults() {
    assertEquals(Optional.of(7), read("{}").value());
    assertEquals(Optional.of(1), read("a: 1").value());
    assertEquals(Optional.of(2), read("a: 1", "a=2").value());
    assertEquals(Optional.of(3), read("a: 1", "a=2", "a=3").value());
    assertEquals(Optional.of(2), read("{}", "a=2").value());
  }

  @Test
  void warningsRefuseNothing() {
    Document<Integer> document =
        Document.read(
            "f.yaml",
            "a: 1",
            List.of(),
            fields -> {
              fields.deviation("a", "careful");
              return fields.wholeNumber("a", "how many", Range.ANY);
            });
    assertEquals(Optional.of(1), document.value());
    assertEquals(1, document.diagnostics().size());
  }

  @Test
  void errorsRefuseTheDocument() {
    assertEquals(Optional.empty(), read("a: x").value());
    assertEquals(Optional.empty(), read("a: 1", "a").value());
    assertEquals(Optional.empty(), read("a: [").value());
  }

  /** An override cannot make a mapping of a file that is none. */
  @Test
  void fileThatIsNoMapping() {
    Document<Integer> document = read("hello", "a=2");
    assertEquals(Optional.empty(), document.value());
    assertEquals(
        "expected a mapping of keys, got 'hello'", document.diagnostics().get(0).message());
    assertTrue(document.resolved().lines().isEmpty());
  }
}
