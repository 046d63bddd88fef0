package gradtwin.spec;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataPlaces;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The networks on which DL4J and the twin have to agree, one file for each word, and mixtures; and
 * those on which DL4J is known to deviate.
 */
public final class AgreementFiles {
  private static final List<Path> FOLDERS =
      List.of(Path.of("src/test/resources/agreement"), Path.of("configs/known-deviations"));

  private AgreementFiles() {}

  /** Every file, by folder and name. */
  public static List<Path> all() {
    return FOLDERS.stream().flatMap(AgreementFiles::in).toList();
  }

  private static Stream<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
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

  private static Path file(String name) {
    return all().stream().filter(file -> name(file).equals(name)).findFirst().orElseThrow();
  }

  /** The text of a file, by its name without ending. */
  public static String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds the data that a file names. */
  public static DataCatalogue catalogue(Path file) {
    return new DataCatalogue(new DataPlaces(file.getParent(), Path.of(""), Map.of()));
  }

  /** The same by the file's name without ending. */
  public static DataCatalogue catalogue(String name) {
    return catalogue(file(name));
  }

  /** A file, read and checked. */
  public static Document<Experiment> document(String name) {
    return document(name, text(name));
  }

  /** The text of a file, perhaps changed. */
  static Document<Experiment> document(String name, String text) {
    return Experiment.read(name + ".yaml", text, List.of(), catalogue(name));
  }

  /** What a file says. */
  public static Experiment experiment(String name) {
    return document(name).value().orElseThrow();
  }
}
