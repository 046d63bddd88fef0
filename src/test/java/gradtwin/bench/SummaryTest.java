package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.bench.BenchResult.Losses;
import gradtwin.bench.BenchResult.Ratio;
import gradtwin.bench.BenchResult.Row;
import gradtwin.bench.BenchResult.SameSteps;
import gradtwin.bench.Interleaving.Series;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final Summary SUMMARY =
      new Summary(new Workload(BenchmarkNetwork.LENET, 64, 500, 1));

  private static Series series(Subject subject, List<Double> losses, Double... microseconds) {
    return new Series(subject, Map.of("threads", "1"), losses, List.of(microseconds), 70, 0.25);
  }

  @Test
  void aRowHoldsTheRoundsOfOneSubject() {
    Row row = SUMMARY.row(series(Subject.TWIN, List.of(2.5, 2.0), 40.0, 20.0, 30.0));
    assertEquals(
        new Row(
            BenchmarkNetwork.LENET,
            64,
            Subject.TWIN,
            new Spread(30, 20, 40),
            70,
            new Losses(2.5, 0.25),
            Map.of("threads", "1")),
        row);
    assertEquals(1e6 / 30, row.stepsPerSecond());
    assertTrue(row.losses().fell());
    assertFalse(new Losses(2, 2).fell());
  }

  /**
   * In the second round the machine was busy, and both were slow. Times 10/20, 100/100, 10/40: the
   * median of the ratios is 0.5, where the ratio of the medians would be 10/40.
   */
  @Test
  void aRatioIsTakenRoundByRound() {
    Ratio ratio =
        SUMMARY.ratio(
            series(Subject.DL4J, List.of(), 10.0, 100.0, 10.0),
            series(Subject.STOCK, List.of(), 20.0, 100.0, 40.0));
    assertEquals(
        new Ratio(
            BenchmarkNetwork.LENET,
            64,
            Subject.DL4J,
            Subject.STOCK,
            new Spread(0.5, 0.25, 1),
            new Spread(2, 1, 4)),
        ratio);
  }

  /** |1 - 0.5| / 1 in the second step; the third is equal again; the fourth has one side only. */
  @Test
  void lossesOfTheSameStepsAreCompared() {
    SameSteps same =
        SUMMARY.sameSteps(
            series(Subject.DL4J, List.of(2.0, 1.0, 3.0, 9.0), 1.0),
            series(Subject.STOCK, List.of(2.0, 0.5, 3.0), 1.0));
    assertEquals(
        new SameSteps(BenchmarkNetwork.LENET, 64, Subject.DL4J, Subject.STOCK, 3, 1, 0.5), same);
  }

  @Test
  void equalLossesDoNotDiffer() {
    Series zero = series(Subject.DL4J, List.of(0.0), 1.0);
    SameSteps same = SUMMARY.sameSteps(zero, zero);
    assertEquals(0, same.largestRelativeDifference());
    assertEquals(1, same.equalSteps());
  }
}
