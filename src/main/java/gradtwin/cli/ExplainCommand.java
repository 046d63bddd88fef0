package gradtwin.cli;

import gradtwin.report.Explanation;
import gradtwin.report.Explanation.LayerRow;
import gradtwin.spec.Activation;
import gradtwin.spec.Dense;
import gradtwin.spec.Dropout;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.spec.OutputSpec;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
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
      "  gradtwin explain configs/mnist-mlp.yaml -o network.layers[0].units=64"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;
  @Mixin ConfigurationOptions configuration;

  ExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
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
    surroundings.out().print(explanation.text());
    return ExitCode.DONE.number();
  }

  /** The twin says what parameters a layer has: there is no second place that counts them. */
  private static List<LayerRow> layers(Experiment experiment) {
    List<LayerSpec> specs = experiment.network().layers();
    List<List<Parameter>> parameters = experiment.toTwin().parameters();
    List<Shape> shapes = experiment.network().shapes(experiment.description().features());
    List<LayerRow> rows = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      rows.add(
          new LayerRow(
              i,
              specs.get(i).word(),
              activation(specs.get(i)),
              specs.get(i) instanceof OutputSpec output ? output.loss().word() : "",
              shapes.get(i + 1).toString(),
              parameters.get(i).stream().map(Parameter::toString).toList(),
              parameters.get(i).stream().mapToLong(p -> p.value().size()).sum()));
    }
    return rows;
  }

  private static String activation(LayerSpec layer) {
    if (layer instanceof Dense dense) {
      return dense.activation().word();
    }
    if (layer instanceof Activation activation) {
      return activation.activation().word();
    }
    if (layer instanceof OutputSpec output) {
      return output.activation().word();
    }
    return layer instanceof Dropout dropout ? "rate " + dropout.rate() : "";
  }
}
