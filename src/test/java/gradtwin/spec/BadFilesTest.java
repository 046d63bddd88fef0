package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.yaml.Diagnostic;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a user is told about a bad file, to the letter. A new case is two files in {@code bad/} and
 * no code: the file, and the messages that it has to get. Overrides stand in its first lines, as
 * {@code # -o path=value}.
 */
class BadFilesTest {
  private static final String OVERRIDE = "# -o ";

  private static Path folder() throws URISyntaxException {
    return Path.of(BadFilesTest.class.getResource("/bad").toURI());
  }

  private static List<Path> files(String ending) throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  static Stream<String> names() throws IOException, URISyntaxException {
    return files(".yaml").stream().map(file -> file.getFileName().toString());
  }

  private static Document<Experiment> read(Path file) throws IOException {
    String text = Files.readString(file);
    List<String> overrides =
        text.lines()
            .takeWhile(line -> line.startsWith(OVERRIDE))
            .map(line -> line.substring(OVERRIDE.length()))
            .toList();
    return Experiment.read(file.getFileName().toString(), text, overrides, new KnownData());
  }

  @ParameterizedTest
  @MethodSource("names")
  void messagesAreTheExpectedOnes(String name) throws IOException, URISyntaxException {
    Path file = folder().resolve(name);
    Document<Experiment> document = read(file);
    String messages =
        document.diagnostics().stream().map(Diagnostic::render).collect(Collectors.joining("\n"));
    Path expected = folder().resolve(name.replace(".yaml", ".expected"));
    assertEquals(Files.readString(expected), messages + "\n");
    boolean refused =
        document.diagnostics().stream()
            .anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
    assertEquals(refused, document.value().isEmpty());
  }

  /** However bad the file, what was understood of it can be shown. */
  @ParameterizedTest
  @MethodSource("names")
  void whatWasUnderstoodCanBeWritten(String name) throws IOException, URISyntaxException {
    String yaml = read(folder().resolve(name)).resolved().toYaml();
    assertTrue(yaml.isEmpty() || yaml.endsWith("\n"), yaml);
  }

  @Test
  void everyFileHasMessagesAndAllMessagesHaveAFile() throws IOException, URISyntaxException {
    List<String> expected =
        files(".expected").stream()
            .map(file -> file.getFileName().toString().replace(".expected", ".yaml"))
            .toList();
    assertEquals(names().toList(), expected);
    assertFalse(expected.isEmpty());
  }
}
