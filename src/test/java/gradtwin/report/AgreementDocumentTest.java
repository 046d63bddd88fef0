package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import gradtwin.compare.Agreement;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AgreementDocumentTest {
  private static final String SCHEMA = ReportSchema.of("reports", AgreementDocument.class);

  private static String json(Agreement agreement) {
    return Json.document(new AgreementDocument(agreement, AgreementSamples.PROVENANCE));
  }

  @Test
  void agreementLooksLikeThis() {
    GoldenFile.assertSame("agreement.json", json(AgreementSamples.agreement()));
  }

  @Test
  void deviationLooksLikeThis() {
    GoldenFile.assertSame("deviation.json", json(AgreementSamples.deviation()));
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    for (Agreement agreement :
        List.of(AgreementSamples.agreement(), AgreementSamples.deviation())) {
      assertEquals(
          new AgreementDocument(agreement, AgreementSamples.PROVENANCE),
          AgreementDocument.read(json(agreement)));
    }
  }

  @Test
  void otherVersionsAreRefusedWithTheCommandToRunAgain() {
    String old = json(AgreementSamples.agreement()).replace("\"schema\" : 2", "\"schema\" : 1");

    assertEquals(
        "expected schema 2, got schema 1 of another version of gradtwin; compare again to have it"
            + " in this one's: ./run.sh compare configs/sample.yaml -o 'name=a b'",
        refused(old));
  }

  @Test
  void whatIsNoReportIsRefused() {
    assertTrue(
        refused("name: xor").startsWith("expected a report that compare --json wrote, got no"));
    assertTrue(refused("{\"schema\": 2}").endsWith("got JSON without the keys schema and blocks"));
    assertTrue(
        refused(
                json(AgreementSamples.agreement())
                    .replace("\"verdict\" : \"agree\"", "\"verdict\" : 7.5"))
            .startsWith("expected a report that compare --json wrote, got one that was changed: "));
  }

  private static String refused(String text) {
    return assertThrows(IOException.class, () -> AgreementDocument.read(text)).getMessage();
  }

  @Test
  void reportsFitTheirSchema() {
    assertEquals(List.of(), faults(json(AgreementSamples.agreement())));
    assertEquals(List.of(), faults(json(AgreementSamples.deviation())));
  }

  @Test
  void theSchemaCanRefuse() {
    String json = json(AgreementSamples.agreement());

    assertFalse(faults(json.replace("\"seed\" : 42,", "")).isEmpty(), "a key is missing");
    assertFalse(
        faults(json.replace("\"verdict\" : \"agree\"", "\"verdict\" : \"fine\"")).isEmpty(),
        "no such verdict");
    assertFalse(faults(json.replace("\"z\" : 0.8", "\"z\" : \"much\"")).isEmpty(), "no number");
  }

  private static List<String> faults(String json) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SCHEMA, InputFormat.JSON);
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  @Test
  void everyComponentIsInTheSamplesAndNothingElse() throws IOException {
    Set<String> keys = new TreeSet<>();
    addKeys(Json.tree(SCHEMA), keys);
    Set<String> found = new TreeSet<>();
    for (Agreement agreement :
        List.of(AgreementSamples.agreement(), AgreementSamples.deviation())) {
      addFields(Json.tree(json(agreement)), found);
    }
    found.removeAll(AgreementSamples.agreement().runtime().keySet()); // names that DL4J gave

    assertEquals(keys, found);
  }

  /** The keys that a schema knows. */
  private static void addKeys(JsonNode schema, Set<String> keys) {
    schema.path("properties").fieldNames().forEachRemaining(keys::add);
    schema.path("$defs").forEach(definition -> addKeys(definition, keys));
  }

  private static void addFields(JsonNode node, Set<String> keys) {
    node.fieldNames().forEachRemaining(keys::add);
    node.forEach(child -> addFields(child, keys));
  }
}
