package gradtwin.spec;

/** Looks at a source as far as is needed to check a network against it, and loads no more. */
public interface DataInspector {
  /**
   * Describes a source.
   *
   * @throws Fault if the user's file names something that is not there or does not fit
   */
  DataDescription describe(Source source) throws Fault;

  /**
   * Something is wrong with a source, and it is the configuration that has to change. Further
   * faults of the same source are suppressed in the first.
   */
  final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    private final String key;

    /**
     * @param key the key of the source that is at fault, such as {@code path}
     * @param message what was expected, what was found, and what to do
     */
    public Fault(String key, String message) {
      super(message);
      this.key = key;
    }

    public String key() {
      return key;
    }
  }
}
