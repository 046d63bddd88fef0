package gradtwin.data;

import gradtwin.spec.Task;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataLine;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;

/**
 * Reads the rows of a CSV file as a network reads them: standardized numbers, a 0 or 1 for each
 * category, and last the class or the target, if the file has that column.
 */
final class TableRecordReader extends BaseRecordReader {
  private static final long serialVersionUID = 1;

  private final transient TablePreprocessing preprocessing;
  private transient Configuration configuration;
  private transient Table table;
  private transient TableRows rows;
  private transient Optional<CsvRows.Row> next;

  TableRecordReader(TablePreprocessing preprocessing) {
    this.preprocessing = preprocessing;
  }

  private void open(Table content) throws DataException {
    close();
    table = content;
    rows = TableRows.open(table, preprocessing);
    next = rows.cells().next();
    if (next.isEmpty()) {
      throw rows.cells().noRows();
    }
  }

  @Override
  public boolean hasNext() {
    if (rows == null) {
      throw new IllegalStateException("expected initialize to be called first");
    }
    return next.isPresent();
  }

  private double[] nextRow() throws DataException {
    CsvRows.Row row =
        next.orElseThrow(
            () -> new NoSuchElementException("all rows of " + table.name() + " were read"));
    TableFaults faults = new TableFaults();
    double[] values = rows.values(row, faults);
    faults.throwAll();
    next = rows.cells().next();
    return values;
  }

  @Override
  public List<Writable> next() {
    try {
      double[] values = nextRow();
      List<Writable> record = new ArrayList<>(values.length);
      boolean classLast = rows.hasLabels() && preprocessing.task() == Task.CLASSIFICATION;
      int numbers = classLast ? values.length - 1 : values.length;
      for (int i = 0; i < numbers; i++) {
        record.add(new DoubleWritable(values[i]));
      }
      if (classLast) {
        record.add(new IntWritable((int) values[numbers]));
      }
      invokeListeners(record);
      return record;
    } catch (DataException e) {
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
  }

  /**
   * Starts to read.
   *
   * @param split one CSV file
   */
  @Override
  public void initialize(InputSplit split) throws IOException, InterruptedException {
    super.initialize(split);
    URI[] locations = split.locations();
    if (locations.length != 1) {
      throw new IllegalArgumentException("expected one file, got " + List.of(locations));
    }
    Path file = Path.of(locations[0]);
    try {
      open(Table.read(file));
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

  @Override
  public void reset() {
    try {
      open(table);
    } catch (DataException e) {
      throw new IllegalStateException("the content was read before", e);
    }
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public List<String> getLabels() {
    return preprocessing.classes();
  }

  @Override
  public Record nextRecord() {
    int line = next.map(CsvRows.Row::line).orElse(0);
    URI uri = Path.of(table.name()).toUri();
    return new org.datavec.api.records.impl.Record(
        next(), new RecordMetaDataLine(line, uri, TableRecordReader.class));
  }

  /**
   * Not supported: a row means nothing without the names of the columns.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Writable> record(URI uri, DataInputStream in) {
    throw new UnsupportedOperationException("expected initialize with a file");
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Record loadFromMetaData(RecordMetaData where) {
    throw new UnsupportedOperationException("expected a file to be read in its order");
  }

  /**
   * Not supported.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> where) {
    throw new UnsupportedOperationException("expected a file to be read in its order");
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
  public void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
