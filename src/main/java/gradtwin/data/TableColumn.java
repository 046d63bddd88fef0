package gradtwin.data;

import java.util.List;

/** A column of a table that a network reads. */
sealed interface TableColumn {
  String name();

  /** How many features it becomes. */
  int width();

  /**
   * Writes its features.
   *
   * @param index the column's place in the file
   */
  void write(CsvRows rows, CsvRows.Row row, int index, double[] target, int offset)
      throws DataException;

  /**
   * Numbers, of which the mean is subtracted and which are then divided by the deviation: 0 and 1
   * for numbers that are taken as they are.
   */
  record Numeric(String name, double mean, double deviation) implements TableColumn {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public void write(CsvRows rows, CsvRows.Row row, int index, double[] target, int offset)
        throws DataException {
      target[offset] = (rows.number(row, index) - mean) / deviation;
    }
  }

  /** Names, each of which becomes a feature of its own: 1 where it stands, 0 elsewhere. */
  record Categorical(String name, List<String> categories) implements TableColumn {
    public Categorical {
      categories = List.copyOf(categories);
    }

    @Override
    public int width() {
      return categories.size();
    }

    @Override
    public void write(CsvRows rows, CsvRows.Row row, int index, double[] target, int offset)
        throws DataException {
      target[offset + rows.oneOf(row, index, categories)] = 1;
    }
  }
}
