package gradtwin.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.Writable;

/**
 * Reads images and labels in MNIST's IDX format, one {@link ImageRecord} after the other.
 *
 * <p>In plain DL4J:
 *
 * <pre>{@code
 * IdxRecordReader reader = new IdxRecordReader();
 * reader.initialize(new CollectionInputSplit(List.of(images.toUri(), labels.toUri())));
 * DataSetIterator iterator =
 *     new RecordReaderDataSetIterator.Builder(reader, 32)
 *         .classification(784, 10)
 *         .preProcessor(new ImagePreProcessingScaler(0, 1))
 *         .build();
 * }</pre>
 */
public final class IdxRecordReader extends BaseRecordReader {
  private static final long serialVersionUID = 1;

  private transient Configuration configuration;
  private transient IdxFile images;
  private transient Optional<IdxFile> labels;
  private int next;

  /** A reader that is told by {@link #initialize} what to read. */
  public IdxRecordReader() {}

  /**
   * A reader over files that are already here.
   *
   * @throws DataException if there are not as many labels as images
   */
  IdxRecordReader(IdxFile images, Optional<IdxFile> labels) throws DataException {
    use(images, labels);
  }

  /**
   * Reads the files.
   *
   * @param split the file of the images and, if they are known, the file of the labels
   * @throws IOException if a file is missing or damaged
   */
  @Override
  public void initialize(InputSplit split) throws IOException, InterruptedException {
    super.initialize(split);
    URI[] locations = split.locations();
    if (locations.length < 1 || locations.length > 2) {
      throw new IllegalArgumentException(
          "expected a file of images and one of labels, got " + List.of(locations));
    }
    try {
      Optional<IdxFile> labelFile = Optional.empty();
      if (locations.length == 2) {
        labelFile = Optional.of(IdxFile.read(Path.of(locations[1]), IdxFile.Kind.LABELS));
      }
      use(IdxFile.read(Path.of(locations[0]), IdxFile.Kind.IMAGES), labelFile);
    } catch (DataException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void initialize(Configuration conf, InputSplit split)
      throws IOException, InterruptedException {
    setConf(conf);
    initialize(split);
  }

  private void use(IdxFile imageFile, Optional<IdxFile> labelFile) throws DataException {
    if (labelFile.isPresent()) {
      imageFile.header().requireLabels(labelFile.get().header());
    }
    images = imageFile;
    labels = labelFile;
    next = 0;
  }

  /** The number of images. */
  public int size() {
    if (images == null) {
      throw new IllegalStateException("expected initialize to be called first");
    }
    return images.header().count();
  }

  @Override
  public boolean hasNext() {
    return next < size();
  }

  @Override
  public ImageRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + size() + " images were read");
    }
    ImageRecord record = image(next++);
    invokeListeners(record);
    return record;
  }

  private ImageRecord image(int index) {
    OptionalInt label =
        labels.isPresent() ? OptionalInt.of(labels.get().at(index)) : OptionalInt.empty();
    return new ImageRecord(images, index, label);
  }

  @Override
  public Record nextRecord() {
    int index = next;
    return record(next(), new RecordMetaDataIndex(index, uri(), IdxRecordReader.class));
  }

  private URI uri() {
    return Path.of(images.header().name()).toUri();
  }

  private static Record record(List<Writable> writables, RecordMetaData where) {
    return new org.datavec.api.records.impl.Record(writables, where);
  }

  @Override
  public Record loadFromMetaData(RecordMetaData where) {
    return record(image((int) ((RecordMetaDataIndex) where).getIndex()), where);
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> where) {
    List<Record> records = new ArrayList<>();
    where.forEach(one -> records.add(loadFromMetaData(one)));
    return records;
  }

  /** The names of the classes: the numbers from 0 to the largest label; empty without labels. */
  @Override
  public List<String> getLabels() {
    int classes = labels.map(file -> file.largest() + 1).orElse(0);
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  @Override
  public void reset() {
    next = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /**
   * Not supported: an image and its label lie in two streams.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Writable> record(URI uri, DataInputStream in) {
    throw new UnsupportedOperationException(
        "expected initialize with two files: an image and its label lie in two streams");
  }

  @Override
  public void setConf(Configuration conf) {
    configuration = conf;
  }

  @Override
  public Configuration getConf() {
    return configuration;
  }

  @Override
  public void close() {}
}
