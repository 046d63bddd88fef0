package gradtwin.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The four files of MNIST: looked for, verified, fetched.
 *
 * <p>Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits". Whatever file it
 * is, gzipped or plain, its uncompressed content must have the hash that is known of it.
 */
public final class MnistFiles {
  private static final String NAMED_BY_FILE = "data.directory";
  private static final String NAMED_BY_ENVIRONMENT = "MNIST_DIR";

  private final List<Place> places;
  private final Path fetched;
  private final Mirrors.Addresses mirrors;
  private final List<Published> published;

  /** A file as published, by its name and the hash of its uncompressed content. */
  record Published(String name, String sha256) {
    /** The names that it goes by. */
    private List<String> names() {
      String dotted = name.replace("-idx", ".idx");
      return List.of(name, name + ".gz", dotted, dotted + ".gz");
    }

    private Optional<Path> in(Path folder) {
      return names().stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }
  }

  static final List<Published> PUBLISHED =
      List.of(
          new Published(
              "train-images-idx3-ubyte",
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          new Published(
              "train-labels-idx1-ubyte",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          new Published(
              "t10k-images-idx3-ubyte",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          new Published(
              "t10k-labels-idx1-ubyte",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

  /**
   * A folder that was looked into.
   *
   * @param why it was
   * @param files those of the four that are there
   * @param missing the names of the others
   */
  public record Place(Path folder, String why, List<Path> files, List<String> missing) {
    /** Whether all four files are there. */
    public boolean complete() {
      return missing.isEmpty();
    }

    /** What was found, in a phrase. */
    public String found() {
      if (complete()) {
        return "all four files";
      }
      if (!Files.isDirectory(folder)) {
        return "no such folder";
      }
      return files.isEmpty() ? "none of the four files" : "no " + String.join(", no ", missing);
    }

    /** The folder, why it was looked into, and what was found. */
    @Override
    public String toString() {
      return folder + " (" + why + "): " + found();
    }
  }

  /**
   * A file and what it should be.
   *
   * @param expected the hash of its uncompressed content
   * @param found the hash that it has, or why there is none
   */
  public record Verified(Path file, String expected, String found) {
    public boolean intact() {
      return expected.equals(found);
    }

    private String complaint() {
      return file
          + ": expected MNIST, whose uncompressed content has SHA-256 "
          + expected
          + ", found "
          + found
          + "; delete the file, and it is looked for elsewhere and fetched if need be";
    }
  }

  /**
   * Looks for the files.
   *
   * @param directory where the user's file says they are
   */
  public MnistFiles(DataPlaces places, Optional<String> directory) {
    this(
        candidates(places, directory, dl4jFolder()),
        fetchedTo(places),
        Mirrors.Addresses.PUBLIC,
        PUBLISHED);
  }

  MnistFiles(
      List<Candidate> candidates,
      Path fetched,
      Mirrors.Addresses mirrors,
      List<Published> published) {
    this.published = published;
    this.places = candidates.stream().map(this::lookInto).toList();
    this.fetched = fetched;
    this.mirrors = mirrors;
  }

  private static Path fetchedTo(DataPlaces places) {
    return places.home().resolve("data").resolve("mnist");
  }

  /** Where DL4J keeps what it downloads; see its class DL4JResources. */
  private static Path dl4jFolder() {
    String standard = Path.of(System.getProperty("user.home"), ".deeplearning4j").toString();
    return Path.of(System.getProperty("org.deeplearning4j.resources.directory", standard));
  }

  /** A folder to look into, and why. */
  record Candidate(Path folder, String why) {}

  /** The folders in the order in which they are looked into. */
  static List<Candidate> candidates(
      DataPlaces places, Optional<String> directory, Path dl4jFolder) {
    List<Candidate> candidates = new ArrayList<>();
    directory.ifPresent(
        named -> candidates.add(new Candidate(places.resolve(named), NAMED_BY_FILE)));
    Optional.ofNullable(places.environment().get(NAMED_BY_ENVIRONMENT))
        .filter(named -> !named.isBlank())
        .ifPresent(named -> candidates.add(new Candidate(Path.of(named), NAMED_BY_ENVIRONMENT)));
    candidates.add(new Candidate(fetchedTo(places), "where it is fetched to"));
    // the first is of DL4J before 1.0.0-M2, the second of MnistDataFetcher in 1.0.0-M2.1
    candidates.add(new Candidate(dl4jFolder.resolve("data").resolve("MNIST"), "DL4J's cache"));
    candidates.add(new Candidate(dl4jFolder, "DL4J's cache"));
    return candidates;
  }

  private Place lookInto(Candidate candidate) {
    List<Path> files = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Published file : published) {
      file.in(candidate.folder()).ifPresentOrElse(files::add, () -> missing.add(file.name()));
    }
    return new Place(candidate.folder(), candidate.why(), files, missing);
  }

  /** The folders that were looked into, in order. */
  public List<Place> places() {
    return places;
  }

  /** The first folder with all four files. */
  public Optional<Place> found() {
    return places.stream().filter(Place::complete).findFirst();
  }

  /** Compares all four files of a complete place with what was published. */
  public List<Verified> verify(Place place) {
    if (!place.complete()) {
      throw new IllegalArgumentException("expected all four files, got " + place.found());
    }
    List<Verified> verified = new ArrayList<>();
    for (int i = 0; i < published.size(); i++) {
      verified.add(verify(place.files().get(i), published.get(i)));
    }
    return verified;
  }

  private static Verified verify(Path file, Published published) {
    try {
      return new Verified(file, published.sha256(), Sha256.ofContent(file));
    } catch (IOException e) {
      return new Verified(file, published.sha256(), "damage: " + Reason.of(e));
    }
  }

  /** The files of a folder, read. */
  record Loaded(ImageSource source, Path folder) {}

  /**
   * Reads and verifies the files, after fetching them if they are nowhere.
   *
   * @throws DataException if they can be neither found nor fetched, or are not MNIST
   */
  Loaded load(FetchListener listener) throws DataException {
    for (Place place : places) {
      if (place.complete()) {
        return read(place);
      }
      boolean named = place.why().equals(NAMED_BY_FILE) || place.why().equals(NAMED_BY_ENVIRONMENT);
      if (named || !place.files().isEmpty()) {
        listener.note(place + "; looking elsewhere");
      }
    }
    return read(fetch(listener));
  }

  private Loaded read(Place place) throws DataException {
    ImageSource source =
        new ImageSource(
            read(place, 0, IdxFile.Kind.IMAGES),
            read(place, 1, IdxFile.Kind.LABELS),
            read(place, 2, IdxFile.Kind.IMAGES),
            read(place, 3, IdxFile.Kind.LABELS));
    return new Loaded(source, place.folder());
  }

  private IdxFile read(Place place, int index, IdxFile.Kind kind) throws DataException {
    Path path = place.files().get(index);
    IdxFile file = IdxFile.read(path, kind);
    Verified verified = new Verified(path, published.get(index).sha256(), file.sha256());
    if (!verified.intact()) {
      throw new DataException(verified.complaint());
    }
    return file;
  }

  /**
   * Fetches whatever of the four files is not there or not intact in the program's own folder.
   *
   * @return that folder
   * @throws DataException if no mirror has them, saying what was tried
   */
  public Place fetch(FetchListener listener) throws DataException {
    try {
      Files.createDirectories(fetched);
    } catch (IOException e) {
      throw new DataException(
          fetched + ": expected a folder to put MNIST into, but it cannot be made: " + Reason.of(e),
          e);
    }
    Mirrors from = new Mirrors(mirrors, listener);
    for (Published file : published) {
      Optional<Path> present = file.in(fetched);
      if (present.isPresent() && verify(present.get(), file).intact()) {
        listener.note(present.get() + " is already here");
        continue;
      }
      Path target = fetched.resolve(file.name() + ".gz");
      if (!from.fetch(target, part -> verify(part, file))) {
        throw new DataException(complaint(from.tried()));
      }
      if (present.isPresent() && !present.get().equals(target)) {
        // it is damaged, and would be found before the new one
        delete(present.get());
      }
    }
    return lookInto(new Candidate(fetched, "fetched"));
  }

  private String complaint(List<String> tried) {
    StringBuilder text =
        new StringBuilder("MNIST is not here and cannot be fetched.\nLooked into:\n");
    places.forEach(place -> text.append("  ").append(place).append('\n'));
    text.append("Tried to fetch:\n");
    tried.forEach(line -> text.append("  ").append(line).append('\n'));
    List<String> names = published.stream().map(Published::name).toList();
    text.append("Put ").append(String.join(", ", names));
    text.append(", gzipped or plain, into ").append(fetched);
    text.append(", or name their folder in data.directory or MNIST_DIR");
    text.append("; or take source: digits, which needs no file.");
    return text.toString();
  }

  private static void delete(Path path) throws DataException {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new DataException(path + ": cannot be deleted: " + Reason.of(e), e);
    }
  }
}
