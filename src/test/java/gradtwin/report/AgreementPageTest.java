package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.compare.Agreement;
import java.util.ArrayList;
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
  void acceleratedLayersHaveASection() {
    String page = page(AgreementSamples.deviation());

    assertTrue(page.contains("Layers in DL4J's place"));
    assertTrue(
        page.contains("<td>0 dense</td><td>at most 1235 σ from the twin, in gradient of W</td>"));
    assertTrue(page.contains("<span aria-hidden=\"true\">✗</span> acceleration deviates"));
    assertFalse(page(AgreementSamples.agreement()).contains("Layers in DL4J's place"));
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

    assertEquals(6, data.at("/gate").asDouble());
    assertEquals("[\"0 dense\",\"1 output\"]", data.at("/heat/layers").toString());
    assertEquals(
        "[{\"role\":\"activation\",\"parameter\":\"\"},{\"role\":\"delta\",\"parameter\":\"\"},"
            + "{\"role\":\"gradient\",\"parameter\":\"W\"},{\"role\":\"gradient\",\"parameter\":\"b\"},"
            + "{\"role\":\"update\",\"parameter\":\"W\"}]",
        data.at("/heat/columns").toString());
    assertEquals(10, data.at("/heat/cells").size());
    assertEquals(4, data.at("/scatters").size());
    assertEquals("1 output, gradient of W", data.at("/scatters/2/name").asText());
    assertTrue(data.at("/scatters/2/origin").asBoolean());
    assertEquals("[4,2]", data.at("/scatters/2/sizes").toString());
    assertEquals(0.5, data.at("/scatters/2/dl4j/7").asDouble());
    assertEquals(3.0, data.at("/scatters/2/twin/7").asDouble());
    assertEquals(1 / 64.0, data.at("/scatters/2/sigma/7").asDouble());
    assertEquals(1 / 64.0, data.at("/scatters/2/medianSigma").asDouble());
    assertEquals(2.5 * 64, data.at("/scatters/2/z/7").asDouble());
    assertEquals(3, data.at("/complexStep").size());
    assertEquals("1 output, delta", data.at("/complexStep/1/name").asText());
    assertEquals(2, data.at("/curve/points").size());
    assertEquals(2e-17, data.at("/curve/resolution").asDouble());
  }

  @Test
  void factorsStandInTheOrderOfTheFlow() throws Exception {
    JsonNode factors = chartData(page(AgreementSamples.deviation())).at("/factors");

    List<String> order = new ArrayList<>();
    factors.forEach(
        f -> order.add(f.at("/layer").asText() + " " + f.at("/tensor").asText() + f.at("/shown")));
    assertEquals(
        List.of(
            "0 dense activation\"× 1.000\"",
            "1 output activation\"× 1.000\"",
            "1 output gradient of W\"× 6.000\"",
            "1 output gradient of b\"× 6.000\"",
            "1 output delta\"× 6.000\"",
            "0 dense gradient of W\"× 6.000\"",
            "0 dense gradient of b\"× 0\"",
            "0 dense delta\"× 6.000\"",
            "0 dense update of W\"× 1.000\"",
            "1 output update of W\"× 1.000\""),
        order);
    assertTrue(factors.at("/2/pure").asBoolean() && factors.at("/2/origin").asBoolean());
    assertFalse(factors.at("/6/pure").asBoolean(), "the twin's is zero");
  }

  @Test
  void everyTensorHasItsHistogram() throws Exception {
    JsonNode ulps = chartData(page(AgreementSamples.agreement())).at("/ulps");

    assertEquals(12, ulps.size());
    assertEquals("0 dense, activation", ulps.at("/0/name").asText());
    assertEquals(49, ulps.at("/0/bins").size());
    assertEquals(3, ulps.at("/0/bins/24").asInt(), "the middle");
    assertEquals(1, ulps.at("/0/bins/31").asInt());
    assertEquals("12", ulps.at("/0/percentile99").asText());
  }

  @Test
  void theComplexStepSaysWhomItContradicts() {
    assertEquals(3, count(page(AgreementSamples.deviation()), " beyond\">2e+15</td>"));
    assertEquals(0, count(page(AgreementSamples.agreement()), " beyond\""));
  }

  @Test
  void infiniteDistancesReachTheCharts() throws Exception {
    JsonNode cells = chartData(page(AgreementSamples.deviation())).at("/heat/cells");

    assertTrue(
        cells
            .toString()
            .contains("\"z\":\"Infinity\",\"shown\":\"infinite\",\"difference\":\"infinite\""));
  }

  @Test
  void aTrainingIsShownIfThereWasOne() throws Exception {
    String page = page(AgreementSamples.deviation());

    assertTrue(page.contains("<h2 id=\"training-title\">"));
    assertTrue(page.contains("<dt>Defective steps</dt><dd>5</dd>"));
    assertEquals(7, chartData(page).at("/trajectory/points").size());
    assertEquals(2.5e-7, chartData(page).at("/trajectory/points/6/defect").asDouble());
    String without = page(AgreementSamples.agreement());
    assertFalse(without.contains("<h2 id=\"training-title\">"));
    assertTrue(chartData(without).at("/trajectory").isMissingNode());
  }

  @Test
  void coverageStandsInNumbersToo() {
    String page = page(AgreementSamples.agreement());

    assertTrue(page.contains("<dt>Parameters by differences of the score</dt><dd>22 of 26</dd>"));
    assertTrue(page.contains("<dt>Units near a kink</dt><dd>3</dd>"));
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
