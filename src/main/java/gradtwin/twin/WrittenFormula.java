package gradtwin.twin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The formula that stands in the documentation of one of the twin's classes, such as
 *
 * <pre>{@code
 * forward   z = x W + b        y = f(z)
 * backward  dz = f'(z) * dy    dW = xᵀ dz    db = sum over examples of dz    dx = dz Wᵀ
 * }</pre>
 *
 * <p>Compiled classes have no documentation, so the formulas are carried along in a file, {@code
 * formulas.txt}, that is made from it.
 *
 * @param text lines, each without blanks at its end; some begin with {@code forward} or {@code
 *     backward}, and those below them that are indented belong to them
 */
public record WrittenFormula(String text) {
  private static final String ROOM = WrittenFormula.class.getPackageName() + ".";
  private static final String FORWARD = "forward ";
  private static final String BACKWARD = "backward ";

  /** Once: a class that is asked for a formula is asked for many. */
  private static final class All {
    static final Map<String, WrittenFormula> BY_NAME = read();
  }

  /**
   * The formula of a layer, an activation, a loss, an optimizer, or else of the class that it
   * extends; empty if there is none.
   */
  public static Optional<WrittenFormula> of(Object twin) {
    for (Class<?> type = twin.getClass(); type != Object.class; type = type.getSuperclass()) {
      String name = type.getCanonicalName();
      if (name != null && All.BY_NAME.containsKey(name.replace(ROOM, ""))) {
        return Optional.of(All.BY_NAME.get(name.replace(ROOM, "")));
      }
    }
    return Optional.empty();
  }

  /** What is computed on the way to the loss: everything but the way back. */
  public String forward() {
    return without(BACKWARD);
  }

  /** What is computed on the way back: everything but the way to the loss. */
  public String backward() {
    return without(FORWARD);
  }

  private String without(String direction) {
    StringBuilder rest = new StringBuilder();
    boolean left = false;
    for (String line : text.lines().toList()) {
      left = line.startsWith(" ") ? left : line.startsWith(direction);
      if (!left) {
        rest.append(line).append('\n');
      }
    }
    return rest.toString().stripTrailing();
  }

  /** A line {@code # name}, the lines of the formula, an empty line. */
  private static Map<String, WrittenFormula> read() {
    try (InputStream in = WrittenFormula.class.getResourceAsStream("formulas.txt")) {
      if (in == null) {
        throw new IllegalStateException("expected formulas.txt beside the twin's classes");
      }
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, WrittenFormula> formulas = new LinkedHashMap<>();
      for (String entry : all.split("(?m)^# ", -1)) {
        List<String> lines = entry.strip().lines().toList();
        if (lines.size() > 1) {
          formulas.put(
              lines.get(0),
              new WrittenFormula(
                  lines.subList(1, lines.size()).stream().collect(Collectors.joining("\n"))));
        }
      }
      return formulas;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
