package gradtwin.yaml;

import java.util.stream.Collectors;

/** Values written as YAML, so that they read as the same values again. */
final class ScalarText {
  private ScalarText() {}

  /** As it was written, without quotes, where that is safe. */
  static String of(Node.Scalar scalar) {
    String text = scalar.text();
    boolean safe = scalar.plain() && !text.isEmpty() && text.indexOf('#') < 0;
    return safe ? text : quoted(text);
  }

  /** In quotes: double ones, with escapes, where there is a control character. */
  static String quoted(String text) {
    return text.chars().anyMatch(Character::isISOControl)
        ? text.chars().mapToObj(ScalarText::escaped).collect(Collectors.joining("", "\"", "\""))
        : "'" + text.replace("'", "''") + "'";
  }

  private static String escaped(int character) {
    if (Character.isISOControl(character)) {
      return String.format("\\x%02x", character);
    }
    return (character == '"' || character == '\\' ? "\\" : "") + (char) character;
  }
}
