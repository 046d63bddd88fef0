package gradtwin.compare.fuzz;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.DataPlaces;
import gradtwin.data.FetchListener;
import gradtwin.spec.DataDescription;
import gradtwin.spec.DataInspector;
import gradtwin.spec.Experiment;
import gradtwin.spec.Source;
import gradtwin.tensor.Examples;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder in which one draft at a time lies as a file and is read as any user's would be, so
 * that what is found can be found again, and a crash of the native library leaves its file behind.
 */
final class Bench implements DataInspector {
  private static final String DATA = "data.csv";
  private static final String CONFIGURATION = "network.yaml";

  private final Path folder;
  private final DataCatalogue catalogue;
  private final Map<Source, DataDescription> described = new HashMap<>();
  private Table laid = new Table(List.of(), List.of());

  /**
   * @param folder is made if it is missing
   */
  Bench(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.catalogue = new DataCatalogue(new DataPlaces(folder, Path.of(""), Map.of()));
  }

  /** Looks at a source once, as long as the table stays. */
  @Override
  public DataDescription describe(Source source) throws Fault {
    DataDescription known = described.get(source);
    if (known == null) {
      known = catalogue.describe(source);
      described.put(source, known);
    }
    return known;
  }

  /** Reads a draft. */
  Document<Experiment> read(Draft draft) {
    lay(draft.table());
    return Experiment.read(CONFIGURATION, draft.text(DATA), List.of(), this);
  }

  /** Reads a draft that differs from its own text in some values, as on a command line. */
  Document<Experiment> read(Draft draft, List<String> overrides) {
    lay(draft.table());
    return Experiment.read(CONFIGURATION, draft.text(DATA), overrides, this);
  }

  /** The examples of a draft that was read. */
  Examples load(Experiment experiment) throws DataException {
    return catalogue
        .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT)
        .training();
  }

  /** Leaves a draft in the folder, for the case that the program does not survive it. */
  void keep(Draft draft) throws IOException {
    lay(draft.table());
    Files.writeString(folder.resolve(CONFIGURATION), draft.text(DATA));
  }

  /** Whether the program did not survive the draft that lies in a folder. */
  static boolean isLeftOver(Path folder) {
    return Files.exists(folder.resolve(CONFIGURATION));
  }

  /** Moves what was left over to another name, as {@link Findings} writes what it finds. */
  static void rescue(Path folder, Path configuration, String head, Path data) throws IOException {
    String text = Files.readString(folder.resolve(CONFIGURATION));
    Files.writeString(
        configuration, head + text.replace("path: " + DATA, "path: " + data.getFileName()));
    Files.move(folder.resolve(DATA), data, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(folder.resolve(CONFIGURATION));
  }

  private void lay(Table table) {
    if (table.equals(laid)) {
      return;
    }
    try {
      Files.writeString(folder.resolve(DATA), table.csv());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    laid = table;
    described.clear();
  }

  /** Takes the folder away. */
  void clear() throws IOException {
    Files.deleteIfExists(folder.resolve(CONFIGURATION));
    Files.deleteIfExists(folder.resolve(DATA));
    Files.deleteIfExists(folder);
  }
}
