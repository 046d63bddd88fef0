package gradtwin.bench;

import gradtwin.bench.BenchResult.Losses;
import gradtwin.bench.BenchResult.Ratio;
import gradtwin.bench.BenchResult.Row;
import gradtwin.bench.BenchResult.SameSteps;
import gradtwin.bench.Interleaving.Series;
import java.util.ArrayList;
import java.util.List;

/** What the series of one workload come to. */
record Summary(Workload workload) {
  Row row(Series series) {
    return new Row(
        workload.network(),
        workload.batch(),
        series.subject(),
        Spread.of(series.microsecondsPerStep()),
        series.steps(),
        new Losses(series.firstLosses().get(0), series.lastLoss()),
        series.runtime());
  }

  /** Each round's own ratio first, and then the median of them: both saw the same machine in it. */
  Ratio ratio(Series series, Series reference) {
    List<Double> time = new ArrayList<>();
    List<Double> speed = new ArrayList<>();
    for (int round = 0; round < series.microsecondsPerStep().size(); round++) {
      double ours = series.microsecondsPerStep().get(round);
      double theirs = reference.microsecondsPerStep().get(round);
      time.add(ours / theirs);
      speed.add(theirs / ours);
    }
    return new Ratio(
        workload.network(),
        workload.batch(),
        series.subject(),
        reference.subject(),
        Spread.of(time),
        Spread.of(speed));
  }

  SameSteps sameSteps(Series series, Series reference) {
    int steps = Math.min(series.firstLosses().size(), reference.firstLosses().size());
    int equal = 0;
    double largest = 0;
    for (int step = 0; step < steps; step++) {
      double ours = series.firstLosses().get(step);
      double theirs = reference.firstLosses().get(step);
      if (ours != theirs) {
        double size = Math.max(Math.abs(ours), Math.abs(theirs));
        largest = Math.max(largest, Math.abs(ours - theirs) / size);
      } else if (equal == step) {
        equal++;
      }
    }
    return new SameSteps(
        workload.network(),
        workload.batch(),
        series.subject(),
        reference.subject(),
        steps,
        equal,
        largest);
  }
}
