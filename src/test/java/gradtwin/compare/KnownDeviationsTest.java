package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import gradtwin.data.DataException;
import gradtwin.spec.AgreementFiles;
import gradtwin.yaml.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
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
  private static final Pattern FRACTION = Pattern.compile("-?\\d+\\.\\d+(?:e[+-]?\\d+)?");

  private static final String HEAD =
      """
      # Where Deeplearning4j 1.0.0-M2.1 deviates

      Each file of this folder is a small network on which DL4J contradicts its own score, computes
      another function than the one that is published, or fails; and in `agreement/` of the tests are
      those on which it is right. `./run.sh compare FILE` shows it. This page is generated from the
      comments of the files and from their comparison; a test holds every verdict, so that the day on
      which DL4J is mended is noticed. Complex step is the derivative of the published formula, found
      without any backward pass; sizes are relative to the largest element of the tensor.
      """;

  static List<Path> files() {
    return AgreementFiles.all().stream()
        .filter(file -> file.getParent().endsWith("known-deviations"))
        .toList();
  }

  @Test
  void thePageIsNotStale() throws IOException, DataException {
    StringBuilder page = new StringBuilder(HEAD);
    for (Path file : files()) {
      String text = Files.readString(file);
      String name = file.getFileName().toString();
      page.append("\n## [").append(name).append("](").append(name).append(")\n\n");
      page.append(note(text, "What")).append("\n\n");
      page.append("- **Verdict:** ").append(verdicts(text)).append('\n');
      page.append("- **Measured** ").append(measured(file, text)).append('\n');
      page.append("- **Cause:** ").append(note(text, "Cause")).append('\n');
      page.append("- **What to do:** ").append(note(text, "Do")).append('\n');
    }
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        withoutNumbers(page.toString()),
        withoutNumbers(Files.readString(PAGE)),
        "stale; see how to write it anew");
  }

  /** What was measured up to where it starts: what follows depends on the processor's rounding. */
  private static String withoutNumbers(String page) {
    return page.replaceAll("(?m)^(- \\*\\*Measured\\*\\* [^:]+: [^:;.]+).*$", "$1");
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
        name.matches(".*-(overflow|far|short).yaml|.*([pP]ool|unitNorm|poisson).*-zeros.yaml");
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

  /** The first sentence of the comparison, in the first precision in which there is a deviation. */
  private static String measured(Path file, String text) throws IOException, DataException {
    Matcher expected = EXPECTED.matcher(text);
    if (!expected.find()) {
      return "by tests of their own.";
    }
    String precision = expected.group(1);
    Comparison.Outcome outcome = AgreementFilesTest.compare(file, text, precision);
    String sentence = outcome.agreement().sentence();
    String without =
        sentence.replaceAll("; \\S+ standard deviations of rounding apart, \\S+ ULP", "");
    return "in "
        + precision
        + ": "
        + FRACTION.matcher(without).replaceAll(KnownDeviationsTest::rounded);
  }

  /** To three digits, so that another processor's rounding does not show. */
  private static String rounded(MatchResult number) {
    return String.format(Locale.ROOT, "%.3g", Double.parseDouble(number.group()));
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
