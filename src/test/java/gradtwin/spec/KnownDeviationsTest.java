package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import gradtwin.yaml.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page of what DL4J computes wrongly says what the files beside it say. To write it anew:
 * {@code mvn test -Dtest=KnownDeviationsTest -Dreference.write=true}.
 */
class KnownDeviationsTest {
  private static final Path PAGE = Path.of("configs/known-deviations/README.md");
  private static final Pattern EXPECTED = Pattern.compile("(?m)^# expected in (\\w+): (.+)$");
  private static final String HEAD =
      """
      # Where Deeplearning4j 1.0.0-M2.1 deviates

      Each file of this folder is a small network on which DL4J contradicts its own score, computes
      another function than the one that is published, or fails; and in `agreement/` of the tests are
      those on which it is right. `./run.sh compare FILE` shows it. This page is generated from the
      comments of the files; a test holds every verdict, so that the day on which DL4J is mended is
      noticed.
      """;

  static List<Path> files() {
    return AgreementFiles.all().stream()
        .filter(file -> file.getParent().endsWith("known-deviations"))
        .toList();
  }

  @Test
  void thePageIsNotStale() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    for (Path file : files()) {
      String text = Files.readString(file);
      String name = file.getFileName().toString();
      page.append("\n## [").append(name).append("](").append(name).append(")\n\n");
      page.append(note(text, "What")).append("\n\n");
      page.append("- **Verdict:** ").append(verdicts(text)).append('\n');
      page.append("- **Cause:** ").append(note(text, "Cause")).append('\n');
      page.append("- **What to do:** ").append(note(text, "Do")).append('\n');
    }
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(page.toString(), Files.readString(PAGE), "stale; see how to write it anew");
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachSaysWhatAndWhyAndWhatToDo(Path file) throws IOException {
    String text = Files.readString(file);
    for (String key : List.of("What", "Cause", "Do")) {
      assertFalse(note(text, key).isEmpty(), key);
    }
  }

  /**
   * Whoever uses such a thing is warned, and the warning says that it is DL4J's doing; but for what
   * the numbers decide, not the file: overflows, underflows, and windows of zeros.
   */
  @ParameterizedTest
  @MethodSource("files")
  void eachIsToldAsADeviation(Path file) throws IOException {
    String name = file.getFileName().toString();
    boolean deviates = EXPECTED.matcher(Files.readString(file)).results().findAny().isPresent();
    boolean numbersDecide =
        name.matches(".*-(overflow|far).yaml|.*([pP]ool|unitNorm).*-zeros.yaml");
    boolean told =
        AgreementFiles.document(name.replace(".yaml", "")).diagnostics().stream()
            .anyMatch(Diagnostic::deviation);
    assertEquals(deviates && !numbersDecide, deviates && told);
  }

  /** The words behind a key in the comment at the start, over its lines. */
  private static String note(String text, String key) {
    StringBuilder note = new StringBuilder();
    boolean inside = false;
    for (String line : text.lines().toList()) {
      if (!line.startsWith("#") || line.startsWith("# expected")) {
        break;
      }
      boolean starts = line.matches("# [A-Z][a-z]+: .*") && !line.startsWith("#  ");
      inside = starts ? line.startsWith("# " + key + ": ") : inside;
      if (inside) {
        note.append(starts ? line.substring(key.length() + 4) : line.substring(1).strip());
        note.append(' ');
      }
    }
    String words = note.toString().strip();
    return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String verdicts(String text) {
    Matcher line = EXPECTED.matcher(text);
    StringBuilder verdicts = new StringBuilder();
    while (line.find()) {
      verdicts.append(verdicts.isEmpty() ? "" : "; ");
      verdicts.append(line.group(2)).append(" in ").append(line.group(1));
    }
    return verdicts.isEmpty() ? "agree: it shows outside the comparison" : verdicts.toString();
  }
}
