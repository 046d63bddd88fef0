package gradtwin.data;

import gradtwin.spec.DataDescription;
import gradtwin.spec.DataInspector;
import gradtwin.spec.DataSpec;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Source;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Every source that a file can name: described from little, or loaded in full. */
public final class DataCatalogue implements DataInspector {
  private static final int MNIST_EXAMPLES = 60_000;
  private static final List<String> DIGITS = ImageSource.classes(DrawnDigits.CLASSES);
  private static final DataDescription XOR =
      new DataDescription(Shape.of(2), Target.LABEL, Task.CLASSIFICATION, List.of("0", "1"), 4);

  private final DataPlaces places;

  public DataCatalogue(DataPlaces places) {
    this.places = places;
  }

  /**
   * Describes a source. Of {@code xor}, {@code mnist} and {@code digits} no file is read; of {@code
   * idx} the labels and no image; of {@code csv} and {@code csvSequence} every row, since any of
   * them may hold a fault.
   */
  @Override
  public DataDescription describe(Source source) throws Fault {
    if (source instanceof Source.Mnist) {
      return digits(MNIST_EXAMPLES);
    }
    if (source instanceof Source.Digits digits) {
      return digits(digits.examples());
    }
    if (source instanceof Source.Csv csv) {
      return TableSource.of(csv, places).description();
    }
    if (source instanceof Source.CsvSequence csv) {
      return SequenceSource.of(csv, places).description();
    }
    return source instanceof Source.Idx idx ? new IdxFiles(idx, places).description() : XOR;
  }

  private static DataDescription digits(int examples) {
    return ImageSource.description(DrawnDigits.SIZE, DrawnDigits.SIZE, DIGITS, examples);
  }

  /**
   * Loads a source.
   *
   * @param labels how labels are written, as the network's loss wants them
   * @param seed decides which examples are kept back, and what {@code digits} draws
   * @param listener hears of a download and of anything worth telling
   * @throws DataException if the data is missing, damaged or cannot be fetched
   */
  public Dataset load(DataSpec spec, LabelEncoding labels, long seed, FetchListener listener)
      throws DataException {
    LoadedSource loaded = loaded(spec, labels, seed, listener);
    DataDescription seen = spec.seen(loaded.description()).orElseThrow();
    Examples all = seen(loaded.training(), spec, seen, labels);
    Split split = Split.forValidation(all.size(), spec.validationFraction(), seed);
    Examples training = split.back().length == 0 ? all : all.select(split.stay());
    return new Dataset(
        seen,
        training,
        all.select(split.back()),
        loaded.test().map(test -> seen(test, spec, seen, labels)).orElse(training),
        loaded.test().isEmpty(),
        loaded.origin(),
        loaded.sha256(),
        loaded.preprocessing());
  }

  private static Examples seen(
      Examples examples, DataSpec spec, DataDescription seen, LabelEncoding labels) {
    return ViewedExamples.of(
        examples,
        spec,
        seen.features(),
        spec.reproduces() ? Optional.of(labels.shape()) : Optional.empty());
  }

  /**
   * New rows as a network sees them.
   *
   * @param features as their preprocessing reads them
   * @param seen what the network was trained on
   */
  public static Examples seen(Examples features, DataSpec spec, DataDescription seen) {
    return ViewedExamples.of(features, spec, seen.features(), Optional.empty());
  }

  /** The labels of a source in its own way, for a network that does not look at them. */
  private LabelEncoding ownLabels(Source source) throws DataException {
    try {
      return describe(source).plainLabels();
    } catch (Fault fault) {
      throw new DataException(fault.getMessage(), fault);
    }
  }

  private LoadedSource loaded(
      DataSpec spec, LabelEncoding wanted, long seed, FetchListener listener) throws DataException {
    LabelEncoding labels = spec.reproduces() ? ownLabels(spec.source()) : wanted;
    if (spec.source() instanceof Source.Mnist mnist) {
      MnistFiles.Loaded files = new MnistFiles(places, mnist.directory()).load(listener);
      return files.source().load(DIGITS, labels, "MNIST from " + files.folder());
    }
    if (spec.source() instanceof Source.Digits digits) {
      return DrawnDigits.draw(digits.examples(), digits.testExamples(), seed)
          .load(DIGITS, labels, "digits drawn by this program (not MNIST)");
    }
    try {
      if (spec.source() instanceof Source.Idx idx) {
        return new IdxFiles(idx, places).load(labels);
      }
      if (spec.source() instanceof Source.Csv csv) {
        return TableSource.of(csv, places).load(labels, spec.validationFraction(), seed, listener);
      }
      if (spec.source() instanceof Source.CsvSequence csv) {
        return SequenceSource.of(csv, places)
            .load(labels, spec.validationFraction(), seed, listener);
      }
      return xor()
          .load(labels, spec.validationFraction(), seed, listener)
          .called("the four rows of exclusive or, which are also the test");
    } catch (Fault fault) {
      throw new DataException(fault.getMessage(), fault);
    }
  }

  private static TableSource xor() throws Fault {
    Source.Columns columns =
        new Source.Columns(",", "out", List.of(), List.of(), Task.CLASSIFICATION, false);
    Source.Csv csv = new Source.Csv("xor.csv", columns, Optional.empty(), 0, Optional.empty());
    try (InputStream in = DataCatalogue.class.getResourceAsStream("xor.csv")) {
      return TableSource.of(csv, new Table("xor.csv", in.readAllBytes()));
    } catch (IOException e) {
      throw new IllegalStateException("the program's own xor.csv cannot be read", e);
    }
  }
}
