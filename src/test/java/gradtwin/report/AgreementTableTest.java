package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Difference.Ulp;
import gradtwin.compare.Gate;
import gradtwin.compare.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTableTest {
  private static final int WIDTH = 100;

  private static String text(Agreement agreement) {
    return AgreementTable.text(agreement, AgreementSamples.PROVENANCE, false);
  }

  @Test
  void agreementLooksLikeThis() {
    GoldenFile.assertSame("agreement.txt", text(AgreementSamples.agreement()));
  }

  @Test
  void deviationLooksLikeThis() {
    GoldenFile.assertSame("deviation.txt", text(AgreementSamples.deviation()));
  }

  @Test
  void verdictComesFirst() {
    assertTrue(text(AgreementSamples.agreement()).startsWith("DL4J and the twin agree: 52 "));
    assertTrue(text(AgreementSamples.deviation()).startsWith("Twin deviates, first at layer 1"));
  }

  @Test
  void everyLineFits() {
    assertFits(text(AgreementSamples.agreement()));
    assertFits(text(AgreementSamples.deviation()));
  }

  @Test
  void everyLineFitsWithLongNamesAndBigNumbers() {
    String longName = "aLayerWithAVeryLongNameThatNobodyWouldCallALayerByAndYetSomebodyDoes";
    Agreement sample = AgreementSamples.agreement(longName);
    Agreement wide =
        new Agreement(
            sample.schema(),
            longName,
            Verdict.DIFFERENT_FUNCTION,
            sample.sentence(),
            Long.MIN_VALUE,
            sample.precision(),
            sample.bound(),
            sample.batches(),
            sample.examples(),
            sample.plant(),
            sample.origin(),
            sample.origins(),
            sample.score(),
            sample.activations().stream().map(AgreementTableTest::wide).toList(),
            sample.deltas().stream().map(AgreementTableTest::wide).toList(),
            sample.blocks().stream().map(AgreementTableTest::wide).toList(),
            sample.update().stream().map(AgreementTableTest::wide).toList(),
            sample.complexStep(),
            sample.accelerated(),
            sample.trajectory(),
            sample.witness(),
            sample.coverage(),
            List.of("A note.".repeat(40).replace(".", ". ").strip()),
            sample.runtime());

    String text = text(wide);

    assertFits(text);
    assertTrue(text.contains("different function (inherited)"), text);
    assertTrue(text.contains("0 aLayer"), text);
    assertTrue(text.contains("4.94e+18"), text);
  }

  private static Block wide(Block block) {
    return new Block(
        block.layer(),
        block.layerType(),
        block.role(),
        block.parameter().isEmpty() ? "" : "aParameterWithALongName",
        Verdict.DIFFERENT_FUNCTION,
        true,
        4_940_000_000_000_000_000L,
        new Gate(Double.MAX_VALUE, 1, 0, 1, block.worst()),
        Double.MAX_VALUE,
        Double.MAX_VALUE,
        Double.MAX_VALUE,
        Double.MAX_VALUE,
        -1,
        -Double.MAX_VALUE,
        0,
        new Ulp(Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, List.of()),
        block.worst(),
        false,
        "");
  }

  private static void assertFits(String text) {
    text.lines()
        .forEach(line -> assertTrue(line.length() <= WIDTH, () -> line.length() + ": " + line));
    assertFalse(text.lines().anyMatch(line -> line.endsWith(" ")), "blanks at a line's end");
  }

  @Test
  void colourIsSentOnlyIfAskedFor() {
    assertFalse(text(AgreementSamples.deviation()).contains("\u001B"));

    String coloured =
        AgreementTable.text(AgreementSamples.deviation(), AgreementSamples.PROVENANCE, true);

    assertTrue(coloured.contains("\u001B[31mtwin deviates (origin)\u001B[0m\n"), coloured);
    assertTrue(coloured.contains("\u001B[32magree\u001B[0m\n"), coloured);
    assertEquals(
        text(AgreementSamples.deviation()), coloured.replaceAll("\u001B\\[\\d*m", ""), "the rest");
  }
}
