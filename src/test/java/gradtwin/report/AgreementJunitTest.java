package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.Agreement;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class AgreementJunitTest {
  /** The verdict, 2 activations, the loss, 4 gradients, 2 deltas, 4 updates. */
  private static final int CASES_IN_AGREEMENT = 14;

  /** The same with 2 updates, and a training's 2. */
  private static final int CASES_IN_DEVIATION = 15;

  private static Element suite(Agreement agreement) throws Exception {
    String xml = AgreementJunit.xml(agreement, AgreementSamples.PROVENANCE);
    return (Element)
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getElementsByTagName("testsuite")
            .item(0);
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  @Test
  void agreementHasOnePassingCasePerTensor() throws Exception {
    Element suite = suite(AgreementSamples.agreement());

    assertEquals(CASES_IN_AGREEMENT, elements(suite, "testcase").size());
    assertEquals(Integer.toString(CASES_IN_AGREEMENT), suite.getAttribute("tests"));
    assertEquals("0", suite.getAttribute("failures"));
    assertEquals(List.of(), elements(suite, "failure"));
  }

  @Test
  void eachDeviatingTensorFails() throws Exception {
    Element suite = suite(AgreementSamples.deviation());

    // the verdict, four gradients, two deltas, the accelerated layer, and the training's steps
    assertEquals(CASES_IN_DEVIATION, elements(suite, "testcase").size());
    assertEquals(Integer.toString(CASES_IN_DEVIATION), suite.getAttribute("tests"));
    assertEquals("9", suite.getAttribute("failures"));
    assertEquals(9, elements(suite, "failure").size());
  }

  @Test
  void failureNamesLayerTensorAndReason() throws Exception {
    Element suite = suite(AgreementSamples.deviation());

    Element origin =
        elements(suite, "failure").stream()
            .filter(failure -> failure.getAttribute("message").contains("(origin)"))
            .findFirst()
            .orElseThrow();

    Element testCase = (Element) origin.getParentNode();
    assertEquals("layer 1 output", testCase.getAttribute("classname"));
    assertEquals("gradient of W", testCase.getAttribute("name"));
    assertEquals("twin deviates", origin.getAttribute("type"));
    assertTrue(
        origin
            .getAttribute("message")
            .startsWith(
                "twin deviates (origin): 0.833 apart relative to the largest, 4e+15 σ of predicted"
                    + " rounding; every element by the scale 6.000, \"the mean over the batch is forgotten\"; worst at [2, 1]:"
                    + " DL4J 0.125, twin 0.75"),
        origin.getAttribute("message"));
    assertEquals(
        AgreementSamples.deviation().sentence()
            + "\n./run.sh compare configs/sample.yaml -o 'name=a b'",
        origin.getTextContent());
  }

  @Test
  void wrongAccelerationFails() throws Exception {
    Element failure =
        elements(suite(AgreementSamples.deviation()), "failure").stream()
            .filter(one -> one.getAttribute("type").equals("acceleration deviates"))
            .findFirst()
            .orElseThrow();

    Element testCase = (Element) failure.getParentNode();
    assertEquals("layer 0 dense", testCase.getAttribute("classname"));
    assertEquals("accelerated", testCase.getAttribute("name"));
    assertEquals(
        "acceleration deviates: at most 1235 σ from the twin, in gradient of W",
        failure.getAttribute("message"));
  }

  @Test
  void controlCharactersDoNotBreakTheDocument() throws Exception {
    Agreement agreement = AgreementSamples.agreement("den\u0000se<&\"");

    List<String> classes =
        elements(suite(agreement), "testcase").stream()
            .map(testCase -> testCase.getAttribute("classname"))
            .toList();

    assertTrue(classes.contains("layer 0 den?se<&\""), classes.toString());
  }
}
