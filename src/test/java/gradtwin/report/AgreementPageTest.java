package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.compare.Agreement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AgreementPageTest {
  private static final Pattern CHART_DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"chart-data\">(.*?)</script>", Pattern.DOTALL);

  private static String page(Agreement agreement) {
    return AgreementPage.html(AgreementSamples.outcome(agreement, 6), AgreementSamples.PROVENANCE);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  /** The page without the chart library, whose text is not ours. */
  private static String ours(String page) {
    int start = page.indexOf("<script>");
    int end = page.indexOf("</script>", start);
    return page.substring(0, start) + page.substring(end);
  }

  private static JsonNode chartData(String page) throws Exception {
    Matcher matcher = CHART_DATA.matcher(page);
    assertTrue(matcher.find(), "the page holds chart data");
    return new ObjectMapper().readTree(matcher.group(1));
  }

  @Test
  void verdictIsTheHeadline() {
    String page = page(AgreementSamples.deviation());

    assertTrue(page.contains("<title>sample: The twin deviates</title>"));
    assertTrue(page.contains("<span>The twin deviates</span></h1>"));
    assertTrue(page.contains("\"the mean over the batch is forgotten\""), "the sentence");
    assertTrue(page.contains("<header class=\"bad\">"));
    assertTrue(page(AgreementSamples.agreement()).contains("<header class=\"good\">"));
  }

  @Test
  void everyTensorHasARow() {
    // 2 activations, the loss, 4 gradients, 2 deltas, 4 updates
    assertEquals(13, count(page(AgreementSamples.agreement()), "<td class=\"verdict\">"));
    assertEquals(0, count(page(AgreementSamples.agreement()), "<tr class=\"detail\">"));
    // 4 gradients and 2 deltas deviate
    assertEquals(6, count(page(AgreementSamples.deviation()), "<tr class=\"detail\">"));
    // of those, 2 gradients and a delta of the last layer arise there
    assertEquals(3, count(page(AgreementSamples.deviation()), "<tr class=\"bad origin\">"));
  }

  @Test
  void nothingIsFetched() {
    String page = page(AgreementSamples.agreement());

    assertTrue(page.length() > 1_000_000, "the chart library is inside");
    assertTrue(page.contains("Licensed to the Apache Software Foundation"), "with its license");
    String ours = ours(page);
    for (String fetching : List.of("src=", "href=", "url(", "@import", "http:", "https:")) {
      assertFalse(ours.contains(fetching), fetching);
    }
    assertEquals(1, count(page, "<!doctype html>"));
    assertEquals(3, count(page, "</script>"), "no script ends early");
  }

  @Test
  void chartsHoldWhatTheComparisonHolds() throws Exception {
    JsonNode data = chartData(page(AgreementSamples.deviation()));

    assertEquals(1e-14, data.at("/bound").asDouble());
    assertEquals("[\"0 dense\",\"1 output\"]", data.at("/heat/layers").toString());
    assertEquals(
        "[\"activation\",\"delta\",\"gradient W\",\"gradient b\",\"update W\"]",
        data.at("/heat/tensors").toString());
    assertEquals(10, data.at("/heat/cells").size());
    assertEquals(4, data.at("/scatters").size());
    assertEquals("1 output, gradient of W", data.at("/scatters/2/name").asText());
    assertTrue(data.at("/scatters/2/origin").asBoolean());
    assertEquals("[4,2]", data.at("/scatters/2/sizes").toString());
    assertEquals(0.5, data.at("/scatters/2/dl4j/7").asDouble());
    assertEquals(3.0, data.at("/scatters/2/twin/7").asDouble());
    assertEquals(5, data.at("/witness").size());
    assertEquals("0 dense, input", data.at("/witness/4/name").asText());
  }

  @Test
  void infiniteDifferencesReachTheCharts() throws Exception {
    JsonNode cells = chartData(page(AgreementSamples.deviation())).at("/heat/cells");

    assertTrue(cells.toString().contains("\"difference\":\"Infinity\",\"shown\":\"infinite\""));
  }

  @Test
  void namesCannotBecomeMarkup() throws Exception {
    Agreement agreement = AgreementSamples.agreement("</script><img src=x>");

    String page = page(agreement);

    assertEquals(3, count(page, "</script>"));
    assertFalse(ours(page).contains("<img"));
    assertTrue(page.contains("0 &lt;/script&gt;&lt;img src=x&gt;"));
    assertEquals(
        "0 </script><img src=x>", chartData(page).at("/heat/layers/0").asText(), "yet unchanged");
  }

  @Test
  void commandLineCanBePastedIntoAShell() {
    assertEquals(
        "./run.sh compare configs/sample.yaml -o 'name=a b'",
        AgreementSamples.PROVENANCE.command());
    assertTrue(
        page(AgreementSamples.agreement())
            .contains("<code>./run.sh compare configs/sample.yaml -o 'name=a b'</code>"));
  }
}
