package gradtwin.cli;

import gradtwin.data.Dataset;
import gradtwin.report.EvaluationReport;
import gradtwin.spec.Experiment;
import gradtwin.train.Engine;
import gradtwin.train.Evaluation;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures a trained model on its test examples. */
@Command(
    name = "evaluate",
    description = "Measure a trained model on its test examples, and show what it confuses.",
    footer = {
      "",
      "Examples:",
      "  gradtwin evaluate runs/mnist-mlp-20250102-030405",
      "  gradtwin evaluate runs/mnist-mlp-20250102-030405 --last --json -",
      "  gradtwin evaluate runs/flowers-20250102-030405 -o data.path=/data/flowers.csv"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin GeneralOptions general;
  @Mixin RunOptions run;
  @Mixin JsonOption json;

  EvaluateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    SavedRun saved = SavedRun.open(surroundings, run);
    Experiment experiment = saved.experiment();
    Dataset data = Loading.load(surroundings, saved.configuration(), experiment);
    Engine engine = saved.engine(experiment);
    EvaluationReport report =
        new EvaluationReport(
            saved.shown(),
            saved.modelName(),
            saved.record().engine(),
            saved.record().precision(),
            data.origin(),
            data.testIsTraining(),
            Evaluation.of(engine, data.test(), experiment));
    json.print(surroundings, report.text(), report.json());
    return ExitCode.DONE.number();
  }
}
