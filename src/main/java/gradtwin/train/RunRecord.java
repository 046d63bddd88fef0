package gradtwin.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What made a run, and what came of it: {@code run.json}.
 *
 * @param version of the program
 * @param commit that the program was built from
 * @param commandLine as given
 * @param configuration the file that was read, absolute
 * @param overrides {@code path=value}, in order
 * @param engine who computed
 * @param precision of the numbers
 * @param runtime what the engine says of itself
 * @param started in ISO 8601, with the offset from UTC
 * @param state {@code running}, or why the training ended
 * @param seconds from start to end; 0 while it runs
 * @param peakMegabytes the most memory that the process has taken, resident; 0 while it runs, or
 *     where the system does not say
 * @param result metrics by part and name; empty until the end
 */
public record RunRecord(
    String version,
    String commit,
    List<String> commandLine,
    String configuration,
    List<String> overrides,
    String name,
    long seed,
    String engine,
    String precision,
    Data data,
    Map<String, String> runtime,
    Host host,
    String started,
    String state,
    double seconds,
    long peakMegabytes,
    Map<String, Map<String, Double>> result) {
  public RunRecord {
    commandLine = List.copyOf(commandLine);
    overrides = List.copyOf(overrides);
    runtime = ordered(runtime);
    result = ordered(result);
  }

  /**
   * The examples.
   *
   * @param source the word of the configuration
   * @param origin what they are, in one phrase
   * @param sha256 of each file's uncompressed content
   */
  public record Data(
      String source,
      String origin,
      Map<String, String> sha256,
      int trainingExamples,
      int validationExamples,
      int testExamples,
      boolean testIsTraining) {
    public Data {
      sha256 = ordered(sha256);
    }
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** The record of the same run at its end. */
  public RunRecord ended(Training training) {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    training
        .scores()
        .ifPresent(
            scores -> {
              for (Part part : Part.values()) {
                scores.of(part).ifPresent(values -> metrics.put(part.word(), values.byName()));
              }
            });
    return new RunRecord(
        version,
        commit,
        commandLine,
        configuration,
        overrides,
        name,
        seed,
        engine,
        precision,
        data,
        runtime,
        host,
        started,
        training.stop().reason().word(),
        training.seconds(),
        Host.peakMegabytes(),
        metrics);
  }
}
