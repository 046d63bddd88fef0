package gradtwin.cli;

import gradtwin.data.Dataset;
import gradtwin.report.EpochLine;
import gradtwin.report.Json;
import gradtwin.report.TrainingReport;
import gradtwin.spec.Experiment;
import gradtwin.spec.Task;
import gradtwin.train.AtomicFile;
import gradtwin.train.Engine;
import gradtwin.train.EngineKind;
import gradtwin.train.Host;
import gradtwin.train.Journal;
import gradtwin.train.Part;
import gradtwin.train.Requirement;
import gradtwin.train.RunDirectory;
import gradtwin.train.RunJournal;
import gradtwin.train.RunRecord;
import gradtwin.train.Stop.Reason;
import gradtwin.train.Trainer;
import gradtwin.train.Training;
import gradtwin.train.XorFloor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network and writes a run directory. */
@Command(
    name = "train",
    description = {
      "Train the network of a configuration, on Deeplearning4j or on the twin written by hand, and"
          + " write a run directory with the model, the metrics, and a record of what made them."
    },
    footer = {
      "",
      "Examples:",
      "  gradtwin train configs/xor-mlp.yaml",
      "  gradtwin train configs/xor-mlp.yaml --engine twin",
      "  gradtwin train configs/mnist-mlp.yaml -o training.epochs=3 -o data.batchSize=64",
      "  gradtwin train configs/mnist-mlp.yaml --require test.accuracy=0.975 --json result.json",
      "",
      "Ctrl-C finishes the step and writes the last checkpoint."
    })
final class TrainCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Installation installation;

  @Spec CommandSpec spec;
  @Mixin GeneralOptions general;
  @Mixin ConfigurationOptions configuration;
  @Mixin JsonOption json;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "Who computes: dl4j (default), or twin, which needs no native library.")
  String engineWord = EngineKind.DL4J.word();

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of all runs; default: ${DEFAULT-VALUE}.")
  String runs = "runs";

  @Option(
      names = "--require",
      paramLabel = "METRIC",
      description = {
        "What the result has to reach, else the exit code is 1: test.accuracy=0.975,"
            + " train.loss=0.01; or \"test.loss>=0.2\". May be repeated."
      })
  List<String> required = List.of();

  TrainCommand(Surroundings surroundings, Installation installation) {
    this.surroundings = surroundings;
    this.installation = installation;
  }

  @Override
  public Integer call() throws IOException {
    json.check(surroundings);
    checkRuns();
    EngineKind kind = EngineWord.read(engineWord);
    List<Requirement> requirements = required.stream().map(TrainCommand::requirement).toList();
    Configuration read =
        Configuration.read(surroundings, configuration.file, configuration.overrides);
    Experiment experiment = read.experiment(surroundings);
    requirements.forEach(requirement -> check(requirement, experiment));
    Dataset data = Loading.load(surroundings, read, experiment);
    try (Interruption interruption = new Interruption()) {
      Engine engine = kind.create(experiment);
      OffsetDateTime started =
          OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
      RunDirectory run =
          RunDirectory.create(
              surroundings.resolve(runs), experiment.name(), started.toLocalDateTime());
      Journal journal = new RunJournal(run, kind, EpochLine::json);
      Training training;
      RunRecord record;
      try (TrainingProgress progress = progress(experiment, data)) {
        Trainer trainer =
            new Trainer(experiment, data, engine, journal, progress, interruption::requested);
        // only now does the engine know on how many threads it trains
        record = record(read, experiment, data, kind, engine, started);
        begin(run, read, data, record);
        training = trainer.run();
      }
      end(run, experiment, record.ended(training), training);
      return exitCode(training, requirements).number();
    }
  }

  private void checkRuns() {
    Path folder = surroundings.resolve(runs);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw Failure.wrongInput("--runs: expected a folder, got the file " + runs);
    }
  }

  /** Writes what is known before the first step. */
  private static void begin(RunDirectory run, Configuration read, Dataset data, RunRecord record)
      throws IOException {
    AtomicFile.write(run.configuration(), read.bytes());
    AtomicFile.write(run.resolved(), read.resolved().toYaml());
    data.preprocessing().save(run.preprocessing());
    AtomicFile.write(run.record(), Json.document(record));
  }

  private TrainingProgress progress(Experiment experiment, Dataset data) {
    return new TrainingProgress(
        surroundings, experiment.name(), experiment.training().epochs(), data.training().size());
  }

  /** Writes and prints what came of it. */
  private void end(RunDirectory run, Experiment experiment, RunRecord record, Training training)
      throws IOException {
    AtomicFile.write(run.record(), Json.document(record));
    boolean xorFloor = training.scores().isPresent() && XorFloor.appliesTo(experiment);
    TrainingReport report =
        new TrainingReport(surroundings.shown(run.path()), record, training, xorFloor);
    json.print(surroundings, report.text(), report.json());
  }

  private static Requirement requirement(String text) {
    try {
      return Requirement.parse(text);
    } catch (IllegalArgumentException e) {
      throw Failure.wrongInput("--require: " + e.getMessage());
    }
  }

  /** Refuses what can never be met before anything is trained. */
  private static void check(Requirement requirement, Experiment experiment) {
    if (requirement.part() == Part.VALIDATION && experiment.data().validationFraction() == 0) {
      throw Failure.wrongInput(
          "--require "
              + requirement
              + ": there is no validation part; set data.validationFraction");
    }
    boolean classes = experiment.description().task() == Task.CLASSIFICATION;
    if (requirement.metric().classesOnly() && !classes) {
      throw Failure.wrongInput(
          "--require " + requirement + ": the data's label is a number, which has no accuracy");
    }
  }

  private RunRecord record(
      Configuration read,
      Experiment experiment,
      Dataset data,
      EngineKind kind,
      Engine engine,
      OffsetDateTime started) {
    return new RunRecord(
        installation.version(),
        installation.commit(),
        spec.root().commandLine().getParseResult().originalArgs(),
        read.file().toString(),
        configuration.overrides,
        experiment.name(),
        experiment.seed(),
        kind.word(),
        engine.precision().word(),
        new RunRecord.Data(
            experiment.data().source().word(),
            data.origin(),
            data.sha256(),
            data.training().size(),
            data.validation().size(),
            data.test().size(),
            data.testIsTraining()),
        engine.runtime(),
        Host.current(),
        started.toString(),
        "running",
        0,
        0,
        Map.of());
  }

  private ExitCode exitCode(Training training, List<Requirement> requirements) {
    if (training.stop().reason() == Reason.INTERRUPTED) {
      return ExitCode.INTERRUPTED;
    }
    if (training.stop().reason() == Reason.DIVERGED) {
      surroundings
          .err()
          .println(
              "error: "
                  + training.stop().explanation()
                  + "; lower training.optimizer.learningRate, limit the gradients with"
                  + " training.gradientNormalization, or look for extreme values in the data");
      return ExitCode.NO;
    }
    Training.Scores scores = training.scores().orElseThrow();
    List<String> unmet =
        requirements.stream().map(r -> r.unmet(scores)).flatMap(Optional::stream).toList();
    unmet.forEach(reason -> surroundings.err().println("error: " + reason));
    return unmet.isEmpty() ? ExitCode.DONE : ExitCode.NO;
  }
}
