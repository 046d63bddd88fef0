package gradtwin.cli;

import gradtwin.report.Json;
import gradtwin.spec.Experiment;
import gradtwin.train.Engine;
import gradtwin.train.EngineKind;
import gradtwin.train.RunDirectory;
import gradtwin.train.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An earlier run, opened from its folder. */
final class SavedRun {
  private final Surroundings surroundings;
  private final RunDirectory directory;
  private final RunRecord record;
  private final EngineKind kind;
  private final Configuration configuration;
  private final Path model;

  private SavedRun(
      Surroundings surroundings,
      RunDirectory directory,
      RunRecord record,
      Configuration configuration,
      boolean last) {
    this.surroundings = surroundings;
    this.directory = directory;
    this.record = record;
    this.kind = EngineWord.read(record.engine());
    this.configuration = configuration;
    this.model = last ? directory.last(kind) : directory.model(kind);
  }

  /**
   * Opens a run.
   *
   * @throws Failure if the folder is no run, or has no such model
   */
  static SavedRun open(Surroundings surroundings, RunOptions options) {
    Path path = surroundings.resolve(options.run);
    RunDirectory directory =
        RunDirectory.open(path)
            .orElseThrow(
                () ->
                    Failure.wrongInput(
                        surroundings.shown(path)
                            + (Files.isDirectory(path)
                                ? ": expected the folder of a run, with configuration.yaml and"
                                    + " run.json in it"
                                : ": no such folder; expected that of a run, such as"
                                    + " runs/xor-mlp-20250102-030405")));
    RunRecord record = record(surroundings, directory);
    List<String> overrides = new ArrayList<>(record.overrides());
    overrides.addAll(options.overrides);
    Path original = Path.of(record.configuration());
    Configuration configuration =
        Configuration.read(
            surroundings, directory.configuration(), original.getParent(), overrides);
    SavedRun run = new SavedRun(surroundings, directory, record, configuration, options.last);
    if (!Files.exists(run.model)) {
      throw Failure.wrongInput(
          surroundings.shown(run.model)
              + ": no such file: the training ended ("
              + record.state()
              + ") before an epoch was done"
              + (options.last ? "" : "; --last takes the latest parameters"));
    }
    return run;
  }

  private static RunRecord record(Surroundings surroundings, RunDirectory directory) {
    try {
      return Json.read(Files.readString(directory.record()), RunRecord.class);
    } catch (IOException e) {
      throw Failure.wrongInput(
          surroundings.shown(directory.record())
              + ": expected the record of a run, got a damaged file: "
              + e.getMessage().replaceAll("\\s*\\n.*", ""));
    }
  }

  /** The experiment that was trained, with the overrides of that time and of now. */
  Experiment experiment() {
    return configuration.experiment(surroundings);
  }

  Configuration configuration() {
    return configuration;
  }

  RunDirectory directory() {
    return directory;
  }

  RunRecord record() {
    return record;
  }

  /** The folder for messages. */
  String shown() {
    return surroundings.shown(directory.path());
  }

  /** The name of the model's file. */
  String modelName() {
    return model.getFileName().toString();
  }

  /**
   * The trained network.
   *
   * @throws Failure if the model is damaged or does not fit the configuration
   */
  Engine engine(Experiment experiment) {
    try {
      return kind.load(experiment, model);
    } catch (IOException e) {
      throw Failure.wrongInput(
          surroundings.shown(model) + ": the model cannot be loaded: " + e.getMessage());
    }
  }
}
