package gradtwin.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses what cannot be written, before any work is done for it. */
final class OutputFile {
  private OutputFile() {}

  /**
   * The file that an option names.
   *
   * @param option for the message
   * @throws Failure if its folder is not there, or it is a folder itself
   */
  static Path check(Surroundings surroundings, String option, String name) {
    Path file = surroundings.resolve(name);
    if (Files.isDirectory(file)) {
      throw Failure.wrongInput(option + ": expected a file, got the folder " + name);
    }
    if (!Files.isDirectory(file.getParent())) {
      throw Failure.wrongInput(
          option + ": no such folder: " + surroundings.shown(file.getParent()));
    }
    return file;
  }

  /**
   * The folder that an option names; it may be missing yet.
   *
   * @param option for the message
   * @throws Failure if a file is in its place
   */
  static Path checkFolder(Surroundings surroundings, String option, String name) {
    Path folder = surroundings.resolve(name);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw Failure.wrongInput(option + ": expected a folder, got the file " + name);
    }
    return folder;
  }
}
