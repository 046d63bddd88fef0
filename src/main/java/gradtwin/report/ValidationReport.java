package gradtwin.report;

import gradtwin.yaml.Diagnostic;
import gradtwin.yaml.Diagnostic.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What there is to say about some configuration files, for people and for programs.
 *
 * @param explained whether people are told more of each warning, once
 */
public record ValidationReport(List<Checked> files, boolean explained) {
  /**
   * One file.
   *
   * @param file as the user named it
   * @param unreadable why it could not be read at all; empty if it could
   */
  public record Checked(String file, List<Diagnostic> diagnostics, Optional<String> unreadable) {
    long faults() {
      return diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).count()
          + (unreadable.isPresent() ? 1 : 0);
    }
  }

  /** Files and faults, for programs. */
  public record Document(int files, long faults, List<Message> messages) {}

  /**
   * One diagnostic, for programs.
   *
   * @param line counted from 1; 0 for an override and for a file that cannot be read
   * @param column counted from 1; 0 likewise
   * @param path the key path; empty for the file as a whole
   * @param explanation more of the message; empty if it says all
   */
  public record Message(
      String file,
      Severity severity,
      int line,
      int column,
      String path,
      String message,
      String explanation) {}

  /** The faults of all files; a file that cannot be read is one. */
  public long faults() {
    return files.stream().mapToLong(Checked::faults).sum();
  }

  /** For people: every diagnostic with its line, and the count. */
  public String text() {
    StringBuilder text = new StringBuilder();
    Set<String> told = new HashSet<>();
    for (Checked checked : files) {
      checked.unreadable().ifPresent(why -> text.append("error: ").append(why).append('\n'));
      for (Diagnostic diagnostic : checked.diagnostics()) {
        text.append(diagnostic.render()).append('\n');
        String explanation = diagnostic.explanation();
        if (explained && !explanation.isEmpty() && told.add(explanation)) {
          text.append('\n').append(explanation.indent(4)).append('\n');
        }
      }
    }
    return text.append(Figures.count(files.size(), "file"))
        .append(", ")
        .append(Figures.count(faults(), "fault"))
        .append('\n')
        .toString();
  }

  /** For programs: the same as data. */
  public Document json() {
    List<Message> messages = files.stream().flatMap(f -> messages(f).stream()).toList();
    return new Document(files.size(), faults(), messages);
  }

  private static List<Message> messages(Checked checked) {
    if (checked.unreadable().isPresent()) {
      String why = checked.unreadable().get();
      return List.of(new Message(checked.file(), Severity.ERROR, 0, 0, "", why, ""));
    }
    return checked.diagnostics().stream()
        .map(
            d ->
                new Message(
                    checked.file(),
                    d.severity(),
                    d.location().line(),
                    d.location().isOverride() ? 0 : d.location().column(),
                    d.path(),
                    d.message(),
                    d.explanation()))
        .toList();
  }
}
