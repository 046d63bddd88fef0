package gradtwin.data;

import gradtwin.spec.DataInspector.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says which key of the user's file has to change when data turns out wrong. */
final class Blame {
  private final List<Fault> faults = new ArrayList<>();

  /** Reads, and keeps whatever goes wrong for {@link #throwAll}; empty then. */
  <T> Optional<T> tried(String key, Reading<T> reading) {
    try {
      return Optional.of(on(key, reading));
    } catch (Fault fault) {
      faults.add(fault);
      return Optional.empty();
    }
  }

  /** Throws the first fault that was kept, the others suppressed in it, if there is any. */
  void throwAll() throws Fault {
    if (!faults.isEmpty()) {
      Fault first = faults.get(0);
      faults.subList(1, faults.size()).forEach(first::addSuppressed);
      throw first;
    }
  }

  /** Something that may go wrong. */
  interface Reading<T> {
    T read() throws DataException;
  }

  /** A check that may fail. */
  interface Checking {
    void check() throws DataException;
  }

  /** Reads, and blames a key for whatever goes wrong. */
  static <T> T on(String key, Reading<T> reading) throws Fault {
    try {
      return reading.read();
    } catch (DataException e) {
      throw new Fault(key, e.getMessage());
    }
  }

  /** Checks, and blames a key for whatever fails. */
  static void check(String key, Checking checking) throws Fault {
    try {
      checking.check();
    } catch (DataException e) {
      throw new Fault(key, e.getMessage());
    }
  }
}
