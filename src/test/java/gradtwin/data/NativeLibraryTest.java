package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.DataSpec;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Source;
import gradtwin.spec.Task;
import gradtwin.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The twin trains without ND4J's native library, so loading data must not load it. */
final class NativeLibraryTest {
  /** JavaCPP and its libraries, the class that starts ND4J, and ND4J's native operations. */
  private static final List<String> NATIVE_ND4J =
      List.of("org.bytedeco", "org.nd4j.linalg.factory", "org.nd4j.nativeblas");

  /** Loads a table and images, in a process of its own. */
  static final class Loading {
    private Loading() {}

    public static void main(String[] arguments) throws Exception {
      DataPlaces places = new DataPlaces(Path.of("configs"), Path.of(""), Map.of());
      DataCatalogue catalogue = new DataCatalogue(places);
      Source.Csv csv =
          new Source.Csv(
              "../data/cups.csv",
              new Source.Columns(
                  ",", "verdict", List.of(), List.of("cup"), Task.CLASSIFICATION, true),
              Optional.empty(),
              0.2,
              Optional.empty());
      Map<Source, Integer> sources =
          Map.of(new Source.Xor(), 2, csv, 3, new Source.Digits(50, 10), 10);
      for (Map.Entry<Source, Integer> source : sources.entrySet()) {
        LabelEncoding labels =
            new LabelEncoding(Task.CLASSIFICATION, Shape.of(source.getValue()), 0);
        Dataset loaded =
            catalogue.load(new DataSpec(source.getKey(), 8, 0.1), labels, 42, FetchListener.SILENT);
        loaded.training().batch(new int[] {0, 1});
      }
    }
  }

  @Test
  void loadingDataLoadsNoNativeLibraryOfNd4j() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Loading.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> loaded = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor(), () -> String.join("\n", loaded));
    assertTrue(
        loaded.stream().anyMatch(line -> line.contains("datavec.api.records.reader")),
        "expected a log of the classes that were loaded");
    assertEquals(
        List.of(),
        loaded.stream().filter(line -> NATIVE_ND4J.stream().anyMatch(line::contains)).toList());
  }
}
