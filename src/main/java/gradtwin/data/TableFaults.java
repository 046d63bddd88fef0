package gradtwin.data;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a table: the first faults in full, and how many more there are. */
final class TableFaults {
  /** As many as a user wants to read at once. */
  static final int SHOWN = 20;

  private final List<DataException> shown = new ArrayList<>();
  private int count;

  /** Reads, and keeps what goes wrong for {@link #throwAll}. */
  <T> T tried(Blame.Reading<T> reading, T standIn) {
    try {
      return reading.read();
    } catch (DataException e) {
      add(e);
      return standIn;
    }
  }

  /** Checks, and keeps what goes wrong for {@link #throwAll}. */
  void tried(Blame.Checking checking) {
    try {
      checking.check();
    } catch (DataException e) {
      add(e);
    }
  }

  void add(DataException fault) {
    if (count++ < SHOWN) {
      shown.add(fault);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * Refuses the table if anything was wrong.
   *
   * @throws DataException that tells of everything, a line for each fault
   */
  void throwAll() throws DataException {
    if (count == 1) {
      throw shown.get(0);
    }
    if (count > 1) {
      StringBuilder text = new StringBuilder("expected a table without faults, found " + count);
      shown.forEach(fault -> text.append("\n  ").append(fault.getMessage()));
      if (count > SHOWN) {
        text.append("\n  and ").append(count - SHOWN).append(" more");
      }
      throw new DataException(text.toString(), shown.get(0));
    }
  }
}
