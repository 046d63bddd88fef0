package gradtwin.bench;

import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.spec.Experiment;
import gradtwin.train.Engine;
import gradtwin.train.EngineKind;
import gradtwin.train.Journal;
import gradtwin.train.Stop;
import gradtwin.train.Trainer;
import gradtwin.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The program of the subjects {@code dl4j} and {@code twin}: this program's own training loop over
 * its own engine, which pauses before the step that it was not asked for yet.
 */
final class EngineSubject {
  private final EngineKind kind;
  private final BenchmarkData data;
  private final Dialogue dialogue;

  private EngineSubject(EngineKind kind, BenchmarkData data, Dialogue dialogue) {
    this.kind = kind;
    this.data = data;
    this.dialogue = dialogue;
  }

  /** The engine's word, and the program's folder. */
  public static void main(String[] args) throws IOException, DataException {
    BenchmarkData data = BenchmarkData.of(Path.of(args[1]), System.getenv());
    for (EngineKind kind : EngineKind.values()) {
      if (kind.word().equals(args[0])) {
        new EngineSubject(kind, data, Dialogue.overStandardStreams()).serve();
      }
    }
  }

  private void serve() throws IOException, DataException {
    Optional<Workload> workload = dialogue.nextWorkload();
    while (workload.isPresent()) {
      train(workload.get());
      workload = dialogue.nextWorkload();
    }
  }

  private void train(Workload workload) throws IOException, DataException {
    Experiment experiment = data.experiment(workload);
    Dataset examples = data.load(experiment);
    Engine engine = kind.create(experiment);
    Map<String, String> runtime = new LinkedHashMap<>();
    runtime.put("precision", engine.precision().word());
    runtime.putAll(engine.runtime());
    dialogue.ready(runtime);
    PacedTraining pace = new PacedTraining(dialogue);
    Training training =
        new Trainer(experiment, examples, engine, Journal.none(), pace, pace::pausesForEver).run();
    if (training.stop().reason() != Stop.Reason.INTERRUPTED) {
      throw new IllegalStateException("expected to be told when to end: " + training.stop());
    }
  }
}
