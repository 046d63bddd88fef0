package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.compare.fuzz.Coverage.Matrix;
import gradtwin.compare.fuzz.Failure;
import gradtwin.compare.fuzz.Finding;
import gradtwin.compare.fuzz.FuzzResult;
import gradtwin.compare.fuzz.FuzzResult.Counts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FuzzReportTest {
  private static final Matrix MATRIX =
      new Matrix(
          "layer",
          "loss",
          List.of("dense", "prelu"),
          List.of("hinge", "poisson", "squaredError"),
          List.of(List.of(3, 0, 1), List.of(0, 0, -1)));

  private static FuzzResult result(
      Counts counts, boolean interrupted, Map<String, Integer> failures, List<Finding> findings) {
    return new FuzzResult(
        7,
        0,
        counts,
        30,
        interrupted,
        failures,
        failures.isEmpty() ? Map.of() : Map.of("network.layers[0]: no", 2),
        findings,
        Map.of("layer", Map.of("prelu", failures.isEmpty() ? 1 : 0)),
        List.of(MATRIX));
  }

  @Test
  void whatWasFoundComesFirst() {
    Failure failure =
        new Failure("dl4j deviates", "prelu", "layer 1 (prelu), gradient of W", "DL4J deviates.");
    FuzzResult result =
        result(
            new Counts(1200, 30, 4, 2, 5),
            false,
            Map.of("dl4j deviates | prelu", 5),
            List.of(new Finding(17, failure, "fuzz/a.yaml", 2, 9)));
    assertEquals(
        """
        1 kind of failure in 1,241 random networks from seed 7: 1 file was written.

        networks    1,241  2482 a minute
        agreed      1,200
        known          30  where DL4J is known to deviate
        not finite      4  on both sides alike
        refused         2  by the reader of configurations
        failed          5

        kind of failure        networks
        dl4j deviates | prelu         5

        fuzz/a.yaml
        DL4J deviates. (2 layers, 9 parameters)

        refused
        2  network.layers[0]: no

        tried together  pairs  of  never, for example
        layer and loss      2   5  dense with poisson, prelu with hinge
        not tried at all: layer prelu
        """,
        new FuzzReport(result).text());
  }

  @Test
  void nothingNew() {
    FuzzResult result = result(new Counts(1, 0, 0, 0, 0), true, Map.of(), List.of());
    assertEquals(
        """
        Nothing new was found in 1 random network from seed 7, interrupted.

        networks    1  2 a minute
        agreed      1
        known       0  where DL4J is known to deviate
        not finite  0  on both sides alike
        refused     0  by the reader of configurations
        failed      0

        tried together  pairs  of  never, for example
        layer and loss      2   5  dense with poisson, prelu with hinge
        every word was tried
        """,
        new FuzzReport(result).text());
  }

  @Test
  void progressInALine() {
    assertEquals(
        "1,241 networks, 2482 a minute, 5 failed",
        FuzzReport.progress(new Counts(1200, 30, 4, 2, 5), 30));
    assertEquals("1 network, 60 a minute", FuzzReport.progress(new Counts(1, 0, 0, 0, 0), 1));
  }
}
