package gradtwin.cli;

import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Examples;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Loads an experiment's data, and shows how that goes. */
final class Loading {
  private static final int CHECKED_AT_ONCE = 1000;

  private Loading() {}

  /**
   * The data of an experiment.
   *
   * @throws Failure if it is missing or damaged, or is not what the network takes
   */
  static Dataset load(Surroundings surroundings, Configuration read, Experiment experiment) {
    try (FetchProgress progress = new FetchProgress(surroundings)) {
      Dataset data =
          read.catalogue()
              .load(experiment.data(), experiment.labels(), experiment.seed(), progress);
      Stream.of(data.training(), data.validation(), data.test())
          .forEach(examples -> check(examples, experiment));
      return data;
    } catch (DataException e) {
      throw Failure.wrongEnvironment(e.getMessage(), e.getCause());
    }
  }

  /**
   * Refuses features that the network cannot take, however well they are laid out.
   *
   * @throws Failure if there are such
   */
  static void check(Examples examples, Experiment experiment) {
    if (!experiment.network().takesIndices()) {
      return;
    }
    for (int from = 0; from < examples.size(); from += CHECKED_AT_ONCE) {
      int to = Math.min(examples.size(), from + CHECKED_AT_ONCE);
      experiment
          .network()
          .misfit(examples.batch(IntStream.range(from, to).toArray()).features())
          .ifPresent(
              reason -> {
                throw Failure.wrongInput(reason);
              });
    }
  }
}
