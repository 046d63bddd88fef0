package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.Trace.Phase;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Stage;
import gradtwin.compare.Trace.Worked;
import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TracerTest {
  /**
   * What rounding does to a sum that is added up in another order, relative to its largest term.
   */
  private static final double ROUNDING = 1e-12;

  static List<Path> files() {
    return AgreementFiles.all();
  }

  private static Trace trace(Path file) throws IOException, DataException {
    DataCatalogue catalogue = AgreementFiles.catalogue(file);
    Experiment experiment =
        Experiment.read(
                file.toString(), Files.readString(file), List.of("precision=float64"), catalogue)
            .value()
            .orElseThrow();
    Examples training =
        catalogue
            .load(experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT)
            .training();
    return Tracer.trace(experiment, training, 0, 3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyNetworkIsTracedAndItsArithmeticIsRight(Path file) throws IOException, DataException {
    Trace trace = trace(file);

    for (Stage stage : trace.stages()) {
      for (Worked worked : stage.worked()) {
        if (worked.symbol().isEmpty()) {
          assertEquals(trace.loss().twin(), worked.value(), ROUNDING * Math.abs(worked.value()));
          continue;
        }
        Tensor twin =
            stage.tensors().stream()
                .filter(sides -> sides.symbol().equals(worked.symbol()))
                .findFirst()
                .orElseThrow()
                .twin();
        double largest = DoubleStream.of(twin.values()).map(Math::abs).max().orElseThrow();
        assertEquals(
            twin.values()[worked.position()],
            worked.value(),
            ROUNDING * largest,
            stage.phase() + " " + stage.layer() + " " + worked.name());
      }
    }
    if (file.startsWith("src")) {
      for (Stage stage : trace.stages()) {
        for (Sides sides : stage.tensors()) {
          double largest =
              DoubleStream.of(sides.twin().values()).map(Math::abs).max().orElseThrow();
          assertTrue(
              sides.difference() <= 1e-9 * largest + 1e-18,
              stage.phase()
                  + " "
                  + stage.layer()
                  + " "
                  + sides.symbol()
                  + ": "
                  + sides.difference());
        }
      }
    }
    assertEquals(Phase.START, trace.stages().get(0).phase());
  }
}
