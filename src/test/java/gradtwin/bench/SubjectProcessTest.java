package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.bench.SubjectProcess.Run;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubjectProcessTest {
  private static final Workload XOR = BenchmarkNetwork.XOR_MLP.workloads().get(0);

  private static String reason(SubjectProcess subject) {
    return assertThrows(
            SubjectFailure.class,
            () -> {
              subject.open(XOR);
              subject.run(3);
            })
        .getMessage();
  }

  @Test
  void stepsAreTimed() throws SubjectFailure, InterruptedException {
    try (SubjectProcess subject = ScriptedSubject.start("1", "50")) {
      assertEquals(Map.of("script", "as written"), subject.open(XOR));
      Run run = subject.run(3);
      assertEquals(new Run(3, 150_000, 0.02), run);
      assertEquals(50, run.microsecondsPerStep());
    }
  }

  @Test
  void whatLibrariesPrintIsNoAnswer() throws SubjectFailure, InterruptedException {
    try (SubjectProcess subject = ScriptedSubject.start("chatter", "50")) {
      assertEquals(Map.of(), subject.open(XOR));
      assertEquals(50, subject.run(1).microsecondsPerStep());
    }
  }

  @Test
  void aDyingSubjectSaysWhy() throws SubjectFailure {
    try (SubjectProcess subject = ScriptedSubject.start("1", "die")) {
      assertEquals("it ended with exit code 7: Exception: the script says so", reason(subject));
    }
  }

  @Test
  void aHangingSubjectIsGivenUp() throws SubjectFailure {
    Duration patience = Duration.ofSeconds(1);
    try (SubjectProcess subject = ScriptedSubject.start(patience, () -> false, "hang")) {
      assertEquals("it gave no answer for 1 s", reason(subject));
    }
  }

  @Test
  void nonsenseIsNoAnswer() throws SubjectFailure {
    try (SubjectProcess subject = ScriptedSubject.start("nonsense")) {
      assertEquals("it gave an answer that makes no sense: 'forty two'", reason(subject));
    }
    try (SubjectProcess subject = ScriptedSubject.start("1", "nonsense")) {
      assertEquals("it gave an answer that makes no sense: 'forty two'", reason(subject));
    }
  }

  @Test
  void aProgramThatIsNotThereIsAReason() {
    SubjectFailure failure =
        assertThrows(
            SubjectFailure.class,
            () ->
                new SubjectProcess(
                    new ProcessBuilder("no-such-program"), Duration.ofSeconds(1), () -> false));
    assertTrue(failure.getMessage().contains("no-such-program"), failure.getMessage());
  }

  @Test
  void nothingIsWaitedForOnceTheUserWantsTheEnd() throws SubjectFailure {
    Duration patience = Duration.ofDays(1);
    try (SubjectProcess subject = ScriptedSubject.start(patience, () -> true, "hang")) {
      assertThrows(InterruptedException.class, () -> subject.open(XOR));
    }
  }
}
