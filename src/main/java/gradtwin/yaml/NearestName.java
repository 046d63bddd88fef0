package gradtwin.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what the user may have meant. */
public final class NearestName {
  /** More edits than this make another name, however long: heUniform is not xavierUniform. */
  private static final int MOST_EDITS = 3;

  private NearestName() {}

  /** The candidate nearest to a name, if one is near enough to be suggested. */
  public static Optional<String> of(String name, Collection<String> candidates) {
    int limit = Math.min(MOST_EDITS, Math.max(1, (name.length() + 2) / 3));
    return candidates.stream()
        .filter(candidate -> distance(name, candidate) <= limit)
        .min(Comparator.comparingInt((String candidate) -> distance(name, candidate)));
  }

  /** The suggestion as the end of a message; empty if there is none. */
  static String didYouMean(String name, Collection<String> candidates) {
    return of(name, candidates).map(nearest -> "; did you mean '" + nearest + "'?").orElse("");
  }

  /**
   * Edits between two names, upper and lower case and separators ignored; a swap of neighbours
   * counts once (optimal string alignment distance). A name that another one starts with is at most
   * 1 away: {@code lr} is far from everything, but {@code sigm} is near {@code sigmoid}.
   */
  static int distance(String first, String second) {
    String a = folded(first);
    String b = folded(second);
    if (Math.min(a.length(), b.length()) >= 3 && (a.startsWith(b) || b.startsWith(a))) {
      return a.equals(b) ? 0 : 1;
    }
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        edits[i][j] =
            Math.min(
                edits[i - 1][j - 1] + substitution, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }
}
