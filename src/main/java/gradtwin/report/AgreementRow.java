package gradtwin.report;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.Score;
import gradtwin.compare.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of a comparison's table, in words.
 *
 * @param phase of the flow
 * @param layer its number and type; empty for the loss
 * @param tensor the parameter, or what else was compared
 * @param difference relative to the largest of the block
 * @param z the largest distance in standard deviations of predicted rounding, else empty
 * @param fit a factor or an angle where it tells something, else empty
 * @param ulp median and 99th percentile of the distances
 * @param mark {@code origin} or {@code inherited} for a deviation, else empty
 * @param detail explanation and worst element of a deviation, else empty
 */
public record AgreementRow(
    Phase phase,
    String layer,
    String tensor,
    String elements,
    String difference,
    String z,
    String fit,
    String ulp,
    Verdict verdict,
    String mark,
    String detail) {

  /** Where in a training step a tensor arises. */
  public enum Phase {
    FORWARD("forward", "Forward: the output of each layer"),
    LOSS("loss", "Loss"),
    BACKWARD("backward", "Backward: gradients, last layer first"),
    MEMORY("memory", "Memory: what the optimizer remembers of equal gradients"),
    UPDATE("update", "Update: the optimizer's step from equal gradients");

    private final String word;
    private final String heading;

    Phase(String word, String heading) {
      this.word = word;
      this.heading = heading;
    }

    String word() {
      return word;
    }

    public String heading() {
      return heading;
    }
  }

  /**
   * All rows in the order of the flow: forward, loss, backward from the last layer, memory, update.
   */
  static List<AgreementRow> of(Agreement agreement) {
    List<AgreementRow> rows = new ArrayList<>();
    for (Block block : agreement.activations()) {
      rows.add(of(Phase.FORWARD, "activation", block, agreement));
    }
    rows.add(of(agreement.score(), agreement.batches()));
    for (int layer = agreement.deltas().size() - 1; layer >= 0; layer--) {
      for (Block block : agreement.blocks()) {
        if (block.layer() == layer) {
          rows.add(of(Phase.BACKWARD, block.parameter(), block, agreement));
        }
      }
      rows.add(of(Phase.BACKWARD, "delta", agreement.deltas().get(layer), agreement));
    }
    for (Block block : agreement.update()) {
      if (block.role() == Role.MEMORY) {
        rows.add(of(Phase.MEMORY, block.parameter(), block, agreement));
      }
    }
    for (Block block : agreement.update()) {
      if (block.role() == Role.UPDATE) {
        rows.add(of(Phase.UPDATE, block.parameter(), block, agreement));
      }
    }
    return rows;
  }

  private static AgreementRow of(Phase phase, String tensor, Block block, Agreement agreement) {
    return new AgreementRow(
        phase,
        block.layer() + " " + block.layerType(),
        tensor,
        AgreementFigures.count(block.elements()),
        AgreementFigures.relative(block.blockRelative()),
        AgreementFigures.z(block.gate().z()),
        AgreementFigures.fit(block),
        AgreementFigures.ulp(block.ulp()),
        block.verdict(),
        mark(block, agreement),
        block.verdict().isAgreement() ? "" : detail(block));
  }

  /** As isolation found; where it was not asked, as the order of the flow lets one think. */
  static String mark(Block block, Agreement agreement) {
    boolean first = agreement.origin().filter(block.place()::equals).isPresent();
    return agreement.origins().stream()
        .filter(origin -> origin.isOf(block.place()))
        .map(origin -> origin.inherited() ? "inherited" : "origin")
        .findFirst()
        .orElse(first ? "origin" : block.inherited() ? "inherited" : "");
  }

  private static AgreementRow of(Score score, int batches) {
    return new AgreementRow(
        Phase.LOSS,
        "",
        "mean loss",
        AgreementFigures.count(batches),
        AgreementFigures.relative(score.difference()),
        "",
        "",
        "",
        score.verdict(),
        "",
        score.verdict().isAgreement() ? "" : AgreementWords.sides(score.dl4j(), score.twin()));
  }

  /** What a failed block has to say for itself. */
  static String detail(Block block) {
    String worst =
        "worst at "
            + block.worst().index()
            + (block.worst().batch() > 0 ? " of batch " + block.worst().batch() : "")
            + ": "
            + AgreementWords.sides(block.worst().dl4j(), block.worst().twin());
    return block.explanation().isEmpty() ? worst : block.explanation() + "; " + worst;
  }
}
