package gradtwin.data;

/** Hears how the search for data goes. Called on the thread that asked for the data. */
public interface FetchListener {
  /** Hears nothing. */
  FetchListener SILENT =
      new FetchListener() {
        @Override
        public void progress(String file, long done, long total) {}

        @Override
        public void note(String line) {}
      };

  /**
   * A file is being fetched.
   *
   * @param file its name
   * @param done bytes that are here, from an earlier attempt too
   * @param total bytes in all, or -1 if the server does not say
   */
  void progress(String file, long done, long total);

  /** Something worth telling, in one line. */
  void note(String line);
}
