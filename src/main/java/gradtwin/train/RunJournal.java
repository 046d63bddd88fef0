package gradtwin.train;

import java.io.IOException;
import java.util.function.Function;

/** A journal in a run's folder. */
public final class RunJournal implements Journal {
  private final RunDirectory run;
  private final EngineKind kind;
  private final Function<Epoch, String> toJson;

  /**
   * @param toJson writes an epoch on one line
   */
  public RunJournal(RunDirectory run, EngineKind kind, Function<Epoch, String> toJson) {
    this.run = run;
    this.kind = kind;
    this.toJson = toJson;
  }

  @Override
  public void epoch(Epoch epoch) throws IOException {
    run.appendMetrics(toJson.apply(epoch));
  }

  @Override
  public void best(Engine engine) throws IOException {
    AtomicFile.write(run.model(kind), engine::save);
  }

  @Override
  public void last(Engine engine) throws IOException {
    AtomicFile.write(run.last(kind), engine::save);
  }
}
