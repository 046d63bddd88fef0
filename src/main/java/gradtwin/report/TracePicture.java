package gradtwin.report;

import gradtwin.report.Png.Colour;
import gradtwin.tensor.Tensor;

/**
 * A tensor as a picture in a diverging map of colours: violet below 0, nothing at 0, green above.
 *
 * @param uri of the picture
 * @param width in pixels of the page
 * @param height in pixels of the page
 * @param largest absolute value: that of the strongest colour
 * @param ink whether it is in black, which a dark page turns to white
 */
public record TracePicture(String uri, int width, int height, double largest, boolean ink) {
  /** Colours of a palette on either side of 0; that in the middle is nothing. */
  private static final int STEPS = 127;

  private static final Colour NEGATIVE = new Colour(122, 60, 200, 255);
  private static final Colour POSITIVE = new Colour(10, 140, 75, 255);
  private static final Colour INK = new Colour(0, 0, 0, 255);

  /** Small values are to be seen too. */
  private static final double GAMMA = 0.7;

  private static final int WIDEST = 372;
  private static final int LARGEST_PIXEL = 12;

  /** The value of the strongest colour, as text. */
  public String scale() {
    return TraceFigures.small(largest);
  }

  /**
   * Draws.
   *
   * @param ink whether it holds the grey of an image
   */
  static TracePicture of(Tensor tensor, Mosaic mosaic, double largest, boolean ink) {
    int width = mosaic.pixelWidth();
    int height = mosaic.pixelHeight();
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int element = mosaic.element(x, y);
        pixels[y * width + x] =
            (byte) (element < 0 ? 0 : colour(tensor.values()[element], largest));
      }
    }
    int zoom = Math.max(1, Math.min(LARGEST_PIXEL, WIDEST / width));
    return new TracePicture(
        Png.dataUri(width, height, pixels, palette(ink)),
        width * zoom,
        height * zoom,
        largest,
        ink);
  }

  private static int colour(double value, double largest) {
    if (value == 0 || largest == 0 || Double.isNaN(value)) {
      return STEPS + 1;
    }
    double share = Math.max(-1, Math.min(1, value / largest));
    return STEPS + 1 + (int) Math.round(STEPS * share);
  }

  /** Colour 0 is for gaps. */
  private static Colour[] palette(boolean ink) {
    Colour[] palette = new Colour[2 * STEPS + 2];
    palette[0] = new Colour(0, 0, 0, 0);
    for (int i = 1; i < palette.length; i++) {
      int step = i - STEPS - 1;
      Colour full = ink ? INK : step < 0 ? NEGATIVE : POSITIVE;
      double share = Math.abs(step) / (double) STEPS;
      int alpha = (int) Math.round(255 * (ink ? share : Math.pow(share, GAMMA)));
      palette[i] = new Colour(full.red(), full.green(), full.blue(), alpha);
    }
    return palette;
  }
}
