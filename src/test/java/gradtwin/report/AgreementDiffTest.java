package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.Agreement;
import gradtwin.compare.AgreementDiff;
import gradtwin.compare.AgreementDiff.Change;
import gradtwin.compare.AgreementDiff.Kind;
import gradtwin.compare.AgreementDiff.Pair;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementDiffTest {
  private static final Agreement AGREEMENT = AgreementSamples.agreement();
  private static final Agreement DEVIATION = AgreementSamples.deviation();

  /** The comparison with one of its numbers or words changed: the first that reads so. */
  private static Agreement changed(Agreement agreement, String key, Object from, Object to)
      throws IOException {
    String json = Json.document(new AgreementDocument(agreement, AgreementSamples.PROVENANCE));
    String old = "\"" + key + "\" : " + Json.line(from);
    int at = json.indexOf(old);
    assertTrue(at >= 0, old);
    return AgreementDocument.read(
            json.substring(0, at)
                + "\""
                + key
                + "\" : "
                + Json.line(to)
                + json.substring(at + old.length()))
        .agreement();
  }

  private static List<String> changes(AgreementDiff diff) {
    return diff.changes().stream()
        .map(change -> change.kind() + " " + AgreementWords.name(change.place()))
        .toList();
  }

  @Test
  void theSameIsTheSame() {
    AgreementDiff diff = AgreementDiff.of(DEVIATION, DEVIATION);

    assertFalse(diff.worse());
    assertEquals(List.of(), diff.changes());
    assertEquals(10, diff.unchanged());
    assertEquals(Map.of(), diff.settings());
    assertTrue(
        AgreementDiffText.text(diff)
            .startsWith("Nothing got worse. Of 10 tensors: 10 as before.\n"));
  }

  @Test
  void newDeviationsAndLostTensorsAreWorse() {
    AgreementDiff diff = AgreementDiff.of(AGREEMENT, DEVIATION);

    assertTrue(diff.worse());
    assertEquals(
        List.of(
            "WORSE 1 output, gradient of W",
            "WORSE 1 output, gradient of b",
            "WORSE 1 output, delta",
            "WORSE 0 dense, gradient of W",
            "WORSE 0 dense, gradient of b",
            "WORSE 0 dense, delta",
            "DISAPPEARED 0 dense, update of b",
            "DISAPPEARED 1 output, update of b"),
        changes(diff));
    assertEquals(DEVIATION.origin(), diff.origin().after());
    assertEquals(new Pair<>("none", "batch-mean-forgotten"), diff.settings().get("plant"));
    assertEquals(new Pair<>("2", "1"), diff.settings().get("batches"));
  }

  @Test
  void aDeviationThatEndsIsBetter() {
    AgreementDiff diff = AgreementDiff.of(DEVIATION, AGREEMENT);

    assertFalse(diff.worse());
    assertEquals(6, diff.changes().stream().filter(c -> c.kind() == Kind.BETTER).count());
    assertEquals(2, diff.changes().stream().filter(c -> c.kind() == Kind.APPEARED).count());
  }

  @Test
  void whatIsNoLongerComparedIsWorseByItself() {
    AgreementDiff diff = AgreementDiff.of(AGREEMENT, withoutUpdates(AGREEMENT));

    assertTrue(diff.worse());
    assertEquals(4, diff.changes().size());
    assertTrue(diff.changes().stream().allMatch(c -> c.kind() == Kind.DISAPPEARED));
    assertFalse(AgreementDiff.of(withoutUpdates(AGREEMENT), AGREEMENT).worse());
  }

  private static Agreement withoutUpdates(Agreement agreement) {
    try {
      String json = Json.document(new AgreementDocument(agreement, AgreementSamples.PROVENANCE));
      int from = json.indexOf("\"update\" : [");
      int to = json.indexOf("\"complexStep\"");
      return AgreementDocument.read(
              json.substring(0, from) + "\"update\" : [ ], " + json.substring(to))
          .agreement();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeviationMustDoubleToBeWorse() throws IOException {
    double before = 5 / 6.0;

    assertEquals(
        List.of("WORSE 0 dense, delta"),
        changes(AgreementDiff.of(DEVIATION, changed(DEVIATION, "blockRelative", before, 1.7))));
    assertTrue(
        AgreementDiff.of(DEVIATION, changed(DEVIATION, "blockRelative", before, 1.7)).worse());
    assertEquals(
        List.of(),
        changes(AgreementDiff.of(DEVIATION, changed(DEVIATION, "blockRelative", before, 1.6))));
    assertEquals(
        List.of("BETTER 0 dense, delta"),
        changes(AgreementDiff.of(DEVIATION, changed(DEVIATION, "blockRelative", before, 0.4))));
    assertEquals(
        List.of("WORSE 0 dense, delta"),
        changes(AgreementDiff.of(DEVIATION, changed(DEVIATION, "z", 4.2e15, 9e15))));
  }

  @Test
  void otherRoundingIsToldAndNotWorse() throws IOException {
    AgreementDiff louder = AgreementDiff.of(AGREEMENT, changed(AGREEMENT, "z", 0.8, 3.0));

    assertEquals(List.of("CHANGED 0 dense, activation"), changes(louder));
    assertFalse(louder.worse());
    assertEquals(
        List.of(),
        changes(AgreementDiff.of(changed(AGREEMENT, "z", 0.8, 0.1), AGREEMENT)),
        "below one standard deviation all is quiet");
  }

  @Test
  void anotherFactorIsTold() throws IOException {
    AgreementDiff diff = AgreementDiff.of(DEVIATION, changed(DEVIATION, "scale", 6.0, 7.0));

    assertEquals(List.of("CHANGED 0 dense, delta"), changes(diff));
    assertTrue(
        AgreementDiffText.text(diff).contains("factor × 6.000, now × 7.000"),
        AgreementDiffText.text(diff));
  }

  @Test
  void aKinkIsNotWorseThanAgreement() throws IOException {
    String json = Json.document(new AgreementDocument(AGREEMENT, AgreementSamples.PROVENANCE));
    Agreement onKinks =
        AgreementDocument.read(json.replace("\"verdict\" : \"agree\"", "\"verdict\" : \"kink\""))
            .agreement();

    AgreementDiff diff = AgreementDiff.of(AGREEMENT, onKinks);

    assertFalse(diff.worse());
    assertEquals(12, diff.changes().size());
    assertFalse(AgreementDiff.of(onKinks, AGREEMENT).worse());
  }

  @Test
  void aLossThatDiffersIsWorse() throws IOException {
    String json = Json.document(new AgreementDocument(AGREEMENT, AgreementSamples.PROVENANCE));
    int score = json.indexOf("\"verdict\"", json.indexOf("\"score\""));
    Agreement after =
        AgreementDocument.read(
                json.substring(0, score)
                    + json.substring(score).replaceFirst("agree", "different function"))
            .agreement();

    AgreementDiff diff = AgreementDiff.of(AGREEMENT, after);

    assertTrue(diff.worse());
    assertEquals(List.of(), diff.changes());
    assertTrue(
        AgreementDiffText.text(diff).contains("loss: agree, now different function\n"),
        AgreementDiffText.text(diff));
  }

  @Test
  void textLooksLikeThis() {
    String text = AgreementDiffText.text(AgreementDiff.of(AGREEMENT, DEVIATION));

    GoldenFile.assertSame("changes.txt", text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
  }

  @Test
  void placesAreThoseOfTheFlow() {
    List<Change> changes = AgreementDiff.of(AGREEMENT, DEVIATION).changes();

    assertEquals(
        DEVIATION.origin().orElseThrow(),
        changes.stream().filter(c -> c.kind() == Kind.WORSE).findFirst().orElseThrow().place());
  }
}
