package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.Task;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.split.FileSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;

final class PreprocessingTest {
  private static final Preprocessing IMAGES =
      new ImagePreprocessing(2, 3, List.of("cat", "a\tdog"));
  private static final Preprocessing TABLE =
      new TablePreprocessing(
          '\t',
          "kind of flower",
          Task.CLASSIFICATION,
          List.of("rose", "d\\aisy"),
          List.of(
              new TableColumn.Numeric("width", 1 / 3.0, 1e-5),
              new TableColumn.Categorical("colour", List.of("red", "off\twhite"))));
  private static final Preprocessing FLOWERS =
      new TablePreprocessing(
          ',',
          "kind",
          Task.CLASSIFICATION,
          List.of("rose", "daisy"),
          List.of(
              new TableColumn.Categorical("colour", List.of("red", "white")),
              new TableColumn.Numeric("width", 3, 2)));

  @TempDir private Path folder;

  private Path file(String name, String text) {
    return IdxBytes.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private static Batch all(Examples examples) {
    return examples.batch(IntStream.range(0, examples.size()).toArray());
  }

  @Test
  void isSavedAndLoaded() throws Exception {
    for (Preprocessing preprocessing : List.of(IMAGES, TABLE, FLOWERS)) {
      Path file = folder.resolve("preprocessing.txt");
      preprocessing.save(file);
      assertEquals(preprocessing, Preprocessing.load(file));
      try (var files = Files.list(folder)) {
        assertEquals(List.of(file), files.toList(), "nothing temporary stays");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "chairs\n",
        "images\t28\n",
        "images\t28\tx\n",
        "images\t28\t28\nkind\tcat\n",
        "table\t,\tkind\n",
        "table\t,\tkind\tCLUSTERING\n",
        "table\t,\tkind\tREGRESSION\nnumeric\twidth\t3\n",
        "table\t,\tkind\tREGRESSION\nnumeric\twidth\t3\ttwo\n",
        "table\t,\tkind\tREGRESSION\nwidth\n"
      })
  void refusesWhatItDidNotSave(String text) {
    Path file = file("preprocessing.txt", text);
    String message = assertThrows(DataException.class, () -> Preprocessing.load(file)).getMessage();
    assertTrue(
        message.startsWith(
            file
                + ": expected what this program saved about its training data, found something"
                + " else ("),
        message);
    assertTrue(message.endsWith("train again to write it anew"), message);
  }

  @Test
  void refusesMissingFile() {
    Path file = folder.resolve("missing");
    assertEquals(
        file + ": expected how to read new rows, found no such file",
        assertThrows(DataException.class, () -> Preprocessing.load(file)).getMessage());
  }

  @Test
  void readsNewRowsByColumnName() throws DataException {
    Path input = file("new.csv", "width,note,colour\n5,x,white\n3,y,red\n");
    Examples rows = FLOWERS.readFeatures(input);
    assertEquals(2, rows.size());
    assertEquals(Shape.of(3), rows.featureShape());
    assertEquals(0, rows.labelShape().elements());
    assertArrayEquals(new double[] {0, 1, 1, 1, 0, 0}, all(rows).features().values());
  }

  @Test
  void readsNewRowsThatHaveLabels() throws DataException {
    Path input = file("new.csv", "width,kind,colour\n5,rose,white\n");
    assertArrayEquals(new double[] {0, 1, 1}, all(FLOWERS.readFeatures(input)).features().values());
  }

  @Test
  void refusesRowsThatDoNotFit() {
    Path strange = file("strange.csv", "width,colour\n5,mauve\n");
    assertEquals(
        strange
            + ":2: column 'colour': expected one of red, white, as in the training data, found"
            + " 'mauve'",
        assertThrows(DataException.class, () -> FLOWERS.readFeatures(strange)).getMessage());
    Path narrow = file("narrow.csv", "colour\nred\n");
    assertEquals(
        narrow + ":1: expected a column 'width', found colour; is it the delimiter that is wrong?",
        assertThrows(DataException.class, () -> FLOWERS.readFeatures(narrow)).getMessage());
    Path bare = file("bare.csv", "width,colour\n");
    assertEquals(
        bare + ": expected rows below the column names, found none",
        assertThrows(DataException.class, () -> FLOWERS.readFeatures(bare)).getMessage());
  }

  @Test
  void readsTablesInPlainDl4j() throws Exception {
    Path input = file("new.csv", "kind,width,colour\nrose,5,white\ndaisy,3,red\nrose,1,red\n");
    RecordReader reader = FLOWERS.recordReader();
    reader.initialize(new FileSplit(input.toFile()));
    RecordReaderDataSetIterator iterator =
        new RecordReaderDataSetIterator.Builder(reader, 2).classification(3, 2).build();
    DataSet batch = iterator.next();
    assertArrayEquals(new double[][] {{0, 1, 1}, {1, 0, 0}}, batch.getFeatures().toDoubleMatrix());
    assertArrayEquals(new double[][] {{1, 0}, {0, 1}}, batch.getLabels().toDoubleMatrix());
    assertArrayEquals(new double[][] {{1, 0, -1}}, iterator.next().getFeatures().toDoubleMatrix());
    assertFalse(iterator.hasNext());
    assertEquals(List.of("rose", "daisy"), reader.getLabels());
  }

  @Test
  void readsIdxImagesScaled() throws DataException {
    Path input = IdxBytes.write(folder.resolve("i.gz"), IdxBytes.gzip(IdxBytes.images(2, 2, 3)));
    Examples images = IMAGES.readFeatures(input);
    assertEquals(Shape.of(6), images.featureShape());
    assertEquals(0, images.labelShape().elements());
    double[] values = all(images).features().values();
    assertEquals(12, values.length);
    for (int i = 0; i < 12; i++) {
      assertEquals((float) (i / 255.0), values[i]);
    }
  }

  /** Dividing in float32, as DL4J's scaler does, gives the same. */
  @Test
  void scalesEachOf256PixelsAsFloat32Does() throws DataException {
    Path input = IdxBytes.write(folder.resolve("i"), IdxBytes.images(1, 16, 16));
    Preprocessing square = new ImagePreprocessing(16, 16, List.of());
    double[] values = all(square.readFeatures(input)).features().values();
    for (int i = 0; i < 256; i++) {
      assertEquals(i / 255f, values[i]);
    }
  }

  @Test
  void refusesImagesOfAnotherSize() {
    Path input = IdxBytes.write(folder.resolve("i"), IdxBytes.images(2, 3, 3));
    assertEquals(
        input + ": expected images of 2 x 3 pixels, on which the network was trained, found 3 x 3",
        assertThrows(DataException.class, () -> IMAGES.readFeatures(input)).getMessage());
    Path text = file("text", "hello");
    assertEquals(
        text + ": expected IDX images, which start with 0x00000803, found 0x68656c6c",
        assertThrows(DataException.class, () -> IMAGES.readFeatures(text)).getMessage());
    Path missing = folder.resolve("missing.png");
    assertEquals(
        missing + ": expected IDX images or a PNG, found no such file",
        assertThrows(DataException.class, () -> IMAGES.readFeatures(missing)).getMessage());
  }

  private Path png(int type, int... colours) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, type);
    for (int i = 0; i < 6; i++) {
      if (type == BufferedImage.TYPE_BYTE_GRAY) {
        image.getRaster().setSample(i % 3, i / 3, 0, colours[i]);
      } else {
        image.setRGB(i % 3, i / 3, colours[i]);
      }
    }
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** The grey of the file is the number that counts, without a correction of its brightness. */
  @Test
  void readsGreyPngExactly() throws Exception {
    Path png = png(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 100, 128, 200, 255);
    double[] values = all(IMAGES.readFeatures(png)).features().values();
    assertArrayEquals(
        new double[] {
          0,
          (float) (1 / 255.0),
          (float) (100 / 255.0),
          (float) (128 / 255.0),
          (float) (200 / 255.0),
          1
        },
        values);
  }

  /** 0.299 * 255 = 76.2, 0.587 * 255 = 149.7, 0.114 * 255 = 29.1. */
  @Test
  void readsColourPngAsGrey() throws Exception {
    Path png = png(BufferedImage.TYPE_INT_RGB, 0, 0xFF0000, 0x00FF00, 0x0000FF, 0x808080, 0xFFFFFF);
    double[] values = all(IMAGES.readFeatures(png)).features().values();
    for (int i = 0; i < 6; i++) {
      assertEquals(new int[] {0, 76, 150, 29, 128, 255}[i], Math.round(values[i] * 255));
    }
  }

  @Test
  void refusesPngThatDoesNotFit() throws Exception {
    Path png = png(BufferedImage.TYPE_INT_ARGB, 0xFF000000, 0xFF000000, 0x7F0000FF, 0, 0, 0);
    assertEquals(
        png
            + ": expected bright strokes on black, found a transparent pixel in row 0, column 2;"
            + " fill the background",
        assertThrows(DataException.class, () -> IMAGES.readFeatures(png)).getMessage());
    Preprocessing mnist = new ImagePreprocessing(28, 28, List.of());
    assertEquals(
        png + ": expected images of 28 x 28 pixels, on which the network was trained, found 2 x 3",
        assertThrows(DataException.class, () -> mnist.readFeatures(png)).getMessage());
    byte[] content = Files.readAllBytes(png);
    Path half = IdxBytes.write(folder.resolve("half.png"), java.util.Arrays.copyOf(content, 20));
    String message =
        assertThrows(DataException.class, () -> IMAGES.readFeatures(half)).getMessage();
    assertTrue(message.startsWith(half + ": expected a PNG, found damage"), message);
  }
}
