package gradtwin.report;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;

/**
 * How a tensor is laid out as a picture: tiles of pixels, one pixel between them.
 *
 * <p>An example that is an image has a tile for each channel; one that is a sequence is a tile of
 * features by steps; a row of many features is folded into a tile that is as square as can be, so
 * that a flattened image becomes an image again. Weights [in, out] whose inputs fold into a square
 * have a tile for each output; other weights [in, out] are one tile; of kernels each is a tile.
 *
 * @param tile of which each shows what
 * @param count of tiles
 * @param group how many tiles belong together and start on a new line; all if there is one group
 * @param perLine tiles beside each other
 * @param left how many tiles were left out at the end
 */
record Mosaic(Tile tile, int count, int group, int perLine, int left) {
  private static final int MOST_PIXELS = 1 << 17;
  private static final int WIDEST = 372;
  private static final int LONGEST_STRIP = 32;
  private static final int SMALLEST_SQUARE = 8;

  /**
   * The tiles of a picture.
   *
   * @param size elements of a tile, which may be less than fill it
   * @param start the first element of the first tile, in row-major order
   * @param next from the first element of a tile to that of the next
   * @param step from one element of a tile to the next
   */
  record Tile(int height, int width, int size, int start, int next, int step) {
    /** One whose elements follow each other, as do the tiles. */
    static Tile of(int height, int width, int start) {
      return new Tile(height, width, height * width, start, height * width, 1);
    }

    /** As square as can be; short ones are a strip. */
    static Tile folded(int size, int start, int next, int step) {
      int width = size <= LONGEST_STRIP ? size : (int) Math.ceil(Math.sqrt(size));
      return new Tile((size + width - 1) / width, width, size, start, next, step);
    }

    /** Its first rows, if it has more than there is room for. */
    Tile cut() {
      int rows = Math.max(1, Math.min(height, MOST_PIXELS / width));
      return new Tile(rows, width, Math.min(size, rows * width), start, next, step);
    }
  }

  /**
   * Some examples.
   *
   * @param tensor [N, ...]
   * @param first the first example
   * @param shown how many
   */
  static Mosaic ofExamples(Tensor tensor, int first, int shown) {
    Shape shape = tensor.shape();
    int columns = tensor.columns();
    int start = first * columns;
    if (shape.rank() <= 2) {
      return columns <= LONGEST_STRIP
          ? fitting(Tile.of(shown, columns, start), 1, 1)
          : fitting(Tile.folded(columns, start, columns, 1), shown, shown);
    }
    int width = shape.size(shape.rank() - 1);
    int height = shape.size(shape.rank() - 2);
    int tiles = columns / (height * width);
    return fitting(Tile.of(height, width, start), tiles * shown, tiles == 1 ? shown : tiles);
  }

  /** A parameter, or what has its shape. */
  static Mosaic ofParameter(Tensor tensor) {
    Shape shape = tensor.shape();
    int size = tensor.size();
    if (shape.rank() <= 1) {
      return fitting(Tile.folded(size, 0, size, 1), 1, 1);
    }
    int width = shape.size(shape.rank() - 1);
    if (shape.rank() == 2) {
      int in = shape.size(0);
      return isSquare(in)
          ? fitting(Tile.folded(in, 0, 1, width), width, width)
          : fitting(Tile.of(in, width, 0), 1, 1);
    }
    int height = shape.size(shape.rank() - 2);
    int tiles = size / (height * width);
    int inputs = shape.rank() > 3 ? shape.size(1) : 1;
    return fitting(Tile.of(height, width, 0), tiles, inputs > 1 ? inputs : tiles);
  }

  private static boolean isSquare(int count) {
    int side = (int) Math.round(Math.sqrt(count));
    return side >= SMALLEST_SQUARE && side * side == count;
  }

  /** With as many tiles as there is room for. */
  private static Mosaic fitting(Tile whole, int count, int group) {
    Tile tile = whole.cut();
    int room = Math.max(1, MOST_PIXELS / (tile.height() * tile.width()));
    int tiles = Math.min(count, room);
    int perLine = Math.max(1, WIDEST / (tile.width() + 1));
    int balanced = (int) Math.ceil(Math.sqrt(2.0 * group));
    boolean oneGroup = group == count;
    int wanted = oneGroup && group > perLine ? Math.min(perLine, balanced) : perLine;
    return new Mosaic(
        tile,
        tiles,
        Math.min(group, tiles),
        Math.min(Math.min(wanted, group), tiles),
        count - tiles);
  }

  /** Whether each group stands on lines of its own. */
  boolean isGrouped() {
    return group < count;
  }

  private int linesPerGroup() {
    return (group + perLine - 1) / perLine;
  }

  int pixelWidth() {
    return perLine * (tile.width() + 1) - 1;
  }

  int pixelHeight() {
    int groups = (count + group - 1) / group;
    return groups * linesPerGroup() * (tile.height() + 1) - 1;
  }

  /** Which element a pixel shows; -1 for none. */
  int element(int x, int y) {
    int line = y / (tile.height() + 1);
    int within = line % linesPerGroup() * perLine + x / (tile.width() + 1);
    int index = line / linesPerGroup() * group + within;
    int column = x % (tile.width() + 1);
    int row = y % (tile.height() + 1);
    int at = row * tile.width() + column;
    boolean isGap =
        column == tile.width()
            || row == tile.height()
            || within >= group
            || index >= count
            || at >= tile.size();
    return isGap ? -1 : tile.start() + index * tile.next() + at * tile.step();
  }
}
