package gradtwin.data;

import gradtwin.spec.Task;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.SequenceRecord;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataURI;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.records.reader.SequenceRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * Reads sequences of CSV rows as a network reads them: at each step standardized numbers, a 0 or 1
 * for each category, and last the class or the target, if the files have that column.
 */
final class SequenceTableReader extends BaseRecordReader implements SequenceRecordReader {
  private static final long serialVersionUID = 1;

  private final transient SequencePreprocessing preprocessing;
  private transient Configuration configuration;
  private transient List<StepSequence> sequences;
  private transient int position;

  SequenceTableReader(SequencePreprocessing preprocessing) {
    this.preprocessing = preprocessing;
  }

  /**
   * Reads all sequences.
   *
   * @param split CSV files, each of which is a sequence if no column names them
   */
  @Override
  public void initialize(InputSplit split) throws IOException, InterruptedException {
    super.initialize(split);
    try {
      List<Table> tables = new ArrayList<>();
      for (URI location : split.locations()) {
        tables.add(Table.read(Path.of(location)));
      }
      SequenceFiles files = new SequenceFiles("the split", tables, preprocessing.column());
      sequences = StepSequence.readAll(files, preprocessing, false);
    } catch (DataException e) {
      throw new IOException(e.getMessage(), e);
    }
    position = 0;
  }

  @Override
  public void initialize(Configuration conf, InputSplit split)
      throws IOException, InterruptedException {
    setConf(conf);
    initialize(split);
  }

  @Override
  public boolean hasNext() {
    if (sequences == null) {
      throw new IllegalStateException("expected initialize to be called first");
    }
    return position < sequences.size();
  }

  @Override
  public List<List<Writable>> sequenceRecord() {
    if (!hasNext()) {
      throw new NoSuchElementException("all sequences were read");
    }
    StepSequence sequence = sequences.get(position++);
    List<List<Writable>> record = new ArrayList<>();
    for (double[] step : sequence.steps()) {
      record.add(writables(step));
    }
    invokeListeners(record);
    return record;
  }

  private List<Writable> writables(double[] step) {
    int features = preprocessing.table().shape().elements();
    List<Writable> writables = new ArrayList<>(step.length);
    for (int i = 0; i < step.length; i++) {
      boolean isClass = i == features && preprocessing.table().task() == Task.CLASSIFICATION;
      writables.add(isClass ? new IntWritable((int) step[i]) : new DoubleWritable(step[i]));
    }
    return writables;
  }

  @Override
  public SequenceRecord nextSequence() {
    return new org.datavec.api.records.impl.SequenceRecord(
        sequenceRecord(), new RecordMetaDataURI(null, SequenceTableReader.class));
  }

  @Override
  public void reset() {
    position = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public List<String> getLabels() {
    return preprocessing.classes();
  }

  /**
   * Not supported: a sequence is no single record.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Writable> next() {
    throw new UnsupportedOperationException("expected sequenceRecord");
  }

  /**
   * Not supported: a sequence is no single record.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Record nextRecord() {
    throw new UnsupportedOperationException("expected nextSequence");
  }

  /**
   * Not supported: a row means nothing without the names of the columns.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Writable> record(URI uri, DataInputStream in) {
    throw new UnsupportedOperationException("expected initialize with files");
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<List<Writable>> sequenceRecord(URI uri, DataInputStream in) {
    throw new UnsupportedOperationException("expected initialize with files");
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Record loadFromMetaData(RecordMetaData where) {
    throw new UnsupportedOperationException("expected files to be read in their order");
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> where) {
    throw new UnsupportedOperationException("expected files to be read in their order");
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public SequenceRecord loadSequenceFromMetaData(RecordMetaData where) {
    throw new UnsupportedOperationException("expected files to be read in their order");
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<SequenceRecord> loadSequenceFromMetaData(List<RecordMetaData> where) {
    throw new UnsupportedOperationException("expected files to be read in their order");
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
