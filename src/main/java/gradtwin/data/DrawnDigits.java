package gradtwin.data;

import gradtwin.tensor.CounterRandom;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws the ten digits in MNIST's format: 28 by 28, bright strokes on black. They are not MNIST.
 *
 * <p>A digit is one of a few ways to write it, as strokes in a box from -1 to 1 (y points down),
 * then bent, slanted, turned, scaled and moved at random and traced with a pen of random width. A
 * pixel's brightness falls from full to none within one pixel at the edge of the pen. Every number
 * comes from {@link CounterRandom} and {@link StrictMath}: the same seed draws the same bytes
 * everywhere.
 */
final class DrawnDigits {
  static final int SIZE = 28;
  static final int CLASSES = 10;

  private static final int ARC_DEGREES = 15;
  private static final int IMAGE_HEADER_BYTES = 16;
  private static final int LABEL_HEADER_BYTES = 8;

  private final CounterRandom random;
  private final byte[] pixels = new byte[SIZE * SIZE];
  private long image;
  private int drawn;

  private DrawnDigits(CounterRandom random) {
    this.random = random;
  }

  /** Training and test images with their labels; no class has more than one example more. */
  static ImageSource draw(int examples, int testExamples, long seed) throws DataException {
    byte[][] training = draw(examples, seed, 0);
    byte[][] test = draw(testExamples, seed, 1);
    return new ImageSource(
        IdxFile.read("drawn-train-images", training[0], IdxFile.Kind.IMAGES),
        IdxFile.read("drawn-train-labels", training[1], IdxFile.Kind.LABELS),
        IdxFile.read("drawn-test-images", test[0], IdxFile.Kind.IMAGES),
        IdxFile.read("drawn-test-labels", test[1], IdxFile.Kind.LABELS));
  }

  private static byte[][] draw(int count, long seed, int part) {
    DrawnDigits digits =
        new DrawnDigits(new CounterRandom(seed, CounterRandom.Stream.DIGITS, part));
    ByteBuffer images = ByteBuffer.allocate(IMAGE_HEADER_BYTES + count * SIZE * SIZE);
    images.putInt(0x00000803).putInt(count).putInt(SIZE).putInt(SIZE);
    ByteBuffer labels = ByteBuffer.allocate(LABEL_HEADER_BYTES + count);
    labels.putInt(0x00000801).putInt(count);
    for (int i = 0; i < count; i++) {
      images.put(digits.draw(i % CLASSES, i));
      labels.put((byte) (i % CLASSES));
    }
    return new byte[][] {images.array(), labels.array()};
  }

  private byte[] draw(int digit, int index) {
    image = index;
    drawn = 0;
    Arrays.fill(pixels, (byte) 0);
    Placement placement = new Placement();
    double radius = between(0.8, 1.7);
    double brightness = between(190, 255);
    for (Stroke stroke : strokes(digit)) {
      List<double[]> points = stroke.points.stream().map(placement::of).toList();
      for (int i = 1; i < points.size(); i++) {
        trace(points.get(i - 1), points.get(i), radius, brightness);
      }
    }
    return pixels;
  }

  /** The next random number of this image, from {@code low} to {@code high}. */
  private double between(double low, double high) {
    return low + (high - low) * random.uniform(image, drawn++);
  }

  /** True in the given share of cases. */
  private boolean chance(double share) {
    return between(0, 1) < share;
  }

  /** One of the ways to write a digit, in a box from -1 to 1. */
  private List<Stroke> strokes(int digit) {
    return switch (digit) {
      case 0 -> List.of(new Stroke().arc(0, 0, between(0.5, 0.7), 1, between(-130, -60), 360));
      case 1 -> one();
      case 2 -> two();
      case 3 -> three();
      case 4 -> four();
      case 5 -> five();
      case 6 -> {
        double top = between(-105, -75);
        yield List.of(
            new Stroke()
                .arc(0.5, 0.4, 1.05, 1.4, top, -180 - top)
                .arc(0, 0.45, 0.55, 0.55, 180, -360));
      }
      case 7 -> seven();
      case 8 ->
          List.of(
              new Stroke()
                  .arc(0, -0.52, between(0.36, 0.48), 0.48, 90, 360)
                  .arc(0, 0.48, between(0.45, 0.6), 0.52, -90, 360));
      case 9 -> nine();
      default -> throw new IllegalArgumentException("expected a digit, got " + digit);
    };
  }

  private List<Stroke> one() {
    if (chance(0.5)) {
      return List.of(new Stroke().to(0, -1).to(0, 1));
    }
    Stroke flag = new Stroke().to(between(-0.45, -0.25), between(-0.65, -0.5)).to(0, -1).to(0, 1);
    return chance(0.5)
        ? List.of(flag)
        : List.of(flag, new Stroke().to(-0.4, 1).to(between(0.3, 0.45), 1));
  }

  private List<Stroke> two() {
    Stroke two = new Stroke().arc(0, -0.45, 0.55, 0.55, between(-190, -150), between(170, 200));
    two.to(between(-0.65, -0.5), between(0.85, 1));
    return List.of(two.to(between(0.5, 0.65), between(0.9, 1.05)));
  }

