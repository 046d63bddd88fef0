package gradtwin.yaml;

/**
 * One thing to tell the user about their file.
 *
 * @param path the key path it concerns, such as {@code network.layers[1].activation}; empty for the
 *     document as a whole
 * @param message what was expected, what was received, and what to do
 * @param explanation more of it, in lines, for those who ask; empty if the message says all
 * @param deviation whether it warns of something that DL4J is known to do otherwise than it should,
 *     rather than of something that the user may not mean
 */
public record Diagnostic(
    Severity severity,
    Location location,
    String path,
    String message,
    String explanation,
    boolean deviation) {
  /** A message that says all. */
  public Diagnostic(Severity severity, Location location, String path, String message) {
    this(severity, location, path, message, "", false);
  }

  /** Whether the file can be used in spite of it. */
  public enum Severity {
    ERROR,
    WARNING;

    @Override
    public String toString() {
      return this == ERROR ? "error" : "warning";
    }
  }

  /** The message with its position, the source line and a caret, over several lines. */
  public String render() {
    StringBuilder text = new StringBuilder();
    text.append(location).append(": ").append(severity).append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    text.append(message);
    if (!location.isOverride() && !location.text().isBlank()) {
      text.append('\n').append("  ").append(location.text().replace('\t', ' ')).append('\n');
      text.append(" ".repeat(location.column() + 1)).append('^');
    }
    return text.toString();
  }
}
