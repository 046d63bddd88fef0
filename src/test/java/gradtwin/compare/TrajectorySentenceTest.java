package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Trajectory.Defect;
import gradtwin.compare.Trajectory.Element;
import gradtwin.compare.Trajectory.FreeRun;
import gradtwin.compare.Trajectory.Growth;
import gradtwin.compare.Trajectory.Growth.Kind;
import gradtwin.compare.Trajectory.Point;
import gradtwin.compare.TrajectorySentence.End;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrajectorySentenceTest {
  private static final Growth STEADY = new Growth(Kind.STEADY, 0.1, 0);
  private static final Growth CHAOS = new Growth(Kind.EXPONENTIAL, 9, 2.25);

  private static final Defect NONE =
      new Defect(Verdict.AGREE, 1.25e-16, 0.5, 0, 0, Optional.empty());

  private static FreeRun free(int judged, int leap, Growth growth) {
    return new FreeRun(Verdict.AGREE, 4, judged, 1.25, 2, leap, growth, growth);
  }

  private static String text(int steps, Defect defect, FreeRun free, End end) {
    List<Point> points = Collections.nCopies(steps, new Point(1, 0, 0, 0, 0, false, 0, 0, 0));
    return new TrajectorySentence(points, defect, free, end).text();
  }

  @Test
  void healthy() {
    assertEquals(
        "Each of 300 steps is the twin's: at most 1.3e-16 of the parameters apart, 0.50 of what"
            + " rounding allows. On its own DL4J is 1.3 times as far from the twin as twins that"
            + " started one unit in the last place away: the distance does not grow, theirs does"
            + " not grow.",
        text(300, NONE, free(300, 0, STEADY), End.LAST_STEP));
  }

  @Test
  void kinks() {
    Defect kinks = new Defect(Verdict.KINK, 1.25e-16, 0.5, 3, 0, Optional.empty());
    String text = text(300, kinks, free(300, 0, STEADY), End.LAST_STEP);
    assertTrue(text.contains("0.50 of what rounding allows, but for 3 on a kink."), text);
  }

  @Test
  void chaos() {
    String text = text(300, NONE, free(43, 0, CHAOS), End.LAST_STEP);
    assertTrue(
        text.endsWith(
            "away, judged until step 43, where they part: the distance grows exponentially,"
                + " doubling in 2.3 steps, theirs grows exponentially, doubling in 2.3 steps; that"
                + " is chaos, and nobody's fault."),
        text);
  }

  @Test
  void leap() {
    String text = text(300, NONE, free(300, 8, STEADY), End.LAST_STEP);
    assertTrue(text.contains("; it leaps in step 8, where the twin in DL4J's place does as"), text);
  }

  @Test
  void fault() {
    Place place = new Place(1, "output", Role.MEMORY, "b");
    Defect fault =
        new Defect(
            Verdict.DL4J_DEVIATES,
            1e-6,
            2e4,
            0,
            300,
            Optional.of(new Element(1, place, List.of(2), 0.5, 0.25)));
    FreeRun free = new FreeRun(Verdict.DL4J_DEVIATES, 4, 300, 1e6, 2e6, 0, STEADY, STEADY);
    String text = text(300, fault, free, End.LAST_STEP);
    assertTrue(
        text.startsWith(
            "300 of 300 steps are not the twin's, up to 2.0e+04 times what rounding allows; the"
                + " first is step 1, worst at layer 1 (output), the optimizer's memory of b [2]:"
                + " DL4J 0.5000000000, twin 0.2500000000. On its own DL4J is 1.0e+06 times"),
        text);
    assertTrue(text.endsWith("; that is a fault in the steps, not chaos."), text);
  }

  @Test
  void whereTheNumbersEnd() {
    assertEquals(
        "In step 1 both leave the finite numbers.",
        text(0, NONE, free(0, 0, STEADY), End.BOTH_INFINITE));
    String text = text(2, NONE, free(0, 0, STEADY), End.DL4J_INFINITE);
    assertTrue(
        text.endsWith(
            "twins one unit in the last place apart part at once. In step 3 DL4J leaves the finite"
                + " numbers; the twin does not."),
        text);
  }
}
