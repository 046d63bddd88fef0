package gradtwin.report;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.Score;
import gradtwin.compare.Agreement.Witness;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.compare.Gate;
import gradtwin.compare.Verdict;
import gradtwin.report.AgreementRow.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A comparison as text for a terminal of 100 columns: the verdict in a sentence, the table in the
 * order of the flow, what the witness says, and how much was compared.
 */
public final class AgreementTable {
  private static final int WIDTH = 100;

  private static final int LONGEST_NAME = 24;
  private static final int SHORTEST_NAME = 10;

  private final Agreement agreement;
  private final Provenance provenance;
  private final boolean colour;

  /**
   * How long names may be, and whether there is room for the distances in units of the last place.
   */
  private record Layout(int name, boolean ulp) {}

  private AgreementTable(Agreement agreement, Provenance provenance, boolean colour) {
    this.agreement = agreement;
    this.provenance = provenance;
    this.colour = colour;
  }

  /**
   * The text, each line ending in a line end.
   *
   * @param colour whether the reader's terminal is to be sent ANSI colours
   */
  public static String text(Agreement agreement, Provenance provenance, boolean colour) {
    return new AgreementTable(agreement, provenance, colour).text();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append(painted(agreement.verdict(), Figures.wrapped(agreement.sentence())));
    OriginWords.lines(agreement).forEach(line -> text.append(Figures.wrapped(line)));
    text.append('\n').append(facts());
    text.append('\n').append(gate()).append(blocks());
    text.append('\n').append(complexStep());
    if (!agreement.accelerated().isEmpty()) {
      text.append('\n').append(accelerated());
    }
    agreement
        .trajectory()
        .ifPresent(steps -> text.append('\n').append(TrajectoryTable.text(steps)));
    text.append('\n').append(witness());
    text.append('\n').append(Figures.wrapped(AgreementWords.coverage(agreement.coverage())));
    agreement.notes().forEach(note -> text.append(Figures.wrapped("Note: " + note)));
    return text.toString();
  }

  private String facts() {
    Score score = agreement.score();
    String experiment =
        agreement.name()
            + ": "
            + agreement.precision()
            + ", "
            + AgreementWords.batches(agreement)
            + ", seed "
            + agreement.seed();
    boolean penalized = score.dl4jPenalty() != 0 || score.twinPenalty() != 0;
    return Figures.wrapped(experiment)
        + Figures.wrapped("data: " + provenance.data())
        + Figures.wrapped("loss: " + AgreementWords.sides(score.dl4j(), score.twin()))
        + (penalized
            ? Figures.wrapped(
                "penalties: " + AgreementWords.sides(score.dl4jPenalty(), score.twinPenalty()))
            : "");
  }

  private static String gate() {
    return String.format(
        Locale.ROOT,
        "largest difference, over the largest value and in σ of predicted rounding (gate: %.0f σ)\n",
        Gate.REACH);
  }

  private String blocks() {
    List<AgreementRow> rows = AgreementRow.of(agreement);
    boolean ulp = fits(blocks(rows, new Layout(LONGEST_NAME, true), false));
    int name = LONGEST_NAME;
    while (name > SHORTEST_NAME && !fits(blocks(rows, new Layout(name, ulp), false))) {
      name--;
    }
    return blocks(rows, new Layout(name, ulp), colour).toString();
  }

  private static boolean fits(TextTable table) {
    return table.toString().lines().allMatch(line -> line.length() <= WIDTH);
  }

