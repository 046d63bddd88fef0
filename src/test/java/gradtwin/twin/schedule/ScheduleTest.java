package gradtwin.twin.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradtwin.twin.Moment;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/** Values by hand, and DL4J's own at the moments of three epochs of seven iterations. */
class ScheduleTest {
  private static final double ROUNDING = 1e-15;

  private static void assertValues(Schedule schedule, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      Moment moment = new Moment(i, 0);
      assertEquals(expected[i], schedule.at(moment), ROUNDING, schedule + " at " + i);
      double exactly = schedule.exactly(moment).doubleValue();
      assertEquals(expected[i], exactly, ROUNDING, "exactly " + schedule + " at " + i);
    }
  }

  private static void assertAgreesWithDl4j(Schedule schedule, ISchedule dl4j) {
    for (int iteration = 0; iteration < 21; iteration++) {
      double expected = dl4j.valueAt(iteration, iteration / 7);
      Moment moment = new Moment(iteration, iteration / 7);
      String at = schedule + " at " + iteration;
      assertEquals(expected, schedule.at(moment), ROUNDING * expected, at);
      assertEquals(expected, schedule.exactly(moment).doubleValue(), ROUNDING * expected, at);
    }
  }

  @Test
  void countsEpochsOrIterations() {
    Moment moment = new Moment(7, 2);
    assertEquals(7, Clock.ITERATION.count(moment));
    assertEquals(2, Clock.EPOCH.count(moment));
    assertEquals(0.25, new Exponential(1, 0.5, Clock.EPOCH).at(moment));
  }

  @Test
  void fixed() {
    assertValues(new Fixed(0.25), 0.25, 0.25);
  }

  @Test
  void step() {
    assertValues(new Step(8, 0.5, 2, Clock.ITERATION), 8, 8, 4, 4, 2);
    assertAgreesWithDl4j(
        new Step(0.1, 0.7, 3, Clock.ITERATION),
        new StepSchedule(ScheduleType.ITERATION, 0.1, 0.7, 3));
    assertAgreesWithDl4j(
        new Step(0.1, 0.7, 2, Clock.EPOCH), new StepSchedule(ScheduleType.EPOCH, 0.1, 0.7, 2));
  }

  @Test
  void exponential() {
    assertValues(new Exponential(8, 0.5, Clock.ITERATION), 8, 4, 2, 1);
    assertAgreesWithDl4j(
        new Exponential(0.1, 0.9, Clock.EPOCH),
        new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.9));
  }

  /** 4 / (1 + i)^2. */
  @Test
  void inverse() {
    assertValues(new Inverse(4, 1, 2, Clock.ITERATION), 4, 1, 4.0 / 9, 0.25);
    assertAgreesWithDl4j(
        new Inverse(0.1, 0.3, 0.75, Clock.ITERATION),
        new InverseSchedule(ScheduleType.ITERATION, 0.1, 0.3, 0.75));
  }

  /** 16 (1 - i/4)^2: it falls, and stays 0. DL4J's rises: see the known deviations. */
  @Test
  void polynomial() {
    assertValues(new Polynomial(16, 2, 4, Clock.ITERATION), 16, 9, 4, 1, 0, 0);
  }

  /** Half at the center; far from it, 0 and all. */
  @Test
  void sigmoid() {
    Sigmoid rising = new Sigmoid(2, 1, 500, Clock.ITERATION);
    assertEquals(1, rising.at(new Moment(500, 0)));
    assertEquals(2, rising.at(new Moment(1000, 0)));
    assertEquals(0, rising.at(new Moment(0, 0)), 1e-200);
    Sigmoid falling = new Sigmoid(2, -1, 500, Clock.ITERATION);
    assertEquals(2 / (1 + Math.E), falling.at(new Moment(501, 0)), ROUNDING);
    assertAgreesWithDl4j(
        new Sigmoid(0.1, -0.4, 9, Clock.ITERATION),
        new SigmoidSchedule(ScheduleType.ITERATION, 0.1, -0.4, 9));
  }

  @Test
  void piecewise() {
    var values = new TreeMap<>(Map.of(0, 5.0, 2, 3.0, 3, 4.0));
    assertValues(new Piecewise(values, Clock.ITERATION), 5, 5, 3, 4, 4);
    assertAgreesWithDl4j(
        new Piecewise(values, Clock.EPOCH), new MapSchedule(ScheduleType.EPOCH, values));
    var late = new TreeMap<>(Map.of(1, 5.0));
    assertThrows(IllegalArgumentException.class, () -> new Piecewise(late, Clock.EPOCH));
  }

  @Test
  void ramp() {
    assertValues(new Ramp(new Fixed(4), 4), 1, 2, 3, 4, 4);
    assertValues(new Ramp(new Exponential(8, 0.5, Clock.ITERATION), 2), 4, 4, 2, 1);
    assertAgreesWithDl4j(
        new Ramp(new Exponential(0.1, 0.9, Clock.EPOCH), 5),
        new RampSchedule(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.9), 5));
  }

  /** Length 6, of which 2 anneal: up from 1 by 2, down by 2, then 1, 1/2, and again. */
  @Test
  void cycle() {
    assertValues(new Cycle(1, 5, 6, 2, 0.5, Clock.ITERATION), 1, 3, 5, 3, 1, 0.5, 1, 3);
    assertAgreesWithDl4j(
        new Cycle(0.1, 0.5, 9, 3, 0.1, Clock.ITERATION),
        new CycleSchedule(ScheduleType.ITERATION, 0.1, 0.5, 9, 3, 0.1));
  }
}
