package gradtwin.data;

import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.datavec.api.records.reader.RecordReader;

/**
 * How images are read: pixels divided by 255, no more.
 *
 * @param rows of one image
 * @param columns of one image
 */
record ImagePreprocessing(int rows, int columns, List<String> classes) implements Preprocessing {
  static final String WORD = "images";

  private static final String CLASS = "class";
  private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G'};

  ImagePreprocessing {
    classes = List.copyOf(classes);
  }

  /** The shape of one image as a network sees it. */
  Shape shape() {
    return Shape.of(rows * columns);
  }

  @Override
  public List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(WORD, Integer.toString(rows), Integer.toString(columns)));
    classes.forEach(name -> lines.add(List.of(CLASS, name)));
    return lines;
  }

  static ImagePreprocessing of(List<List<String>> lines) {
    List<String> classes = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      if (!line.get(0).equals(CLASS)) {
        throw new IllegalArgumentException("unknown word '" + line.get(0) + "'");
      }
      classes.add(line.get(1));
    }
    List<String> first = lines.get(0);
    return new ImagePreprocessing(
        Integer.parseInt(first.get(1)), Integer.parseInt(first.get(2)), classes);
  }

  @Override
  public RecordReader recordReader() {
    return new IdxRecordReader();
  }

  @Override
  public Examples readFeatures(Path input) throws DataException {
    IdxFile images = isPng(input) ? readPng(input) : IdxFile.read(input, IdxFile.Kind.IMAGES);
    requireSize(input, images.header().rows(), images.header().columns());
    return new ImageExamples(
        new IdxRecordReader(images, Optional.empty()), shape(), Optional.empty());
  }

  private void requireSize(Path input, int foundRows, int foundColumns) throws DataException {
    if (foundRows != rows || foundColumns != columns) {
      throw new DataException(
          String.format(
              "%s: expected images of %d x %d pixels, on which the network was trained, found"
                  + " %d x %d",
              input, rows, columns, foundRows, foundColumns));
    }
  }

  private static boolean isPng(Path input) throws DataException {
    try (InputStream in = Files.newInputStream(input)) {
      return Arrays.equals(in.readNBytes(PNG_START.length), PNG_START);
    } catch (NoSuchFileException e) {
      throw new DataException(input + ": expected IDX images or a PNG, found no such file", e);
    } catch (IOException e) {
      throw new DataException(input + ": cannot be read: " + Reason.of(e), e);
    }
  }

  private IdxFile readPng(Path input) throws DataException {
    Optional<BufferedImage> decoded;
    try (InputStream in = Files.newInputStream(input)) {
      decoded = Optional.ofNullable(ImageIO.read(new MemoryCacheImageInputStream(in)));
    } catch (IOException e) {
      throw new DataException(input + ": expected a PNG, found damage: " + Reason.of(e), e);
    }
    BufferedImage image =
        decoded.orElseThrow(
            () -> new DataException(input + ": expected a PNG, found another format"));
    requireSize(input, image.getHeight(), image.getWidth());
    ByteBuffer idx = ByteBuffer.allocate(16 + rows * columns);
    idx.putInt(0x00000803).putInt(1).putInt(rows).putInt(columns);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        idx.put((byte) grey(input, image, x, y));
      }
    }
    return IdxFile.read(input.toString(), idx.array(), IdxFile.Kind.IMAGES);
  }

  /** The brightness of a pixel, 0 for black to 255 for white. */
  private static int grey(Path input, BufferedImage image, int x, int y) throws DataException {
    int rgb = image.getRGB(x, y);
    if (rgb >>> 24 != 0xFF) {
      throw new DataException(
          input
              + ": expected bright strokes on black, found a transparent pixel in row "
              + y
              + ", column "
              + x
              + "; fill the background");
    }
    boolean palette = image.getColorModel() instanceof IndexColorModel;
    if (!palette && image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      // not getRGB, which takes the file's grey for linear light and changes the number
      return image.getRaster().getSample(x, y, 0) >> (image.getSampleModel().getSampleSize(0) - 8);
    }
    int red = rgb >> 16 & 0xFF;
    int green = rgb >> 8 & 0xFF;
    int blue = rgb & 0xFF;
    // the luma of ITU-R BT.601
    return (int) Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
}
