package gradtwin.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The machine and the JVM, as far as a result may depend on them.
 *
 * @param cpu its model, or its architecture where the system does not say
 * @param cpuFeatures those that decide which arithmetic is used
 */
public record Host(
    String jvm,
    String operatingSystem,
    String architecture,
    String cpu,
    List<String> cpuFeatures,
    int processors,
    long maximumHeapMegabytes) {
  private static final Path CPU_INFORMATION = Path.of("/proc/cpuinfo");
  private static final Path PROCESS_STATUS = Path.of("/proc/self/status");

  private static final List<String> FEATURES =
      List.of(
          "sse4_2",
          "avx",
          "avx2",
          "fma",
          "avx512f",
          "avx512dq",
          "avx512bw",
          "avx512vl",
          "avx512_bf16",
          "amx_tile",
          "asimd",
          "sve");

  public Host {
    cpuFeatures = List.copyOf(cpuFeatures);
  }

  /** This machine. */
  public static Host current() {
    Map<String, String> cpu = information(CPU_INFORMATION);
    String architecture = System.getProperty("os.arch");
    String flags = cpu.getOrDefault("flags", cpu.getOrDefault("Features", ""));
    List<String> present = Arrays.asList(flags.split(" ", -1));
    return new Host(
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        architecture,
        cpu.getOrDefault("model name", architecture),
        FEATURES.stream().filter(present::contains).toList(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20);
  }

  /**
   * The most memory that this process has taken so far, resident; 0 where the system does not say.
   */
  static long peakMegabytes() {
    String kilobytes = information(PROCESS_STATUS).getOrDefault("VmHWM", "0 kB");
    return Long.parseLong(kilobytes.replace(" kB", "")) >> 10;
  }

  /** The first value of each name in one of Linux's files; nothing elsewhere. */
  private static Map<String, String> information(Path file) {
    Map<String, String> information = new TreeMap<>();
    if (!Files.isReadable(file)) {
      return information;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          information.putIfAbsent(
              line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
      }
    } catch (IOException e) {
      information.clear(); // a record without these is better than no run
    }
    return information;
  }
}
