package gradtwin.spec;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataPlaces;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The networks on which DL4J and the twin have to agree: one file for each word, and mixtures. */
public final class AgreementFiles {
  static final DataCatalogue CATALOGUE =
      new DataCatalogue(new DataPlaces(folder(), Path.of(""), Map.of()));

  private AgreementFiles() {}

  /** Every file, by name. */
  public static List<Path> all() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all files, without their ending. */
  public static List<String> names() {
    return all().stream().map(AgreementFiles::name).toList();
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".yaml", "");
  }

  private static Path folder() {
    try {
      return Path.of(AgreementFiles.class.getResource("/agreement").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text of a file, by its name without ending. */
  public static String text(String name) {
    try {
      return Files.readString(folder().resolve(name + ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file, read and checked. */
  public static Document<Experiment> document(String name) {
    return Experiment.read(name + ".yaml", text(name), List.of(), CATALOGUE);
  }

  /** What a file says. */
  public static Experiment experiment(String name) {
    return document(name).value().orElseThrow();
  }
}
