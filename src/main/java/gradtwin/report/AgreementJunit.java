package gradtwin.report;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.compare.Gate;
import gradtwin.compare.Trajectory;
import gradtwin.compare.Verdict;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A comparison in the XML that continuous integration reads as test results: one test case for the
 * verdict as a whole, one for each tensor of the flow, its class being the layer, one for each
 * accelerated layer, and two for a training.
 */
public final class AgreementJunit {
  private final Agreement agreement;
  private final XMLStreamWriter xml;

  private AgreementJunit(Agreement agreement, XMLStreamWriter xml) {
    this.agreement = agreement;
    this.xml = xml;
  }

  /** The document, in UTF-8. */
  public static String xml(Agreement agreement, Provenance provenance) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      new AgreementJunit(agreement, xml).write(provenance);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing XML to memory failed", e);
    }
    return text.append('\n').toString();
  }

  private void write(Provenance provenance) throws XMLStreamException {
    List<AgreementRow> rows = AgreementRow.of(agreement);
    List<Verdict> verdicts = new ArrayList<>(List.of(agreement.verdict()));
    rows.forEach(row -> verdicts.add(row.verdict()));
    agreement.accelerated().forEach(layer -> verdicts.add(layer.verdict()));
    agreement
        .trajectory()
        .ifPresent(
            steps -> verdicts.addAll(List.of(steps.defect().verdict(), steps.freeRun().verdict())));
    long failures = verdicts.stream().filter(verdict -> !verdict.isAgreement()).count();
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    line(1);
    xml.writeStartElement("testsuite");
    attribute("name", "gradtwin compare " + agreement.name());
    attribute("tests", Integer.toString(verdicts.size()));
    attribute("failures", Long.toString(failures));
    attribute("errors", "0");
    attribute("skipped", "0");
    line(2);
    xml.writeStartElement("properties");
    property("precision", agreement.precision());
    property("gate", Double.toString(Gate.REACH));
    property("batches", Integer.toString(agreement.batches()));
    property("seed", Long.toString(agreement.seed()));
    property("data", provenance.data());
    property("commit", provenance.commit());
    property("command", provenance.command());
    line(2);
    xml.writeEndElement();
    // what a reader needs who sees one failed case only
    String whole = agreement.sentence() + "\n" + provenance.command();
    testCase("network", "verdict", agreement.verdict(), agreement.sentence(), whole);
    for (AgreementRow row : rows) {
      testCase(className(row), name(row), row.verdict(), message(row), whole);
    }
    for (AcceleratedLayer layer : agreement.accelerated()) {
      testCase(
          "layer " + AgreementWords.layer(agreement, layer.layer()),
          "accelerated",
          layer.verdict(),
          layer.verdict() + ": " + AgreementWords.farthest(layer),
          whole);
    }
    if (agreement.trajectory().isPresent()) {
      Trajectory steps = agreement.trajectory().get();
      String words = steps.sentence();
      testCase("training", "each step", steps.defect().verdict(), words, whole);
      testCase("training", "free run", steps.freeRun().verdict(), words, whole);
    }
    line(1);
    xml.writeEndElement();
    line(0);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private static String className(AgreementRow row) {
    return row.layer().isEmpty() ? "network" : "layer " + row.layer();
  }

  private static String name(AgreementRow row) {
    return switch (row.phase()) {
      case FORWARD, LOSS -> row.tensor();
      case BACKWARD -> row.tensor().equals("delta") ? "delta" : "gradient of " + row.tensor();
      case MEMORY -> "memory of " + row.tensor();
      case UPDATE -> "update of " + row.tensor();
    };
  }

  private static String message(AgreementRow row) {
    return AgreementWords.marked(row)
        + ": "
        + row.difference()
        + " apart relative to the largest"
        + (row.z().isEmpty() ? "" : ", " + row.z() + " σ of predicted rounding")
        + (row.detail().isEmpty() ? "" : "; " + row.detail());
  }

  private void testCase(
      String className, String name, Verdict verdict, String message, String whole)
      throws XMLStreamException {
    line(2);
    boolean passed = verdict.isAgreement();
    if (passed) {
      xml.writeEmptyElement("testcase");
    } else {
      xml.writeStartElement("testcase");
    }
    attribute("classname", className);
    attribute("name", name);
    if (!passed) {
      line(3);
      xml.writeStartElement("failure");
      attribute("type", verdict.toString());
      attribute("message", message);
      xml.writeCharacters(sayable(whole));
      xml.writeEndElement();
      line(2);
      xml.writeEndElement();
    }
  }

  private void property(String name, String value) throws XMLStreamException {
    line(3);
    xml.writeEmptyElement("property");
    attribute("name", name);
    attribute("value", value);
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, sayable(value));
  }

  /** XML 1.0 cannot say control characters, in no notation. */
  private static String sayable(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "?");
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }
}
