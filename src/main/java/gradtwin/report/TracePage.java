package gradtwin.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gradtwin.compare.Equation;
import gradtwin.compare.Trace;
import gradtwin.compare.Trace.Formula;
import gradtwin.compare.Trace.Phase;
import gradtwin.compare.Trace.Stage;
import gradtwin.compare.Trace.Worked;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A trace as one HTML file that needs nothing else, to step through with the keyboard. The template
 * {@code trace.jte} arranges what this class words; without a script all steps stand below each
 * other.
 */
public final class TracePage {
  private static final String TEMPLATES = "gradtwin.report.template";

  private final Trace trace;
  private final Provenance provenance;
  private final TraceWords words;

  private TracePage(Trace trace, Provenance provenance) {
    this.trace = trace;
    this.provenance = provenance;
    this.words = new TraceWords(trace);
  }

  /** The page, to be written in UTF-8. */
  public static String html(Trace trace, Provenance provenance) {
    TemplateEngine templates =
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, TracePage.class.getClassLoader(), TEMPLATES);
    StringOutput html = new StringOutput();
    templates.render("trace.jte", new TracePage(trace, provenance), html);
    return html.toString();
  }

  /**
   * One step of the page.
   *
   * @param number counted from 1
   * @param phase the name of a style
   * @param what happens, in a few words
   * @param worked all arithmetic there is, some of it hidden
   */
  public record Step(
      int number,
      String phase,
      String title,
      String what,
      String story,
      List<Formula> formulas,
      List<TraceTensor> tensors,
      List<Arithmetic> worked,
      Map<String, String> loss) {}

  /**
   * The arithmetic of one element.
   *
   * @param id where a number of the tensor leads to
   * @param group of which one is shown at a time
   * @param shown whether it is to begin with
   */
  public record Arithmetic(
      String id, String group, boolean shown, List<Line> lines, String dl4j, String twin) {}

  /** One equation in names, in numbers, and as a number. */
  public record Line(String name, String names, String numbers, String value) {}

  public Trace trace() {
    return trace;
  }

  public Provenance provenance() {
    return provenance;
  }

  public String answer() {
    return TraceWords.ANSWER;
  }

  public TraceDiagram diagram() {
    return new TraceDiagram(trace);
  }

  /** The steps, in the order in which they happen. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < trace.stages().size(); i++) {
      Stage stage = trace.stages().get(i);
      int index = i;
      steps.add(
          new Step(
              i + 1,
              stage.phase().name().toLowerCase(Locale.ROOT),
              words.title(i),
              words.what(i),
              words.story(i),
              stage.formulas(),
              stage.tensors().stream()
                  .map(sides -> TraceTensor.of(trace, stage, index, sides))
                  .toList(),
              arithmetic(stage, i),
              stage.phase() == Phase.LOSS ? loss() : Map.of()));
    }
    return steps;
  }

  private static List<Arithmetic> arithmetic(Stage stage, int index) {
    List<Worked> telling = stage.telling();
    return stage.worked().stream()
        .map(
            worked ->
                new Arithmetic(
                    TraceTensor.id(index, worked),
                    "stage-" + (index + 1) + "-" + worked.symbol(),
                    telling.contains(worked),
                    worked.equations().stream().map(TracePage::line).toList(),
                    worked.dl4j().map(TraceFigures::number).orElse(""),
                    TraceFigures.number(worked.value())))
        .toList();
  }

  private static Line line(Equation equation) {
    return new Line(
        equation.name(),
        TraceFigures.names(equation),
        TraceFigures.numbers(equation),
        TraceFigures.number(equation.value()));
  }

  private Map<String, String> loss() {
    Map<String, String> loss = new LinkedHashMap<>();
    loss.put("DL4J", TraceFigures.number(trace.loss().dl4j()));
    loss.put("twin", TraceFigures.number(trace.loss().twin()));
    if (trace.loss().dl4jPenalty() != 0 || trace.loss().twinPenalty() != 0) {
      loss.put("DL4J's penalties", TraceFigures.number(trace.loss().dl4jPenalty()));
      loss.put("the twin's penalties", TraceFigures.number(trace.loss().twinPenalty()));
    }
    return loss;
  }

  /** What was traced, by name. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Experiment", trace.name());
    facts.put("Data", provenance.data());
    facts.put("First batch", Figures.count(trace.batch(), "example"));
    facts.put("Precision of DL4J", trace.precision());
    facts.put("Seed", Long.toString(trace.seed()));
    facts.put("Gradtwin", provenance.version() + ", commit " + provenance.commit());
    return facts;
  }

  public String style() {
    return resource("trace.css");
  }

  public String script() {
    return resource("trace.js");
  }

  private static String resource(String name) {
    try (InputStream in = TracePage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("expected " + name + " beside the report's classes");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
