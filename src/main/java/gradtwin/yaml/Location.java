package gradtwin.yaml;

/**
 * Where something stands in what the user wrote.
 *
 * @param source the file's name as the user gave it, or the override option
 * @param line counted from 1; 0 for an override
 * @param column counted from 1
 * @param text the whole source line
 */
public record Location(String source, int line, int column, String text) {
  /** The location of an override from the command line. */
  static Location ofOverride(String override) {
    return new Location("-o", 0, 1, override);
  }

  /** True if this stands in an override rather than in the file. */
  public boolean isOverride() {
    return line == 0;
  }

  /** For a column of origins: {@code line 12} or {@code -o}. */
  public String brief() {
    return isOverride() ? source : "line " + line;
  }

  @Override
  public String toString() {
    return isOverride() ? source + " " + text : source + ":" + line + ":" + column;
  }
}
