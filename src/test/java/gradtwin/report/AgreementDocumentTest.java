package gradtwin.report;

import org.junit.jupiter.api.Test;

class AgreementDocumentTest {
  @Test
  void agreementLooksLikeThis() {
    GoldenFile.assertSame(
        "agreement.json",
        Json.document(
            new AgreementDocument(AgreementSamples.agreement(), AgreementSamples.PROVENANCE)));
  }

  @Test
  void deviationLooksLikeThis() {
    GoldenFile.assertSame(
        "deviation.json",
        Json.document(
            new AgreementDocument(AgreementSamples.deviation(), AgreementSamples.PROVENANCE)));
  }
}
