package gradtwin.report;

import gradtwin.compare.Trajectory;
import gradtwin.compare.Trajectory.Point;
import java.util.Locale;
import java.util.TreeSet;

/** Some steps of a training as text: what they say, and a row for steps at growing distances. */
final class TrajectoryTable {
  private TrajectoryTable() {}

  static String text(Trajectory trajectory) {
    TextTable table = new TextTable();
    table.row(
        "  step", "loss", "one-step defect", "of allowed", "free run", "envelope", "", "verdict");
    for (int step : steps(trajectory)) {
      Point point = trajectory.points().get(step - 1);
      table.row(
          "  " + Figures.count(point.step()),
          Figures.digits(point.loss()),
          AgreementFigures.relative(point.defect()),
          String.format(Locale.ROOT, point.share() < 100 ? "%.2f" : "%.1e", point.share()),
          AgreementFigures.relative(point.distance()),
          AgreementFigures.relative(point.envelopeMinimum()),
          "to " + AgreementFigures.relative(point.envelopeMaximum()),
          point.defective() ? "defect" : point.onKink() ? "kink" : "agree");
    }
    return "training: each step from where DL4J stood (one-step defect), and all on their own (free"
        + " run)\n"
        + table
        + Figures.wrapped(trajectory.sentence());
  }

  /** 1, 2, 5, 10, 20, 50 ..., the last, and the first that is a defect. */
  private static Iterable<Integer> steps(Trajectory trajectory) {
    TreeSet<Integer> steps = new TreeSet<>();
    for (int decade = 1; decade <= trajectory.steps(); decade *= 10) {
      for (int factor : new int[] {1, 2, 5}) {
        if (decade * factor <= trajectory.steps()) {
          steps.add(decade * factor);
        }
      }
    }
    if (trajectory.steps() > 0) {
      steps.add(trajectory.steps());
    }
    trajectory.defect().first().ifPresent(element -> steps.add(element.step()));
    return steps;
  }
}
