package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Pace PACE = new Pace(5, 2, 6, 0.3);

  @Test
  void aRoundHasAsManyStepsAsItsTimeHolds() {
    assertEquals(150, PACE.stepsInRound(2000)); // 0.3 s of 2 ms
  }

  @Test
  void aSlowSubjectTakesOneStep() {
    assertEquals(1, PACE.stepsInRound(900_000));
  }

  @Test
  void theWarmUpIsPartOfTheWay() {
    assertEquals(8, PACE.allRounds());
    assertEquals(0.25, PACE.share(2));
  }
}
