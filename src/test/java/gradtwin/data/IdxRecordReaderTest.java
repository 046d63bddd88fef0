package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.records.Record;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.writable.IntWritable;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;

final class IdxRecordReaderTest {
  @TempDir private Path folder;

  private IdxRecordReader reader(byte[] images, byte[] labels) throws Exception {
    URI imageFile = IdxBytes.write(folder.resolve("images"), images).toUri();
    URI labelFile = IdxBytes.write(folder.resolve("labels"), IdxBytes.gzip(labels)).toUri();
    IdxRecordReader reader = new IdxRecordReader();
    reader.initialize(new CollectionInputSplit(List.of(imageFile, labelFile)));
    return reader;
  }

  @Test
  void recordIsPixelsThenClass() throws Exception {
    IdxRecordReader reader = reader(IdxBytes.images(2, 1, 3), IdxBytes.labels(4, 0));
    assertEquals(
        List.of(new IntWritable(0), new IntWritable(1), new IntWritable(2), new IntWritable(4)),
        reader.next());
    assertTrue(reader.hasNext());
    assertEquals(
        List.of(new IntWritable(3), new IntWritable(4), new IntWritable(5), new IntWritable(0)),
        reader.next());
    assertFalse(reader.hasNext());
    assertThrows(NoSuchElementException.class, reader::next);
    reader.reset();
    assertEquals(new IntWritable(4), reader.next().get(3));
    assertEquals(List.of("0", "1", "2", "3", "4"), reader.getLabels());
  }

  @Test
  void recordsShareTheirWritables() throws Exception {
    IdxRecordReader reader = reader(IdxBytes.images(2, 1, 3), IdxBytes.labels(3, 3));
    ImageRecord first = reader.next();
    ImageRecord second = reader.next();
    assertSame(first.get(3), second.get(0));
    assertThrows(IndexOutOfBoundsException.class, () -> first.get(4));
    assertThrows(IndexOutOfBoundsException.class, () -> first.get(-1));
  }

  @Test
  void worksInPlainDl4j() throws Exception {
    int[] classes = new int[32];
    classes[1] = 9;
    IdxRecordReader reader = reader(IdxBytes.images(32, 28, 28), IdxBytes.labels(classes));
    RecordReaderDataSetIterator iterator =
        new RecordReaderDataSetIterator.Builder(reader, 20)
            .classification(784, 10)
            .preProcessor(new ImagePreProcessingScaler(0, 1))
            .build();
    DataSet batch = iterator.next();
    assertArrayEquals(new long[] {20, 784}, batch.getFeatures().shape());
    assertArrayEquals(new long[] {20, 10}, batch.getLabels().shape());
    // the pixels count up by one, modulo 256: 784 = 3 * 256 + 16
    assertEquals(17 / 255f, batch.getFeatures().getFloat(1, 1));
    assertEquals(1, batch.getLabels().getDouble(0, 0));
    assertEquals(1, batch.getLabels().getDouble(1, 9));
    assertEquals(20, batch.getLabels().sumNumber().intValue());
    assertEquals(12, iterator.next().numExamples());
    assertFalse(iterator.hasNext());
    iterator.reset();
    assertEquals(20, iterator.next().numExamples());
  }

  @Test
  void readsImagesWithoutLabels() throws Exception {
    URI images = IdxBytes.write(folder.resolve("images"), IdxBytes.images(2, 1, 3)).toUri();
    IdxRecordReader reader = new IdxRecordReader();
    reader.initialize(new CollectionInputSplit(List.of(images)));
    assertEquals(3, reader.next().size());
    assertEquals(List.of(), reader.getLabels());
  }

  @Test
  void findsARecordAgain() throws Exception {
    IdxRecordReader reader = reader(IdxBytes.images(2, 1, 3), IdxBytes.labels(4, 0));
    reader.next();
    Record second = reader.nextRecord();
    reader.reset();
    Record again = reader.loadFromMetaData(List.of(second.getMetaData())).get(0);
    assertEquals(second.getRecord(), again.getRecord());
    assertEquals(folder.resolve("images").toUri(), again.getMetaData().getURI());
  }

  @Test
  void refusesAnotherNumberOfLabels() {
    IOException refusal =
        assertThrows(
            IOException.class, () -> reader(IdxBytes.images(2, 1, 3), IdxBytes.labels(4, 0, 1)));
    assertEquals(
        folder.resolve("labels")
            + ": expected 2 labels, one for each image in "
            + folder.resolve("images")
            + ", found 3",
        refusal.getMessage());
  }

  @Test
  void refusesToReadBeforeItIsTold() {
    assertThrows(IllegalStateException.class, new IdxRecordReader()::hasNext);
    assertThrows(
        IllegalArgumentException.class,
        () -> new IdxRecordReader().initialize(new CollectionInputSplit(List.of())));
  }
}
