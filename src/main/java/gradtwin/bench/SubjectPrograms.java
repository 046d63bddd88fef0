package gradtwin.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the subjects are started. */
final class SubjectPrograms {
  private static final String THREADS = "OMP_NUM_THREADS";
  private static final Set<String> OF_RUN_SH =
      Set.of(THREADS, "SD_MAX_THREADS", "GLIBC_TUNABLES", "OPENBLAS_CORETYPE");
  private static final String DEFAULT_NATIVES = "-Dorg.bytedeco.javacpp.platform.extension=";
  private static final Duration IMPORT_PATIENCE = Duration.ofMinutes(2);
  private static final String SCRIPT = "pytorch_subject.py";

  private final Path home;
  private final Path folder;
  private final Map<String, String> environment;
  private final List<String> namedPython;
  private String python = "";
  private String noPython = "";

  /**
   * @param home the program's folder
   * @param folder holds the files of the examples
   * @param environment the environment variables
   * @param namedPython the Python that the user named, or none
   */
  SubjectPrograms(
      Path home, Path folder, Map<String, String> environment, List<String> namedPython) {
    this.home = home;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.namedPython = List.copyOf(namedPython);
  }

  /**
   * The program of a subject, to be started.
   *
   * @throws SubjectFailure if there is none on this machine
   */
  ProcessBuilder of(Subject subject) throws SubjectFailure, IOException, InterruptedException {
    return switch (subject) {
      case DL4J, TWIN -> ours(subject);
      case STOCK -> stock();
      case PYTORCH32 -> pyTorch("float32");
      case PYTORCH64 -> pyTorch("float64");
    };
  }

  /** A JVM as this one is, with all that run.sh told it. */
  private ProcessBuilder ours(Subject subject) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(classPath());
    command.addAll(List.of(EngineSubject.class.getName(), subject.toString(), home.toString()));
    return process(command);
  }

  /**
   * A JVM without what run.sh sets, with the natives that ND4J brings by default, since ours for
   * this processor lie beside them, and as many threads as it takes by itself.
   */
  private ProcessBuilder stock() {
    List<String> command = new ArrayList<>(List.of(java(), DEFAULT_NATIVES));
    command.addAll(classPath());
    command.addAll(List.of(StockSubject.class.getName(), folder.toString()));
    ProcessBuilder process = process(command);
    process.environment().keySet().removeAll(OF_RUN_SH);
    return process;
  }

  /** One thread, which the script asks for too: libraries of PyTorch listen to this alone. */
  private ProcessBuilder pyTorch(String precision)
      throws SubjectFailure, IOException, InterruptedException {
    Path script = folder.resolve(SCRIPT);
    if (!Files.exists(script)) {
      try (InputStream in = SubjectPrograms.class.getResourceAsStream(SCRIPT)) {
        Files.copy(in, script);
      }
    }
    ProcessBuilder process =
        process(List.of(python(), script.toString(), precision, folder.toString()));
    process.environment().put(THREADS, "1");
    process.environment().put("MKL_NUM_THREADS", "1");
    return process;
  }

  /** Looked for once: importing torch takes a second. */
  private String python() throws SubjectFailure, InterruptedException {
    if (python.isEmpty() && noPython.isEmpty()) {
      try {
        python = Python.find(namedPython, environment, IMPORT_PATIENCE);
      } catch (SubjectFailure failure) {
        noPython = failure.getMessage();
      }
    }
    if (python.isEmpty()) {
      throw new SubjectFailure(noPython);
    }
    return python;
  }

  private ProcessBuilder process(List<String> command) {
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().clear();
    process.environment().putAll(environment);
    return process;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> classPath() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    return List.of(
        "-cp",
        Arrays.stream(entries)
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
  }
}
