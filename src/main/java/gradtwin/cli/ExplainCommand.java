package gradtwin.cli;

import gradtwin.report.Explanation;
import gradtwin.report.Explanation.LayerRow;
import gradtwin.spec.Arrangement;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.spec.OutputSpec;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a configuration means. */
@Command(
    name = "explain",
    description = {
      "Show what a configuration means: its data, its layers with shapes and parameters, and every"
          + " value with where it came from."
    },
    footer = {
      "",
      "Examples:",
      "  gradtwin explain configs/mnist-mlp.yaml",
      "  gradtwin explain configs/mnist-mlp.yaml -o network.layers[0].units=64",
      "  gradtwin explain configs/mnist-mlp.yaml --json -"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;
  @Mixin ConfigurationOptions configuration;
  @Mixin JsonOption json;

  ExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    Configuration read =
        Configuration.read(surroundings, configuration.file, configuration.overrides);
    Experiment experiment = read.experiment(surroundings);
    Explanation explanation =
        new Explanation(
            experiment.name(),
            experiment.data().source().word(),
            experiment.description(),
            layers(experiment),
            read.resolved());
    json.print(surroundings, explanation.text(), explanation.json());
    return ExitCode.DONE.number();
  }

  /** The twin says what parameters a layer has: there is no second place that counts them. */
  private static List<LayerRow> layers(Experiment experiment) {
    List<LayerSpec> specs = experiment.network().layers();
    List<List<Parameter>> parameters = experiment.toTwin().parameters();
    List<Shape> shapes = experiment.shapes();
    List<Arrangement> arrangements =
        experiment.network().arrangements(experiment.description().features());
    List<LayerRow> rows = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      rows.add(
          new LayerRow(
              i,
              specs.get(i).word(),
              specs.get(i).detail(),
              specs.get(i) instanceof OutputSpec output ? output.loss().word() : "",
              shapes.get(i).toString(),
              arrangements.get(i).phrase(),
              shapes.get(i + 1).toString(),
              parameters.get(i).stream().map(Parameter::toString).toList(),
              parameters.get(i).stream().mapToLong(p -> p.value().size()).sum()));
    }
    return rows;
  }
}
