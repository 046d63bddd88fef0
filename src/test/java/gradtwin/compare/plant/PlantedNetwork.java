package gradtwin.compare.plant;

import gradtwin.compare.Comparison;
import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import java.nio.file.Path;
import java.util.List;

/** A file of the agreement folder, or of the known deviations, in which bugs are planted. */
record PlantedNetwork(
    String name, Experiment experiment, Comparison comparison, List<Backpropagation> right) {
  /** The witness looks at the element that differs most. */
  private static final List<String> ONE_ELEMENT =
      List.of("precision=float64", "comparison.witnessElements=1");

  /** A network, in float64. */
  static PlantedNetwork of(String name) {
    Path file =
        AgreementFiles.all().stream()
            .filter(path -> path.getFileName().toString().equals(name + ".yaml"))
            .findFirst()
            .orElseThrow();
    Experiment experiment =
        Experiment.read(
                name, AgreementFiles.text(name), ONE_ELEMENT, AgreementFiles.catalogue(file))
            .value()
            .orElseThrow();
    try {
      Dataset data =
          AgreementFiles.catalogue(file)
              .load(
                  experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
      Comparison comparison = Comparison.of(experiment, data.training());
      return new PlantedNetwork(
          name, experiment, comparison, Impact.passes(comparison.twin(), comparison));
    } catch (DataException e) {
      throw new AssertionError(e);
    }
  }

  Impact impact(Mutant mutant) {
    return Impact.of(mutant, experiment, comparison, right);
  }

  @Override
  public String toString() {
    return name;
  }
}
