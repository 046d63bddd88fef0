package gradtwin.report;

import gradtwin.data.MnistFiles;
import java.util.List;

/**
 * The files of a data set and whether they are what was published, for people and for programs: its
 * components are the JSON.
 *
 * @param name of the data set, as a file names it
 * @param folder where it is
 * @param why it was looked for there
 * @param intact whether all files are
 */
public record VerificationReport(
    String name, String folder, String why, boolean intact, List<File> files) {
  public VerificationReport {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param expected the SHA-256 of its uncompressed content
   * @param found the SHA-256 that it has, or why there is none
   */
  public record File(String file, boolean intact, String expected, String found) {}

  /**
   * What was found.
   *
   * @param verified the files of the place
   */
  public static VerificationReport of(
      String name, MnistFiles.Place place, List<MnistFiles.Verified> verified) {
    return new VerificationReport(
        name,
        place.folder().toString(),
        place.why(),
        verified.stream().allMatch(MnistFiles.Verified::intact),
        verified.stream()
            .map(
                file ->
                    new File(file.file().toString(), file.intact(), file.expected(), file.found()))
            .toList());
  }

  /** For people: a line for each file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (File file : files) {
      text.append(file.file());
      text.append(
          file.intact()
              ? ": intact\n"
              : ": expected SHA-256 " + file.expected() + ", found " + file.found() + "\n");
    }
    return text.toString();
  }
}
