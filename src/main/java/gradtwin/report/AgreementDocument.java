package gradtwin.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import gradtwin.compare.Agreement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison for programs: every component of the {@link Agreement} as a key, and its making.
 *
 * <p>The key {@code schema} is the version of this form, {@link Agreement#SCHEMA}. It is raised
 * whenever a key is renamed, removed or comes to mean something else; a key may be added at any
 * time. A component that is absent is left out; numbers that JSON cannot say are the texts {@code
 * "NaN"}, {@code "Infinity"} and {@code "-Infinity"}; verdicts and roles are words in lower case.
 * {@link ReportSchema} says the same to programs.
 */
public record AgreementDocument(@JsonUnwrapped Agreement agreement, Provenance provenance) {

  /**
   * Reads what was written.
   *
   * @throws IOException if it is something else, or of another version; the message says what was
   *     expected
   */
  public static AgreementDocument read(String text) throws IOException {
    JsonNode tree;
    try {
      tree = Json.tree(text);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "expected a report that compare --json wrote, got no JSON: " + e.getOriginalMessage(), e);
    }
    if (!tree.at("/schema").isInt() || !tree.at("/blocks").isArray()) {
      throw new IOException(
          "expected a report that compare --json wrote, got JSON without the keys schema and"
              + " blocks");
    }
    if (tree.at("/schema").asInt() != Agreement.SCHEMA) {
      throw new IOException(
          "expected schema "
              + Agreement.SCHEMA
              + ", got schema "
              + tree.at("/schema").asInt()
              + " of another version of gradtwin; compare again to have it in this one's"
              + again(tree.at("/provenance/commandLine")));
    }
    try {
      return new AgreementDocument(
          Json.read(text, Agreement.class), Json.read(text, Making.class).provenance());
    } catch (JsonProcessingException e) {
      throw new IOException(
          "expected a report that compare --json wrote, got one that was changed: "
              + e.getOriginalMessage(),
          e);
    }
  }

  private record Making(Provenance provenance) {}

  /** The command that made it, if it says so. */
  private static String again(JsonNode commandLine) {
    List<String> arguments = new ArrayList<>();
    commandLine.forEach(argument -> arguments.add(argument.asText()));
    return arguments.isEmpty() ? "" : ": " + new Provenance("", "", arguments, "").command();
  }
}
