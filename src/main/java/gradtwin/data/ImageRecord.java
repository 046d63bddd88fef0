package gradtwin.data;

import java.util.AbstractList;
import java.util.OptionalInt;
import java.util.RandomAccess;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * One image and its label as DataVec sees them: the pixels, 0 to 255, row after row, then the class
 * if it is known.
 *
 * <p>A record is a view of the file's bytes. All records share one writable for each number from 0
 * to 255, so that 47 million pixels cost no object each: nobody may set them.
 */
public final class ImageRecord extends AbstractList<Writable> implements RandomAccess {
  private static final IntWritable[] NUMBERS = new IntWritable[256];

  /** Pixels as features: divided by 255, and exact in float32, so that both precisions see one. */
  private static final float[] SCALED = new float[256];

  static {
    for (int i = 0; i < 256; i++) {
      NUMBERS[i] = new IntWritable(i);
      SCALED[i] = (float) (i / 255.0);
    }
  }

  private final IdxFile images;
  private final int start;
  private final int pixels;
  private final int label;

  /**
   * @param index which image of the file
   * @param label its class, or empty
   */
  ImageRecord(IdxFile images, int index, OptionalInt label) {
    this.images = images;
    this.pixels = images.header().rows() * images.header().columns();
    this.start = index * pixels;
    this.label = label.orElse(-1);
  }

  @Override
  public Writable get(int index) {
    if (index == pixels && label >= 0) {
      return NUMBERS[label];
    }
    if (index < 0 || index >= pixels) {
      throw new IndexOutOfBoundsException(
          "expected an index from 0 to " + (size() - 1) + ", got " + index);
    }
    return NUMBERS[images.at(start + index)];
  }

  @Override
  public int size() {
    return label < 0 ? pixels : pixels + 1;
  }

  /** The class, counted from 0. */
  int label() {
    return label;
  }

  /** Writes the pixels, divided by 255, into {@code target}, starting at {@code offset}. */
  void copyScaled(double[] target, int offset) {
    for (int i = 0; i < pixels; i++) {
      target[offset + i] = SCALED[images.at(start + i)];
    }
  }

  /** The same in float32, which holds the same values. */
  void copyScaled(float[] target, int offset) {
    for (int i = 0; i < pixels; i++) {
      target[offset + i] = SCALED[images.at(start + i)];
    }
  }
}
