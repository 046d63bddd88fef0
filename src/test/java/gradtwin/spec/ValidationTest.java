package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading and checking a file, and building the twin of it, starts no native library. */
class ValidationTest {
  private static final String ND4J = "org.nd4j.linalg.factory.Nd4j";
  private static final String NATIVES = "org.bytedeco.javacpp.Loader";

  @TempDir private Path folder;

  /** Reads every agreement file and builds its twin, in a Java of its own. */
  static final class Program {
    private Program() {}

    /** With an argument, also builds one configuration for DL4J. */
    public static void main(String[] arguments) {
      for (String name : AgreementFiles.names()) {
        Experiment experiment = AgreementFiles.experiment(name);
        experiment.toTwin();
        experiment.toTwinUpdate();
      }
      if (arguments.length > 0) {
        AgreementFiles.experiment("layer-dense").toDl4j();
      }
    }
  }

  private List<String> loadedClasses(String... arguments) throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load:file=" + log + ":none");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Program.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the program ends");
    assertEquals(0, process.exitValue(), output);
    try (var lines = Files.lines(log)) {
      return lines.map(line -> line.split(" ", 2)[0]).toList();
    }
  }

  @Test
  void startsNoNativeLibrary() throws Exception {
    List<String> loaded = loadedClasses();
    assertTrue(loaded.contains(Experiment.class.getName()), "the log names what was loaded");
    assertFalse(loaded.contains(ND4J));
    assertFalse(loaded.contains(NATIVES));
  }

  /** The control: what this looks for is loaded where DL4J is asked for. */
  @Test
  void dl4jStartsThem() throws Exception {
    List<String> loaded = loadedClasses("dl4j");
    assertTrue(loaded.contains(ND4J));
    assertTrue(loaded.contains(NATIVES));
  }
}