  private static TextTable blocks(List<AgreementRow> rows, Layout layout, boolean colour) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "  layer", "tensor", "elements", "difference", "σ", "fit", "ULP p50 / p99", "verdict"));
    Phase phase = null;
    for (AgreementRow row : rows) {
      if (row.phase() != phase) {
        phase = row.phase();
        lines.add(List.of(phase.word()));
      }
      lines.add(
          List.of(
              "  " + shortened(row.layer(), layout.name()),
              shortened(row.tensor(), layout.name()),
              row.elements(),
              row.difference(),
              row.z(),
              row.fit(),
              row.ulp(),
              painted(row.verdict(), AgreementWords.marked(row), colour)));
    }
    boolean fit = rows.stream().anyMatch(row -> !row.fit().isEmpty());
    // the verdict is the last column: its colour moves nothing that follows
    int last = 5 + (fit ? 1 : 0) + (layout.ulp() ? 1 : 0);
    TextTable table = fit ? new TextTable(0, 1, 5, last) : new TextTable(0, 1, last);
    for (List<String> line : lines) {
      List<String> cells = new ArrayList<>(line);
      if (cells.size() > 1 && !layout.ulp()) {
        cells.remove(6);
      }
      if (cells.size() > 1 && !fit) {
        cells.remove(5);
      }
      table.row(cells);
    }
    return table;
  }

  private String complexStep() {
    if (agreement.complexStep().isEmpty()) {
      return "complex step: there was nothing to differentiate.\n";
    }
    TextTable table = new TextTable(0, 1);
    table.row(
        "  layer",
        "tensor",
        "directions",
        "elements",
        "from DL4J",
        "σ",
        "from twin",
        "σ",
        "resolution");
    for (ComplexStepBlock block : agreement.complexStep()) {
      table.row(
          "  " + shortened(AgreementWords.layer(agreement, block.layer()), LONGEST_NAME),
          shortened(AgreementWords.tensor(block), LONGEST_NAME),
          Figures.count(block.directions()),
          Figures.count(block.elements()),
          AgreementFigures.relative(block.toDl4j()),
          AgreementFigures.z(block.zDl4j()),
          AgreementFigures.relative(block.toTwin()),
          AgreementFigures.z(block.zTwin()),
          AgreementFigures.relative(block.resolution()));
    }
    return "complex step: exact derivatives of the twin's formula, along random directions and by"
        + " element\n"
        + table;
  }

  private String accelerated() {
    TextTable table = new TextTable(0, 1, 2);
    for (AcceleratedLayer layer : agreement.accelerated()) {
      table.row(
          "  " + shortened(AgreementWords.layer(agreement, layer.layer()), LONGEST_NAME),
          AgreementWords.farthest(layer),
          painted(layer.verdict(), layer.verdict().toString()));
    }
    return "accelerated: layers that training computes in DL4J's place, against the twin\n" + table;
  }

  private String witness() {
    Witness witness = agreement.witness();
    if (witness.elements() == 0) {
      return "DL4J's own score: no element was differentiated numerically.\n";
    }
    TextTable table = new TextTable(0, 1);
    table.row("  layer", "tensor", "looked at", "excluded", "from DL4J", "from twin", "own noise");
    for (WitnessBlock block : witness.blocks()) {
      table.row(
          "  " + shortened(AgreementWords.layer(agreement, block.layer()), LONGEST_NAME),
          shortened(AgreementWords.tensor(block), LONGEST_NAME),
          Figures.count(block.elements()),
          Figures.count(block.excluded()),
          AgreementFigures.relative(block.largestDifferenceToDl4j()),
          AgreementFigures.relative(block.largestDifferenceToTwin()),
          AgreementFigures.relative(block.noise()));
    }
    return "DL4J's own score: central differences, extrapolated to step 0\n" + table;
  }

  private String painted(Verdict verdict, String text) {
    return painted(verdict, text, colour);
  }

  private static String painted(Verdict verdict, String text, boolean colour) {
    if (!colour) {
      return text;
    }
    String code = AgreementWords.tone(verdict).ansi();
    return "\u001B[" + code + "m" + text.stripTrailing() + "\u001B[0m" + lineEnd(text);
  }

  private static String lineEnd(String text) {
    return text.endsWith("\n") ? "\n" : "";
  }

  private static String shortened(String name, int length) {
    return name.length() <= length ? name : name.substring(0, length - 1) + "…";
  }
}
