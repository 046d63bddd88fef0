package gradtwin.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.compare.Agreement.Coverage;
import gradtwin.compare.Agreement.Score;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.compare.Gate;
import gradtwin.compare.Trajectory;
import gradtwin.compare.Verdict;
import gradtwin.report.AgreementRow.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison as one HTML file that needs nothing else: styles, script, charts and their library
 * are inside. The template {@code comparison.jte} arranges what this class words.
 */
public final class AgreementPage {
  private static final String TEMPLATES = "gradtwin.report.template";

  private final Outcome outcome;
  private final Agreement agreement;
  private final Provenance provenance;

  private AgreementPage(Outcome outcome, Provenance provenance) {
    this.outcome = outcome;
    this.agreement = outcome.agreement();
    this.provenance = provenance;
  }

  /** The page, to be written in UTF-8. */
  public static String html(Outcome outcome, Provenance provenance) {
    TemplateEngine templates =
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, AgreementPage.class.getClassLoader(), TEMPLATES);
    StringOutput html = new StringOutput();
    templates.render("comparison.jte", new AgreementPage(outcome, provenance), html);
    return html.toString();
  }

  public Agreement agreement() {
    return agreement;
  }

  public Provenance provenance() {
    return provenance;
  }

  public String headline() {
    return AgreementWords.headline(agreement.verdict());
  }

  /** Where the deviations come from, a sentence for each layer; empty if there are none. */
  public List<String> origins() {
    return OriginWords.lines(agreement);
  }

  /** A class of the style sheet: {@code good}, {@code unsure} or {@code bad}. */
  public String tone(Verdict verdict) {
    return AgreementWords.tone(verdict).word();
  }

  /** What the verdict says besides its colour. */
  public String sign(Verdict verdict) {
    return AgreementWords.tone(verdict).sign();
  }

  /** What was compared, by name. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    Score score = agreement.score();
    facts.put("Experiment", agreement.name());
    facts.put("Data", provenance.data());
    facts.put("Batches", AgreementWords.batches(agreement));
    facts.put("Precision of DL4J", agreement.precision());
    facts.put("Gate", gate() + " of predicted rounding");
    facts.put("Seed", Long.toString(agreement.seed()));
    facts.put("Loss", AgreementWords.sides(score.dl4j(), score.twin()));
    if (score.dl4jPenalty() != 0 || score.twinPenalty() != 0) {
      facts.put("Penalties", AgreementWords.sides(score.dl4jPenalty(), score.twinPenalty()));
    }
    agreement.plant().ifPresent(plant -> facts.put("Bug planted on purpose", plant));
    return facts;
  }

  /** The distance up to which an element agrees. */
  public String gate() {
    return String.format(Locale.ROOT, "%.0f σ", Gate.REACH);
  }

  /** The rows of one phase. */
  public List<AgreementRow> rows(Phase phase) {
    return AgreementRow.of(agreement).stream().filter(row -> row.phase() == phase).toList();
  }

  /** Whether any row has a factor or an angle to tell. */
  public boolean hasFit() {
    return AgreementRow.of(agreement).stream().anyMatch(row -> !row.fit().isEmpty());
  }

  /** The phases that have rows. */
  public List<Phase> phases() {
    return AgreementRow.of(agreement).stream().map(AgreementRow::phase).distinct().toList();
  }

  public String verdict(AgreementRow row) {
    return row.verdict().toString();
  }

  /**
   * One tensor, as the complex step sees it.
   *
   * @param contradictsDl4j whether DL4J is beyond the gate
   * @param contradictsTwin whether the twin is
   */
  public record ComplexStepRow(
      String layer,
      String tensor,
      String directions,
      String elements,
      String excluded,
      String fromDl4j,
      String fromTwin,
      String resolution,
      String zDl4j,
      String zTwin,
      boolean contradictsDl4j,
      boolean contradictsTwin) {}

  /** The rows of the complex step's table. */
  public List<ComplexStepRow> complexStepRows() {
    return agreement.complexStep().stream()
        .map(
            block ->
                new ComplexStepRow(
                    AgreementWords.layer(agreement, block.layer()),
                    AgreementWords.tensor(block),
                    Figures.count(block.directions()),
                    Figures.count(block.elements()),
                    Figures.count(block.excluded()),
                    AgreementFigures.relative(block.toDl4j()),
                    AgreementFigures.relative(block.toTwin()),
                    AgreementFigures.relative(block.resolution()),
                    AgreementFigures.z(block.zDl4j()),
                    AgreementFigures.z(block.zTwin()),
                    block.zDl4j() > Gate.REACH,
                    block.zTwin() > Gate.REACH))
        .toList();
  }

  /** Which element the curve is of; empty if there is none. */
  public String curveElement() {
    return agreement
        .witness()
        .curve()
        .map(curve -> AgreementWords.name(curve.place()) + ", at " + curve.index())
        .orElse("");
  }

  /** The number and type of a layer that is computed in DL4J's place. */
  public String name(AcceleratedLayer layer) {
    return AgreementWords.layer(agreement, layer.layer());
  }

  /** How far it is from the twin, and where. */
  public String farthest(AcceleratedLayer layer) {
    return AgreementWords.farthest(layer);
  }

  /** The rows of the table of the score's differences: block, counts, differences. */
  public List<List<String>> witnessRows() {
    return agreement.witness().blocks().stream()
        .map(
            block ->
                List.of(
                    AgreementWords.layer(agreement, block.layer()),
                    AgreementWords.tensor(block),
                    Figures.count(block.elements()),
                    Figures.count(block.excluded()),
                    AgreementFigures.relative(block.largestDifferenceToDl4j()),
                    AgreementFigures.relative(block.largestDifferenceToTwin()),
                    AgreementFigures.relative(block.noise())))
        .toList();
  }

  /** What a training's steps said, in numbers; empty if none were taken. */
  public Map<String, String> training() {
    Map<String, String> training = new LinkedHashMap<>();
    agreement
        .trajectory()
        .ifPresent(
            steps -> {
              Trajectory.Defect defect = steps.defect();
              Trajectory.FreeRun run = steps.freeRun();
              training.put("Each step", defect.verdict().toString());
              training.put("Largest defect", AgreementFigures.relative(defect.largest()));
              training.put("Defective steps", Figures.count(defect.defective()));
              training.put("Steps on a kink", Figures.count(defect.onKink()));
              training.put("Free run", run.verdict().toString());
              training.put(
                  "Judged", Figures.count(run.judged()) + " of " + Figures.count(steps.steps()));
              training.put("Distance", run.growth().toString());
              training.put("Envelope", run.envelopeGrowth().toString());
            });
    return training;
  }

  public String coverage() {
    return AgreementWords.coverage(agreement.coverage());
  }

  /** The same in numbers. */
  public Map<String, String> counts() {
    Coverage coverage = agreement.coverage();
    Map<String, String> counts = new LinkedHashMap<>();
    counts.put("Gradient elements, DL4J against the twin", all(coverage.gradientElements()));
    counts.put("By the complex step, one by one", Figures.count(coverage.complexElements()));
    counts.put("Directions of all elements together", Figures.count(coverage.complexDirections()));
    counts.put(
        "Parameters by differences of the score",
        Figures.count(coverage.witnessElements()) + " of " + Figures.count(coverage.parameters()));
    counts.put("Left out, on a kink at every step", Figures.count(coverage.excluded()));
    counts.put("Units near a kink", Figures.count(coverage.ambiguousUnits()));
    counts.put("Statistics and frozen, no gradient", Figures.count(coverage.notGradients()));
    counts.put("Predictions clipped by the loss", Figures.count(coverage.clippedPredictions()));
    return counts;
  }

  private static String all(long count) {
    return count == 0 ? "0" : Figures.count(count) + ", all";
  }

  /** What the numbers depend on besides the command line, and who computed them. */
  public Map<String, String> surroundings() {
    Map<String, String> surroundings = new LinkedHashMap<>();
    surroundings.put("Gradtwin", provenance.version() + ", commit " + provenance.commit());
    surroundings.put("Seed", Long.toString(agreement.seed()));
    surroundings.put("Data", provenance.data());
    agreement.runtime().forEach((key, value) -> surroundings.put(spaced(key), value));
    return surroundings;
  }

  /** {@code nativeVariant} as {@code Native variant}; initials stay capitals. */
  private static String spaced(String key) {
    String words = key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    String named = words.replaceFirst("^blas\\b", "BLAS").replaceFirst("^omp\\b", "OpenMP");
    return named.substring(0, 1).toUpperCase(Locale.ROOT) + named.substring(1);
  }

  /** Every verdict with its meaning. */
  public Map<String, String> verdicts() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      meanings.put(verdict.toString(), AgreementWords.meaning(verdict));
    }
    return meanings;
  }

  /** What the charts draw, as JSON that may stand inside a script element. */
  public String chartData() {
    return Json.line(ChartData.of(outcome)).replace("<", "\\u003c");
  }

  public String style() {
    return resource("comparison.css");
  }

  public String script() {
    return resource("comparison.js");
  }

  /** Apache ECharts, whose first lines hold its license. */
  public String chartLibrary() {
    return resource("echarts.min.js");
  }

  private static String resource(String name) {
    try (InputStream in = AgreementPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("expected " + name + " beside the report's classes");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
