package gradtwin.data;

import gradtwin.spec.DataInspector.Fault;

/** Says which key of the user's file has to change when data turns out wrong. */
final class Blame {
  private Blame() {}

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
