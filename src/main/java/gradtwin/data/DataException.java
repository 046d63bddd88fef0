package gradtwin.data;

/**
 * Data is missing, damaged or cannot be fetched. The message names the file, what was expected and
 * what was found, or what was tried, and what to do.
 */
public final class DataException extends Exception {
  private static final long serialVersionUID = 1;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
