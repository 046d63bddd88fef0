package gradtwin.dl4j.accelerate;

/**
 * How a kernel slides over a block of images, and how the pixels are laid out for products.
 *
 * <p>With I images of a block, C channels and O outputs, a convolution is a product of weights [O,
 * C*kW] and columns [C*kW, rows * I * outW] for each row u of the kernel, added up: the columns
 * hold the pixels under each column v of the kernel, once for all its rows, because the rows of the
 * images that row u meets follow one another. With a stride, those of the same remainder do. So a
 * pixel is copied kW times instead of kH * kW times. Where that makes very narrow products, the
 * columns hold the pixels under the whole kernel instead: [C*kH*kW, outH * I * outW].
 *
 * @param images in a block
 * @param whole whether columns hold what lies under the whole kernel
 */
record Sliding(int images, int channels, Axis height, Axis width, boolean whole) {
  /** Below so many channels times columns of the kernel, its rows are laid out too. */
  private static final int NARROW = 16;

  /** So many numbers of columns fit into a core's cache. */
  private static final int CACHED = 1 << 17;

  /**
   * The best for a batch.
   *
   * @param examples in it
   */
  static Sliding of(int examples, int channels, Axis height, Axis width) {
    boolean whole = channels * width.kernel() < NARROW;
    Sliding one = new Sliding(1, channels, height, width, whole);
    int images = Math.max(1, Math.min(examples, CACHED / (one.inner() * one.columns())));
    return one.of(images);
  }

  /** The same for a block of another size. */
  Sliding of(int otherImages) {
    return new Sliding(otherImages, channels, height, width, whole);
  }

  /** How many products are added up. */
  int products() {
    return whole ? 1 : height.kernel();
  }

  /** What a product sums over: the rows of the columns. */
  int inner() {
    return channels * width.kernel() * (whole ? height.kernel() : 1);
  }

  private int rowsOfPixels() {
    return whole ? height.out() : height.stride() * height.perRemainder();
  }

  /** From one row of the columns to the next. */
  int columns() {
    return rowsOfPixels() * images * width.out();
  }

  /** Columns that one product takes, and leaves. */
  int windows() {
    return height.out() * images * width.out();
  }

  /** Where in a row of the columns those of a product begin. */
  int firstColumn(int product) {
    int row = product * height.dilation();
    return whole
        ? 0
        : (row % height.stride() * height.perRemainder() + row / height.stride())
            * images
            * width.out();
  }

  int imageSize() {
    return channels * height.in() * width.in();
  }

  /** Lays out images [I, C, H, W] as columns. */
  void spread(HeapNumbers pixels, HeapNumbers columns) {
    columns.clear(0, inner() * columns());
    walk((column, pixel, count) -> columns.copy(column, pixels, pixel, width.stride(), count));
  }

  /** The way back: adds up in images [I, C, H, W] what was laid out several times. */
  void gather(HeapNumbers columns, HeapNumbers pixels) {
    pixels.clear(0, images * imageSize());
    walk((column, pixel, count) -> pixels.add(pixel, width.stride(), columns, column, count));
  }

  /** A run of columns, and of pixels that lie a stride apart. */
  private interface Run {
    void at(int column, int pixel, int count);
  }

  private void walk(Run run) {
    int rows = rowsOfPixels();
    int at = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int u = 0; u < (whole ? height.kernel() : 1); u++) {
        for (int v = 0; v < width.kernel(); v++) {
          int first = width.firstWindow(v);
          int count = width.endWindow(v) - first;
          int left = width.pixel(first, v);
          for (int row = 0; row < rows; row++) {
            int y = whole ? height.pixel(row, u) : pixelRow(row);
            for (int image = 0; image < images; image++, at += width.out()) {
              if (count > 0 && y >= 0 && y < height.in()) {
                int pixel = ((image * channels + channel) * height.in() + y) * width.in() + left;
                run.at(at + first, pixel, count);
              }
            }
          }
        }
      }
    }
  }

  /** Which row of pixels is laid out as a row of the columns: by remainder first. */
  private int pixelRow(int row) {
    int remainder = row / height.perRemainder();
    int quotient = row % height.perRemainder();
    return quotient * height.stride() + remainder - height.padding();
  }

  /** Between outputs [I, O, outH, outW] and the products' [O, outH, I, outW]. */
  void toProducts(HeapNumbers images4d, HeapNumbers products, int outputs) {
    for (int o = 0, at = 0; o < outputs; o++) {
      for (int y = 0; y < height.out(); y++) {
        for (int image = 0; image < images; image++, at += width.out()) {
          products.copy(at, images4d, place(image, o, y, outputs), 1, width.out());
        }
      }
    }
  }

  /** The way back of {@link #toProducts}. */
  void fromProducts(HeapNumbers products, HeapNumbers images4d, int outputs) {
    for (int o = 0, at = 0; o < outputs; o++) {
      for (int y = 0; y < height.out(); y++) {
        for (int image = 0; image < images; image++, at += width.out()) {
          images4d.copy(place(image, o, y, outputs), products, at, 1, width.out());
        }
      }
    }
  }

  private int place(int image, int output, int y, int outputs) {
    return ((image * outputs + output) * height.out() + y) * width.out();
  }

  /** Weights [O, C, kH, kW] to those of the products: [kH, O, C, kW], or unchanged if whole. */
  void splitWeights(HeapNumbers weights, HeapNumbers split, int outputs) {
    walkWeights(outputs, (at, place) -> split.copy(at, weights, place, 1, width.kernel()));
  }

  /** The way back of {@link #splitWeights}. */
  void joinWeights(HeapNumbers split, HeapNumbers weights, int outputs) {
    walkWeights(outputs, (at, place) -> weights.copy(place, split, at, 1, width.kernel()));
  }

  private interface Row {
    void at(int split, int joined);
  }

  private void walkWeights(int outputs, Row row) {
    int kernelRows = height.kernel();
    int joined = 0;
    for (int o = 0; o < outputs; o++) {
      for (int c = 0; c < channels; c++) {
        for (int u = 0; u < kernelRows; u++, joined += width.kernel()) {
          row.at(whole ? joined : ((u * outputs + o) * channels + c) * width.kernel(), joined);
        }
      }
    }
  }
}
