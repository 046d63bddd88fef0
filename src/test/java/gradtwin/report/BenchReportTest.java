package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {
  @Test
  void textForPeople() {
    assertEquals(
        """
        machine: Some CPU, 2 processors
        system: Linux 6, JVM 17
        images: digits <drawn>
        measured: 9 rounds of 0.30 s for each subject, in turn
        twin: precision float64
        dl4j: ompThreads 1
        stock: ompThreads 2

        microseconds per training step: median, least and most of the rounds
        network    batch  subject  median  least   most  steps/s                           loss
        xor-mlp        4  twin       2.50   2.25   30.0  400,000  0.700 to 0.700 (did not fall)
        mnist-mlp    512  dl4j      2,000  1,600  2,100      500                  2.31 to 0.250
        mnist-mlp    512  stock     8,000  7,500  9,900      125                  2.31 to 0.500

        times as fast: median, least and most of each round's own ratio
        network    batch  subject  as     median  least  most
        mnist-mlp    512  dl4j     stock    4.00   2.50  12.5

        same seed, same batches: how far the losses of two subjects are apart, relative
        network    batch  subject  as     steps  equal bits  largest difference
        mnist-mlp    512  dl4j     stock     20     first 3             8.0e-08

        microseconds per step as the work grows: 784-128-10 at batch 32 otherwise
        axis   value  subject  median  least   most
        batch  1,024  twin      2,300  2,200  2,400

        kernels of the twin, in float64 on one thread
        kernel  operands            µs  least  most  GFLOP/s  bytes
        A·B     32×784 · 784×128   128    128   140     50.0     48
        im2col  1 image           5.00   5.00  5.00               0

        not measured: xor-mlp at batch 4, mnist-mlp at batch 512 of pytorch32: there is none
        not measured: Adam, 784×128 of kernel: JMH: no
        """,
        BenchSample.report().text());
  }

  @Test
  void anEarlyEndIsSaidFirst() {
    assertEquals(
        """
        Interrupted: this is what was measured until then.

        machine: Some CPU, 2 processors
        system: Linux 6, JVM 17
        images: digits
        measured: 1 round of 0.50 s for each subject, in turn

        """,
        BenchSample.interrupted().text());
  }

  @Test
  void linesOfProgress() {
    assertEquals(
        "mnist-mlp at batch 512: stock 8,000 µs per step",
        BenchReport.line(List.of(BenchSample.STOCK)));
    assertEquals(
        "A·B, 32×784 · 784×128: 128 µs, 50.0 GFLOP/s", BenchReport.line(BenchSample.PRODUCT));
    assertEquals(
        "not measured: xor-mlp at batch 4, pytorch32: there is none",
        BenchReport.line(BenchSample.NO_PYTHON));
  }

  @Test
  void jsonForPrograms() throws IOException {
    JsonNode json = Json.tree(Json.document(BenchSample.report().json()));
    assertEquals(1, json.get("schema").asInt());
    JsonNode row = json.get("rows").get(1);
    assertEquals("mnist-mlp", row.get("network").asText());
    assertEquals(512, row.get("batch").asInt());
    assertEquals("dl4j", row.get("subject").asText());
    assertEquals(2000, row.at("/microsecondsPerStep/median").asDouble());
    assertEquals(1600, row.at("/microsecondsPerStep/minimum").asDouble());
    assertEquals(2100, row.at("/microsecondsPerStep/maximum").asDouble());
    assertEquals("1", row.at("/runtime/ompThreads").asText());
    JsonNode ratio = json.get("ratios").get(0);
    assertEquals("dl4j", ratio.get("subject").asText());
    assertEquals("stock", ratio.get("reference").asText());
    assertEquals(0.25, ratio.at("/time/median").asDouble());
    assertEquals(4, ratio.at("/speed/median").asDouble());
    assertEquals("batch", json.at("/growth/0/axis").asText());
    assertEquals(50.02, json.at("/kernels/0/gigaflops").asDouble());
    assertFalse(json.at("/kernels/1").has("gigaflops"));
    assertEquals("pytorch32", json.at("/missing/0/subject").asText());
    assertEquals("Some CPU", json.at("/host/cpu").asText());
    assertEquals(9, json.at("/settings/rounds").asInt());
    assertEquals("xor-mlp", json.at("/settings/networks/0").asText());
  }

  @Test
  void markdownForTheReadme() {
    assertEquals(
        """
        Microseconds per training step: median (least to most of the rounds).

        | network | batch | dl4j | stock | twin |
        |---|---:|---:|---:|---:|
        | xor-mlp | 4 | – | – | 2.50 (2.25 to 30.0) |
        | mnist-mlp | 512 | 2,000 (1,600 to 2,100) | 8,000 (7,500 to 9,900) | – |

        Times as fast, the first as the second: median (least to most) of each round's own ratio.

        | network | batch | dl4j / stock |
        |---|---:|---:|
        | mnist-mlp | 512 | 4.00 (2.50 to 12.5) |

        Kernels of the twin, in float64 on one thread.

        | kernel | operands | µs | GFLOP/s | bytes allocated |
        |---|---|---:|---:|---:|
        | A·B | 32×784 · 784×128 | 128 | 50.0 | 48 |
        | im2col | 1 image | 5.00 | – | 0 |

        - machine: Some CPU, 2 processors
        - system: Linux 6, JVM 17
        - images: digits <drawn>
        - measured: 9 rounds of 0.30 s for each subject, in turn
        - twin: precision float64
        - dl4j: ompThreads 1
        - stock: ompThreads 2
        - not measured: xor-mlp at batch 4, mnist-mlp at batch 512 of pytorch32: there is none
        - not measured: Adam, 784×128 of kernel: JMH: no
        """,
        BenchMarkdown.text(BenchSample.report()));
  }

  @Test
  void thePageHoldsTheSameNumbersAndNeedsNothingElse() {
    String page = BenchPage.html(BenchSample.report());
    for (String cell :
        List.of(
            "<td>mnist-mlp</td><td>dl4j</td><td class=\"number\">512</td><td class=\"number\">2,000",
            "<td>dl4j</td><td>stock</td><td class=\"number\">512</td><td class=\"number\">4.00</td>",
            "<td>batch</td><td>twin</td><td class=\"number\">1,024</td>",
            "<td>im2col</td><td>1 image</td>",
            "<code>./run.sh bench --growth</code>",
            "digits &lt;drawn&gt;",
            "not measured: Adam, 784×128 of kernel: JMH: no")) {
      assertTrue(page.contains(cell), cell);
    }
    assertFalse(page.contains("src=\"http"), "nothing is fetched");
    assertFalse(page.contains("href=\"http"), "nothing is fetched");
    String early = BenchPage.html(BenchSample.interrupted());
    assertTrue(early.contains("Interrupted"), "an early end is said");
    assertFalse(early.contains("id=\"times-title\""), "no empty tables");
    assertFalse(early.contains("id=\"growth-title\""), "no empty charts");
  }
}
