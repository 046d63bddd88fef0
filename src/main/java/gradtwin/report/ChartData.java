package gradtwin.report;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the charts of a report draw; the page's script reads it as JSON.
 *
 * @param bound the block-relative difference up to which two sides agree
 * @param heat one cell for each tensor of the flow
 * @param scatters the gradient of each parameter
 * @param witness the largest differences to the witness, per block
 */
record ChartData(double bound, Heat heat, List<Scatter> scatters, List<WitnessDots> witness) {

  /**
   * Differences by layer and tensor.
   *
   * @param layers the rows, first layer first
   * @param tensors the columns
   */
  record Heat(List<String> layers, List<String> tensors, List<Cell> cells) {}

  /** One tensor of one layer. */
  record Cell(
      int row,
      int column,
      double difference,
      String shown,
      boolean bothZero,
      String verdict,
      boolean agrees,
      boolean origin) {}

  /**
   * The gradient of one parameter in the first batch, on both sides.
   *
   * @param sizes of its axes, by which a position becomes an index
   * @param elements of the block; there may be fewer positions
   * @param largest of the twin's, by size
   * @param positions of the elements that are drawn, in row-major order
   * @param agrees whether the block does
   * @param origin whether this is where the first deviation stands
   */
  record Scatter(
      String name,
      List<Integer> sizes,
      int elements,
      double largest,
      List<Integer> positions,
      List<Double> dl4j,
      List<Double> twin,
      boolean agrees,
      boolean origin) {}

  /** How far both sides are from the witness, relative to the largest gradient of the block. */
  record WitnessDots(String name, double dl4j, double twin, double noise) {}

  static ChartData of(Outcome outcome) {
    Agreement agreement = outcome.agreement();
    return new ChartData(
        agreement.bound(),
        heat(agreement),
        scatters(outcome),
        agreement.witness().blocks().stream()
            .filter(block -> block.elements() > block.excluded())
            .map(block -> dots(agreement, block))
            .toList());
  }

  private static WitnessDots dots(Agreement agreement, WitnessBlock block) {
    return new WitnessDots(
        AgreementWords.layer(agreement, block.layer()) + ", " + AgreementWords.tensor(block),
        block.largestDifferenceToDl4j(),
        block.largestDifferenceToTwin(),
        block.noise());
  }

  private static Heat heat(Agreement agreement) {
    List<Block> all = new ArrayList<>(agreement.activations());
    all.addAll(agreement.deltas());
    all.addAll(agreement.blocks());
    all.addAll(agreement.update());
    Set<String> names = new LinkedHashSet<>();
    all.forEach(block -> names.add(column(block)));
    List<String> tensors = List.copyOf(names);
    List<Cell> cells = all.stream().map(block -> cell(block, tensors, agreement.origin())).toList();
    List<String> layers =
        agreement.activations().stream().map(b -> b.layer() + " " + b.layerType()).toList();
    return new Heat(layers, tensors, cells);
  }

  private static String column(Block block) {
    return switch (block.role()) {
      case ACTIVATION -> "activation";
      case DELTA -> "delta";
      case GRADIENT -> "gradient " + block.parameter();
      case MEMORY -> "memory of " + block.parameter();
      case UPDATE -> "update " + block.parameter();
    };
  }

  private static Cell cell(Block block, List<String> tensors, Optional<Place> origin) {
    return new Cell(
        block.layer(),
        tensors.indexOf(column(block)),
        block.blockRelative(),
        AgreementFigures.relative(block.blockRelative()),
        block.bothZero(),
        block.verdict().toString(),
        block.verdict().isAgreement(),
        origin.filter(block.place()::equals).isPresent());
  }

  private static List<Scatter> scatters(Outcome outcome) {
    return outcome.agreement().blocks().stream().map(block -> scatter(outcome, block)).toList();
  }

  private static Scatter scatter(Outcome outcome, Block block) {
    Tensor dl4j = outcome.dl4j().gradients().get(block.layer()).get(block.parameter());
    Tensor twin = outcome.twin().gradients().get(block.layer()).get(block.parameter());
    List<Integer> positions = ScatterSample.of(dl4j, twin);
    return new Scatter(
        block.layer() + " " + block.layerType() + ", gradient of " + block.parameter(),
        IntStream.of(twin.shape().sizes()).boxed().toList(),
        twin.size(),
        DoubleStream.of(twin.values()).map(Math::abs).max().orElse(0),
        positions,
        positions.stream().map(position -> dl4j.values()[position]).toList(),
        positions.stream().map(position -> twin.values()[position]).toList(),
        block.verdict().isAgreement(),
        outcome.agreement().origin().filter(block.place()::equals).isPresent());
  }
}
