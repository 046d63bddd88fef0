package gradtwin.cli;

import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.spec.Experiment;

/** Loads an experiment's data, and shows how that goes. */
final class Loading {
  private Loading() {}

  /**
   * The data of an experiment.
   *
   * @throws Failure if it is missing or damaged
   */
  static Dataset load(Surroundings surroundings, Configuration read, Experiment experiment) {
    try (FetchProgress progress = new FetchProgress(surroundings)) {
      return read.catalogue()
          .load(experiment.data(), experiment.labels(), experiment.seed(), progress);
    } catch (DataException e) {
      throw Failure.wrongEnvironment(e.getMessage(), e.getCause());
    }
  }
}
