package gradtwin.cli;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataPlaces;
import gradtwin.report.Figures;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerPlaces;
import gradtwin.yaml.Diagnostic;
import gradtwin.yaml.Document;
import gradtwin.yaml.Resolved;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A configuration file that was read, with everything that there is to say about it. */
final class Configuration {
  private static final long MAXIMUM_BYTES = 4 << 20;

  private final Path file;
  private final String shown;
  private final byte[] bytes;
  private final DataCatalogue catalogue;
  private final Document<Experiment> document;

  private Configuration(
      Path file,
      String shown,
      byte[] bytes,
      DataCatalogue catalogue,
      Document<Experiment> document) {
    this.file = file;
    this.shown = shown;
    this.bytes = bytes;
    this.catalogue = catalogue;
    this.document = document;
  }

  /**
   * Reads a file of the command line; its relative paths start in its own folder.
   *
   * @throws Failure if it cannot be read as text
   */
  static Configuration read(Surroundings surroundings, String name, List<String> overrides) {
    Path file = surroundings.resolve(name);
    return read(surroundings, file, file.getParent(), overrides);
  }

  /**
   * Reads a file.
   *
   * @param folder where its relative paths start
   * @throws Failure if it cannot be read as text
   */
  static Configuration read(
      Surroundings surroundings, Path file, Path folder, List<String> overrides) {
    String shown = surroundings.shown(file);
    byte[] bytes = bytes(file, shown);
    String text = text(bytes, shown);
    DataCatalogue catalogue =
        new DataCatalogue(new DataPlaces(folder, surroundings.home(), surroundings.environment()));
    return new Configuration(
        file, shown, bytes, catalogue, Experiment.read(shown, text, overrides, catalogue));
  }

  private static byte[] bytes(Path file, String shown) {
    if (Files.isDirectory(file)) {
      throw Failure.wrongInput(shown + ": expected a YAML file, got a folder");
    }
    if (!Files.exists(file)) {
      throw Failure.wrongInput(shown + ": no such file" + neighbour(file));
    }
    try {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw Failure.wrongInput(
            shown
                + ": expected a YAML file of at most "
                + (MAXIMUM_BYTES >> 20)
                + " MB, got "
                + (Files.size(file) >> 20)
                + " MB");
      }
      return Files.readAllBytes(file);
    } catch (AccessDeniedException e) {
      throw Failure.wrongInput(shown + ": permission denied");
    } catch (IOException e) {
      throw Failure.wrongInput(shown + ": cannot be read: " + e.getMessage());
    }
  }

  private static String neighbour(Path file) {
    if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
      return "";
    }
    try (Stream<Path> siblings = Files.list(file.getParent())) {
      List<String> names =
          siblings.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".yaml")).toList();
      return Suggestion.of(file.getFileName().toString(), names);
    } catch (IOException e) {
      return ""; // a suggestion is not worth a second error
    }
  }

  private static String text(byte[] bytes, String shown) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
      int column = text.length() - text.lastIndexOf('\n');
      throw Failure.wrongInput(
          String.format(
              Locale.ROOT,
              "%s:%d:%d: expected text in UTF-8, got the byte 0x%02X",
              shown,
              line,
              column,
              bytes[in.position()]));
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  Path file() {
    return file;
  }

  /** The file, byte for byte. */
  byte[] bytes() {
    return bytes;
  }

  /** Loads the data that the file names. */
  DataCatalogue catalogue() {
    return catalogue;
  }

  /** The file with defaults and overrides, and the origin of each value. */
  Resolved resolved() {
    return document.resolved();
  }

  /** Where the layers stand in the file. */
  LayerPlaces layerPlaces() {
    return LayerPlaces.of(shown, resolved());
  }

  List<Diagnostic> diagnostics() {
    return document.diagnostics();
  }

  /**
   * The experiment. Prints warnings and faults.
   *
   * @throws Failure if there is any fault
   */
  Experiment experiment(Surroundings surroundings) {
    diagnostics().forEach(diagnostic -> surroundings.err().println(diagnostic.render()));
    return document
        .value()
        .orElseThrow(
            () -> {
              long faults =
                  diagnostics().stream()
                      .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                      .count();
              return Failure.wrongInput(shown + " has " + Figures.count(faults, "fault"));
            });
  }
}
