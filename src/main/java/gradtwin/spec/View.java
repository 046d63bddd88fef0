package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Vocabulary;
import java.util.Optional;

/**
 * How the features of an example are laid out for the network.
 *
 * <pre>{@code
 * view: flat
 * view: image
 * view: {type: sequence, steps: 7}
 * }</pre>
 *
 * @param kind what an example is to the network
 * @param channels planes of an image or a volume; the data's own, or 1, if empty
 * @param depth planes of a volume
 * @param height rows; the data's own if empty
 * @param width columns; the data's own if empty
 * @param steps of a sequence; the rows of an image if empty
 */
public record View(
    Kind kind,
    Optional<Integer> channels,
    Optional<Integer> depth,
    Optional<Integer> height,
    Optional<Integer> width,
    Optional<Integer> steps) {
  /** So that the product of four is no overflow. */
  private static final Range SIZE = Range.between(1, 30_000);

  /** What an example is to the network. */
  public enum Kind {
    /** What it is to its source. */
    OWN,
    /** A row of features. */
    FLAT,
    IMAGE,
    SEQUENCE,
    VOLUME
  }

  /**
   * The shape of the view, or why there is none.
   *
   * @param shape the data's own, if there is a reason
   * @param reason what was expected and what came
   */
  record Result(Shape shape, Optional<String> reason) {}

  /** Features in their own shape: the view of a source of sequences. */
  public static final View OWN = plain(Kind.OWN);

  /** One row of features: the view that images and tables have by default. */
  public static final View FLAT = plain(Kind.FLAT);

  static final Vocabulary<View> WORDS =
      Vocabulary.<View>of("view")
          .word("flat", fields -> FLAT)
          .word("image", View::image)
          .word("sequence", View::sequence)
          .word("volume", View::volume);

  private static View plain(Kind kind) {
    return new View(
        kind,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static View image(Fields fields) {
    return new View(
        Kind.IMAGE,
        fields.optionalWholeNumber("channels", "planes of an image; default: its own, or 1", SIZE),
        Optional.empty(),
        fields.optionalWholeNumber("height", "rows of an image; default: its own", SIZE),
        fields.optionalWholeNumber("width", "columns of an image; default: its own", SIZE),
        Optional.empty());
  }

  private static View sequence(Fields fields) {
    return new View(
        Kind.SEQUENCE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        fields.optionalWholeNumber("steps", "of a sequence; default: the rows of an image", SIZE));
  }

  private static View volume(Fields fields) {
    return new View(
        Kind.VOLUME,
        Optional.of(fields.wholeNumber("channels", "features of each cell", SIZE, 1)),
        Optional.of(fields.wholeNumber("depth", "planes of a volume", SIZE)),
        Optional.of(fields.wholeNumber("height", "rows of a plane", SIZE)),
        Optional.of(fields.wholeNumber("width", "columns of a plane", SIZE)),
        Optional.empty());
  }

  /**
   * Whether the values of an example come step by step, as those of a table and the rows of an
   * image do, and must be gathered by feature.
   */
  public boolean byStep() {
    return kind == Kind.SEQUENCE;
  }

  /** What the view makes of features in their own shape. */
  Result of(Shape own) {
    return switch (kind) {
      case OWN -> new Result(own, Optional.empty());
      case FLAT -> new Result(Shape.of(own.elements()), Optional.empty());
      case IMAGE -> imageOf(own);
      case SEQUENCE -> sequenceOf(own);
      case VOLUME ->
          fitting(
              own,
              channels.orElseThrow(),
              depth.orElseThrow(),
              height.orElseThrow(),
              width.orElseThrow());
    };
  }

  private Result imageOf(Shape own) {
    boolean isImage = own.rank() == 3;
    if (!isImage && (height.isEmpty() || width.isEmpty())) {
      return none(own, "expected height and width, since the data are no images");
    }
    return fitting(
        own,
        channels.orElse(isImage ? own.size(0) : 1),
        height.orElseGet(() -> own.size(1)),
        width.orElseGet(() -> own.size(2)));
  }

  private Result sequenceOf(Shape own) {
    if (steps.isEmpty() && own.rank() != 3) {
      return none(own, "expected the number of steps, since the data are no images");
    }
    int count = steps.orElseGet(() -> own.size(1));
    return own.elements() % count != 0
        ? none(own, "expected steps that divide the " + own.elements() + " features, got " + count)
        : fitting(own, own.elements() / count, count);
  }

  private static Result fitting(Shape own, int... sizes) {
    long elements = 1;
    for (int size : sizes) {
      elements *= size;
    }
    return elements == own.elements()
        ? new Result(Shape.of(sizes), Optional.empty())
        : none(
            own,
            "expected sizes with the product "
                + own.elements()
                + ", as an example has so many features, got "
                + elements);
  }

  private static Result none(Shape own, String reason) {
    return new Result(own, Optional.of(reason));
  }
}
