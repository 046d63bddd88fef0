package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code configs/REFERENCE.md} says what the program does. To write it anew: {@code mvn test
 * -Dtest=ReferenceTest -Dreference.write=true}.
 */
class ReferenceTest {
  private static final Path FILE = Path.of("configs/REFERENCE.md");

  @Test
  void theReferenceIsNotStale() throws IOException {
    String text = Reference.text();
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(FILE, text);
    }
    assertEquals(
        text, Files.readString(FILE), "configs/REFERENCE.md is stale; see how to write it anew");
  }

  /** A layer is documented with both formulas, its shapes, and its DL4J class. */
  @Test
  void everyLayerIsDocumented() {
    String text = Reference.text();
    int layers = text.indexOf("## Layer words");
    int end = text.indexOf("\n## ", layers + 1);
    for (String section : text.substring(layers, end).split("\n### ", -1)) {
      if (section.startsWith("`")) {
        String word = section.substring(0, section.indexOf('\n'));
        assertTrue(section.contains("forward "), word + " has no forward formula");
        assertTrue(section.contains("backward "), word + " has no backward formula");
        assertTrue(section.contains("Shapes: "), word + " has no shapes");
        assertTrue(section.contains("DL4J"), word + " has no class of DL4J");
      }
    }
  }

  @Test
  void javadocBecomesMarkdown() {
    assertEquals(
        "One `a < b` and Dense.\n\n```\nforward  y = x\n```\n\nShapes: x.",
        TwinDocumentation.markdown(
            "One {@code a &lt; b} and {@link Layer Dense}.\n\n<pre>{@code\nforward  y = x\n}</pre>\n\n"
                + "<p>Shapes:\nx."));
  }
}
