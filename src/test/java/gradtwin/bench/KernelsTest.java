package gradtwin.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.bench.BenchResult.KernelResult;
import gradtwin.bench.Kernels.Duration;
import gradtwin.bench.Kernels.Kernel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private static final String IGNORE_LOCK = "jmh.ignoreLock";
  private static final Duration SHORT = new Duration(0, 1, 10);

  /** These tests time nothing, so another JMH on this machine does no harm. */
  @BeforeAll
  static void ignoreLock() {
    System.setProperty(IGNORE_LOCK, "true");
  }

  @AfterAll
  static void heedLock() {
    System.clearProperty(IGNORE_LOCK);
  }

  private static Kernel kernel(String name) {
    return Kernels.all().stream().filter(k -> k.name().equals(name)).findFirst().orElseThrow();
  }

  /** 2 · 32 · 784 · 128 operations; a rate in GFLOP/s is operations per nanosecond. */
  @Test
  void aProductIsMeasured() throws SubjectFailure {
    KernelResult result = Kernels.measure(kernel("A·B"), SHORT);
    assertEquals("32×784 · 784×128", result.shape());
    double nanoseconds = 1e3 * result.microseconds().median();
    assertTrue(nanoseconds > 0);
    assertEquals(6_422_528 / nanoseconds, result.gigaflops().orElseThrow(), 1e-9);
    assertTrue(result.bytesAllocated() >= 0);
  }

  @Test
  void movingNumbersIsNoOperationOnThem() throws SubjectFailure {
    assertEquals(Optional.empty(), Kernels.measure(kernel("im2col"), SHORT).gigaflops());
  }

  @Test
  void allKernelsAreThere() throws NoSuchMethodException {
    List<Kernel> all = Kernels.all();
    assertEquals(12, all.size());
    for (Kernel kernel : all) {
      kernel.benchmark().getMethod(kernel.method());
    }
  }

  @Test
  void whatJmhCannotDoIsAReason() {
    Kernel unknown = new Kernel("none", "", KernelsTest.class, "none", Map.of(), 0);
    String reason =
        assertThrows(SubjectFailure.class, () -> Kernels.measure(unknown, SHORT)).getMessage();
    assertTrue(reason.startsWith("JMH: "), reason);
  }
}
