package gradtwin.compare;

import gradtwin.compare.Trajectory.Defect;
import gradtwin.compare.Trajectory.Element;
import gradtwin.compare.Trajectory.FreeRun;
import gradtwin.compare.Trajectory.Growth.Kind;
import gradtwin.compare.Trajectory.Point;
import java.util.List;
import java.util.Locale;

/** What a trajectory says, in words. */
final class TrajectorySentence {
  private final List<Point> points;
  private final Defect defect;
  private final FreeRun freeRun;
  private final End end;

  /** Why there are no more steps. */
  enum End {
    LAST_STEP,
    BOTH_INFINITE,
    DL4J_INFINITE
  }

  TrajectorySentence(List<Point> points, Defect defect, FreeRun freeRun, End end) {
    this.points = points;
    this.defect = defect;
    this.freeRun = freeRun;
    this.end = end;
  }

  String text() {
    String next = String.format(Locale.ROOT, "%,d", points.size() + 1);
    String last =
        switch (end) {
          case LAST_STEP -> "";
          case BOTH_INFINITE -> " In step " + next + " both leave the finite numbers.";
          case DL4J_INFINITE ->
              " In step " + next + " DL4J leaves the finite numbers; the twin does not.";
        };
    return points.isEmpty() ? last.strip() : steps() + " " + free() + last;
  }

  private String steps() {
    if (defect.verdict().isAgreement()) {
      return String.format(
          Locale.ROOT,
          "Each of %,d steps is the twin's: at most %.1e of the parameters apart, %.2f of what"
              + " rounding allows%s.",
          points.size(),
          defect.largest(),
          defect.largestShare(),
          defect.onKink() == 0
              ? ""
              : String.format(Locale.ROOT, ", but for %,d on a kink", defect.onKink()));
    }
    Element first = defect.first().orElseThrow();
    return String.format(
        Locale.ROOT,
        "%,d of %,d steps are not the twin's, up to %.1e times what rounding allows; the first is"
            + " step %,d, worst at %s %s: DL4J %.10g, twin %.10g.",
        defect.defective(),
        points.size(),
        defect.largestShare(),
        first.step(),
        first.place(),
        first.index(),
        first.dl4j(),
        first.twin());
  }

  private String free() {
    if (freeRun.judged() == 0) {
      return "On its own nothing can be judged: twins one unit in the last place apart part at once.";
    }
    double ratio = freeRun.medianRatio();
    String apart =
        String.format(
            Locale.ROOT,
            "On its own DL4J is %s times as far from the twin as twins that started one unit in"
                + " the last place away",
            ratio < 1000
                ? String.format(Locale.ROOT, "%.1f", ratio)
                : String.format(Locale.ROOT, "%.1e", ratio));
    String until =
        freeRun.judged() == points.size()
            ? ""
            : String.format(
                Locale.ROOT, ", judged until step %,d, where they part", freeRun.judged());
    return apart + until + ": " + nature() + ".";
  }

  private String nature() {
    String growth = "the distance " + freeRun.growth() + ", theirs " + freeRun.envelopeGrowth();
    if (!freeRun.verdict().isAgreement()) {
      return growth + "; that is a fault in the steps, not chaos";
    }
    if (freeRun.leap() > 0) {
      return String.format(
          Locale.ROOT,
          "%s; it leaps in step %,d, where the twin in DL4J's place does as DL4J does: a kink, a"
              + " saturated unit, or an adaptive step with nearly no gradient, magnifies a rounding",
          growth,
          freeRun.leap());
    }
    boolean chaos =
        freeRun.growth().kind() == Kind.EXPONENTIAL
            && freeRun.envelopeGrowth().kind() == Kind.EXPONENTIAL;
    return chaos ? growth + "; that is chaos, and nobody's fault" : growth;
  }
}
