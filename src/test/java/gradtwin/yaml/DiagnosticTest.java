package gradtwin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.yaml.Diagnostic.Severity;
import org.junit.jupiter.api.Test;

class DiagnosticTest {
  private static final Location LINE = new Location("my.yaml", 7, 10, "  epochs: ten");

  @Test
  void positionPathMessageLineAndCaret() {
    assertEquals(
        """
        my.yaml:7:10: error: training.epochs: expected a whole number, got 'ten'
            epochs: ten
                   ^\
        """,
        new Diagnostic(
                Severity.ERROR, LINE, "training.epochs", "expected a whole number, got 'ten'")
            .render());
  }

  /** A tab counts as one column, and is shown as one. */
  @Test
  void caretStandsUnderTheCharacterWhateverStandsBefore() {
    Location tab = new Location("my.yaml", 1, 4, "\ta: b");
    assertEquals(
        "my.yaml:1:4: warning: what?\n   a: b\n     ^",
        new Diagnostic(Severity.WARNING, tab, "", "what?").render());
  }

  @Test
  void overrideHasNoLineToShow() {
    Location override = Location.ofOverride("training.epochs=ten");
    assertEquals(
        "-o training.epochs=ten: error: training.epochs: no",
        new Diagnostic(Severity.ERROR, override, "training.epochs", "no").render());
    assertEquals("-o", override.brief());
    assertEquals("line 7", LINE.brief());
  }

  @Test
  void emptyLineIsNotShown() {
    Location end = new Location("my.yaml", 9, 1, "");
    assertEquals("my.yaml:9:1: error: no", new Diagnostic(Severity.ERROR, end, "", "no").render());
  }

  @Test
  void allInTheOrderOfTheFileAndOverridesLast() {
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.error(Location.ofOverride("a=1"), "", "fifth");
    diagnostics.error(new Location("f", 2, 1, ""), "", "third");
    diagnostics.warning(new Location("f", 1, 9, ""), "", "second");
    diagnostics.error(new Location("f", 1, 2, ""), "", "first");
    diagnostics.error(new Location("f", 2, 1, ""), "", "fourth");
    assertEquals(
        "[first, second, third, fourth, fifth]",
        diagnostics.all().stream().map(Diagnostic::message).toList().toString());
    assertEquals(4, diagnostics.errors());
    assertTrue(diagnostics.hasErrors());
  }

  @Test
  void warningsAreNoErrors() {
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.warning(LINE, "", "careful");
    assertFalse(diagnostics.hasErrors());
    assertEquals(1, diagnostics.all().size());
  }
}
