package gradtwin.cli;

import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.Preprocessing;
import gradtwin.report.PredictionReport;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Examples;
import gradtwin.train.Engine;
import gradtwin.train.Forecast;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks a trained model about new examples. */
@Command(
    name = "predict",
    description = "Ask a trained model about new rows, sequences or images.",
    footer = {
      "",
      "The input is a CSV file whose first line names the feature columns, or for sequences also a"
          + " folder of such files; or images in MNIST's IDX format (gzipped or plain), or one image"
          + " as PNG.",
      "",
      "Examples:",
      "  gradtwin predict runs/xor-mlp-20250102-030405 --input data/xor.csv",
      "  gradtwin predict runs/mnist-mlp-20250102-030405 --input seven.png --json -"
    })
final class PredictCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;
  @Mixin RunOptions run;
  @Mixin JsonOption json;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The new examples.")
  String input;

  PredictCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    SavedRun saved = SavedRun.open(surroundings, run);
    Experiment experiment = saved.experiment();
    Preprocessing preprocessing = preprocessing(saved);
    Examples examples = examples(preprocessing);
    Engine engine = saved.engine(experiment);
    examples = DataCatalogue.seen(examples, experiment.data(), experiment.description());
    Loading.check(examples, experiment);
    Forecast forecast = Forecast.of(engine, examples, experiment, preprocessing.classes());
    PredictionReport report = new PredictionReport(saved.shown(), input, forecast);
    json.print(surroundings, report.text(), report.json());
    return ExitCode.DONE.number();
  }

  private static Preprocessing preprocessing(SavedRun saved) {
    try {
      return Preprocessing.load(saved.directory().preprocessing());
    } catch (DataException e) {
      throw Failure.wrongInput(e.getMessage());
    }
  }

  private Examples examples(Preprocessing preprocessing) {
    try {
      return preprocessing.readFeatures(surroundings.resolve(input));
    } catch (DataException e) {
      throw Failure.wrongInput(e.getMessage());
    }
  }
}
