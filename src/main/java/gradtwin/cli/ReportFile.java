package gradtwin.cli;

import gradtwin.compare.Agreement;
import gradtwin.report.AgreementDocument;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/** A report that {@code compare --json} wrote, read again. */
final class ReportFile {
  private ReportFile() {}

  /**
   * Reads a comparison.
   *
   * @throws Failure if there is no such file, or it is something else
   */
  static Agreement read(Surroundings surroundings, String name) {
    try {
      return AgreementDocument.read(Files.readString(surroundings.resolve(name))).agreement();
    } catch (NoSuchFileException e) {
      throw Failure.wrongInput(name + ": no such file");
    } catch (MalformedInputException e) {
      throw Failure.wrongInput(name + ": expected text in UTF-8, got something else");
    } catch (IOException e) {
      throw Failure.wrongInput(name + ": " + e.getMessage());
    }
  }
}
