package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Trajectory;
import gradtwin.compare.Trajectory.Defect;
import gradtwin.compare.Trajectory.Element;
import gradtwin.compare.Trajectory.FreeRun;
import gradtwin.compare.Trajectory.Growth;
import gradtwin.compare.Trajectory.Growth.Kind;
import gradtwin.compare.Trajectory.Point;
import gradtwin.compare.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrajectoryTableTest {
  /** Made up: a kink in step 2, a defect from step 3 on. */
  static Trajectory trajectory() {
    List<Point> points = new ArrayList<>();
    for (int step = 1; step <= 7; step++) {
      boolean defective = step >= 3;
      points.add(
          new Point(
              step,
              1.0 / step,
              defective ? 2.5e-7 : 1.5e-16,
              3e-16,
              defective ? 12345 : step == 2 ? 7.5 : 0.25,
              step == 2,
              1e-16 * step,
              2e-16,
              3e-16));
    }
    Place place = new Place(0, "dense", Role.UPDATE, "W");
    Growth growth = new Growth(Kind.STEADY, 0, 0);
    return new Trajectory(
        7,
        Verdict.INCONCLUSIVE,
        "A sentence.",
        new Defect(
            Verdict.INCONCLUSIVE,
            2.5e-7,
            12345,
            1,
            5,
            Optional.of(new Element(3, place, List.of(1, 2), 0.5, 0.25))),
        new FreeRun(Verdict.AGREE, 4, 7, 1, 2, 0, growth, growth),
        points);
  }

  /** Steps 1, 2, 5, the first defect and the last. */
  @Test
  void rowsAtGrowingDistances() {
    assertEquals(
        """
        training: each step from where DL4J stood (one-step defect), and all on their own (free run)
          step      loss  one-step defect  of allowed  free run  envelope              verdict
             1   1.00000          1.5e-16        0.25   1.0e-16   2.0e-16  to 3.0e-16    agree
             2  0.500000          1.5e-16        7.50   2.0e-16   2.0e-16  to 3.0e-16     kink
             3  0.333333          2.5e-07     1.2e+04   3.0e-16   2.0e-16  to 3.0e-16   defect
             5  0.200000          2.5e-07     1.2e+04   5.0e-16   2.0e-16  to 3.0e-16   defect
             7  0.142857          2.5e-07     1.2e+04   7.0e-16   2.0e-16  to 3.0e-16   defect
        A sentence.
        """,
        TrajectoryTable.text(trajectory()));
  }

  @Test
  void everyLineFits() {
    TrajectoryTable.text(trajectory())
        .lines()
        .forEach(line -> assertTrue(line.length() <= 100, line));
  }
}