  private List<Stroke> three() {
    Stroke three = new Stroke();
    if (chance(0.25)) {
      three.to(-0.5, -1).to(0.5, -1).to(-0.1, -0.15);
    } else {
      double start = between(-165, -135);
      three.arc(-0.05, -0.52, 0.5, 0.48, start, 90 - start);
    }
    return List.of(three.arc(-0.05, 0.46, between(0.5, 0.6), 0.54, -90, between(220, 250)));
  }

  private List<Stroke> four() {
    double bar = between(0.15, 0.4);
    double stem = between(0.15, 0.35);
    if (chance(0.5)) {
      return List.of(
          new Stroke().to(stem, 1).to(stem, -1).to(-0.6, bar).to(between(0.55, 0.75), bar));
    }
    return List.of(
        new Stroke().to(-0.4, -1).to(-0.55, bar).to(between(0.55, 0.75), bar),
        new Stroke().to(stem, between(-0.9, -0.4)).to(stem, 1));
  }

  private List<Stroke> five() {
    return List.of(
        new Stroke()
            .to(between(0.4, 0.6), between(-1.05, -0.95))
            .to(-0.4, -1)
            .to(-0.47, -0.1)
            .arc(-0.03, 0.4, between(0.52, 0.62), 0.6, -145, between(270, 310)));
  }

  private List<Stroke> seven() {
    Stroke seven = new Stroke();
    if (chance(0.3)) {
      seven.to(-0.55, -0.75);
    }
    seven.to(-0.55, -1).to(0.55, between(-1.05, -0.95));
    seven.to(between(0, 0.2), 0).to(between(-0.3, 0.05), 1);
    return chance(0.25)
        ? List.of(seven, new Stroke().to(-0.25, 0.05).to(0.45, between(-0.05, 0.05)))
        : List.of(seven);
  }

  private List<Stroke> nine() {
    Stroke nine = new Stroke().arc(-0.02, -0.45, 0.5, between(0.45, 0.55), 0, -360);
    return List.of(
        chance(0.5)
            ? nine.to(between(0.2, 0.5), 1)
            : nine.to(0.5, 0.1).arc(-0.05, 0.1, 0.55, 0.9, 0, between(95, 130)));
  }

  /** A line that the pen draws without leaving the paper. */
  private static final class Stroke {
    private final List<double[]> points = new ArrayList<>();

    Stroke to(double x, double y) {
      points.add(new double[] {x, y});
      return this;
    }

    /** Part of an ellipse; angles in degrees from the right, clockwise. */
    Stroke arc(
        double centreX, double centreY, double radiusX, double radiusY, double from, double turn) {
      int steps = (int) Math.ceil(Math.abs(turn) / ARC_DEGREES);
      for (int i = 0; i <= steps; i++) {
        double angle = StrictMath.toRadians(from + turn * i / steps);
        to(centreX + radiusX * StrictMath.cos(angle), centreY + radiusY * StrictMath.sin(angle));
      }
      return this;
    }
  }

  /** How one image's box lies on its pixels: the handwriting. */
  private final class Placement {
    private final double bendX = between(-0.18, 0.18);
    private final double bendY = between(-0.18, 0.18);
    private final double phaseX = between(-3, 3);
    private final double phaseY = between(-3, 3);
    private final double slant = between(-0.15, 0.4);
    private final double turn = between(-0.25, 0.25);
    private final double scaleX = between(7, 10.5);
    private final double scaleY = between(8, 10.5);
    private final double centreX = SIZE / 2.0 + between(-2, 2);
    private final double centreY = SIZE / 2.0 + between(-2, 2);

    /** Where a point of the box comes to lie, in pixels. */
    double[] of(double[] point) {
      double x = point[0] + bendX * StrictMath.sin(2.5 * point[1] + phaseX) - slant * point[1];
      double y = point[1] + bendY * StrictMath.sin(2.5 * point[0] + phaseY);
      double sin = StrictMath.sin(turn);
      double cos = StrictMath.cos(turn);
      return new double[] {
        centreX + scaleX * x * cos - scaleY * y * sin, centreY + scaleX * x * sin + scaleY * y * cos
      };
    }
  }

  /** Draws a straight line of a round pen. Where lines meet, the brighter one counts. */
  private void trace(double[] from, double[] to, double radius, double brightness) {
    double reach = radius + 0.5;
    int left = pixel(Math.min(from[0], to[0]) - reach);
    int right = pixel(Math.max(from[0], to[0]) + reach);
    int top = pixel(Math.min(from[1], to[1]) - reach);
    int bottom = pixel(Math.max(from[1], to[1]) + reach);
    double dx = to[0] - from[0];
    double dy = to[1] - from[1];
    double squared = dx * dx + dy * dy;
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        // from the pixel's centre to the nearest point of the line
        double x = column + 0.5 - from[0];
        double y = row + 0.5 - from[1];
        double along = squared == 0 ? 0 : Math.max(0, Math.min(1, (x * dx + y * dy) / squared));
        double awayX = x - along * dx;
        double awayY = y - along * dy;
        double inside = reach - Math.sqrt(awayX * awayX + awayY * awayY);
        int value = (int) Math.round(brightness * Math.max(0, Math.min(1, inside)));
        int at = row * SIZE + column;
        pixels[at] = (byte) Math.max(pixels[at] & 0xFF, value);
      }
    }
  }

  private static int pixel(double coordinate) {
    return (int) Math.max(0, Math.min(SIZE - 1, Math.floor(coordinate)));
  }
}
