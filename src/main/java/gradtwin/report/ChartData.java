package gradtwin.report;

import gradtwin.compare.Agreement;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.ComplexStepBlock;
import gradtwin.compare.Agreement.StepCurve;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.compare.Difference.Ulp;
import gradtwin.compare.Elements;
import gradtwin.compare.Gate;
import gradtwin.compare.Trajectory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the charts of a report draw; the page's script reads it as JSON.
 *
 * @param gate the distance in standard deviations up to which an element agrees
 * @param heat one cell for each tensor of the flow
 * @param factors of each tensor that has one, in the order of the flow
 * @param scatters the gradient of each parameter in the first batch
 * @param ulps how far apart the sides are in units of the last place, per tensor
 * @param complexStep the distances of both sides to the complex step, per tensor
 * @param curve how the numerical derivative of the worst element depends on the step
 * @param trajectory a training's steps, if some were taken
 */
record ChartData(
    double gate,
    Heat heat,
    List<Factor> factors,
    List<Scatter> scatters,
    List<Histogram> ulps,
    List<Dots> complexStep,
    Optional<StepCurve> curve,
    Optional<Trajectory> trajectory) {

  /**
   * Distances by layer and tensor.
   *
   * @param layers the rows, first layer first
   * @param columns the kinds of tensors
   */
  record Heat(List<String> layers, List<Column> columns, List<Cell> cells) {}

  /**
   * A kind of tensor.
   *
   * @param role such as {@code gradient}
   * @param parameter empty for activations and deltas
   */
  record Column(String role, String parameter) {}

  /**
   * One tensor of one layer.
   *
   * @param z the largest distance in standard deviations of predicted rounding
   * @param shown the same, worded
   * @param difference the largest distance over the largest value, worded
   */
  record Cell(
      int row,
      int column,
      double z,
      String shown,
      String difference,
      boolean bothZero,
      String verdict,
      boolean agrees,
      boolean origin) {}

  /**
   * What one side is to the other.
   *
   * @param tensor its name without the layer's
   * @param scale the fitted factor
   * @param shown the same, worded
   * @param pure whether the factor is all there is to it
   */
  record Factor(
      String layer,
      String tensor,
      double scale,
      String shown,
      boolean pure,
      boolean agrees,
      boolean origin) {}

  /**
   * The gradient of one parameter in the first batch, on both sides.
   *
   * @param sizes of its axes, by which a position becomes an index
   * @param elements of the block; there may be fewer positions
   * @param largest of the twin's, by size
   * @param medianSigma of all elements
   * @param positions of the elements that are drawn, in row-major order
   * @param sigma of each of them
   * @param z of each of them, kinks left out
   * @param agrees whether the block does
   * @param origin whether a deviation arises in it
   */
  record Scatter(
      String name,
      List<Integer> sizes,
      int elements,
      double largest,
      double medianSigma,
      List<Integer> positions,
      List<Double> dl4j,
      List<Double> twin,
      List<Double> sigma,
      List<Double> z,
      boolean agrees,
      boolean origin) {}

  /** Signed distances in units of the last place, see {@link Ulp#histogram}. */
  record Histogram(
      String name,
      List<Long> bins,
      String median,
      String percentile99,
      String maximum,
      boolean agrees,
      boolean origin) {}

  /**
   * How far both sides are from a witness, relative to the norm of the block.
   *
   * @param resolution of the witness
   */
  record Dots(String name, double dl4j, double twin, double resolution) {}

  static ChartData of(Outcome outcome) {
    Agreement agreement = outcome.agreement();
    List<Block> flow = agreement.flow();
    return new ChartData(
        Gate.REACH,
        heat(agreement, flow),
        flow.stream()
            .filter(block -> !block.bothZero() && block.elements() > 0)
            .map(block -> factor(agreement, block))
            .toList(),
        outcome.elements().stream()
            .filter(elements -> elements.batch() == 0 && elements.twin().size() > 0)
            .map(elements -> scatter(agreement, elements))
            .toList(),
        flow.stream()
            .filter(block -> block.elements() > 0)
            .map(block -> histogram(agreement, block))
            .toList(),
        agreement.complexStep().stream()
            .filter(block -> block.directions() > 0)
            .map(block -> dots(agreement, block))
            .toList(),
        agreement.witness().curve(),
        agreement.trajectory());
  }

  private static boolean isOrigin(Agreement agreement, Block block) {
    return AgreementRow.mark(block, agreement).equals("origin");
  }

  private static Heat heat(Agreement agreement, List<Block> flow) {
    Set<Column> found = new LinkedHashSet<>();
    for (Agreement.Role role : Agreement.Role.values()) {
      flow.stream()
          .filter(block -> block.role() == role)
          .map(ChartData::column)
          .forEach(found::add);
    }
    List<Column> columns = List.copyOf(found);
    return new Heat(
        agreement.activations().stream().map(b -> b.layer() + " " + b.layerType()).toList(),
        columns,
        flow.stream().map(block -> cell(agreement, block, columns)).toList());
  }

  private static Column column(Block block) {
    return new Column(AgreementWords.role(block.role()), block.parameter());
  }

  private static Cell cell(Agreement agreement, Block block, List<Column> columns) {
    return new Cell(
        block.layer(),
        columns.indexOf(column(block)),
        block.gate().z(),
        AgreementFigures.z(block.gate().z()),
        AgreementFigures.relative(block.blockRelative()),
        block.bothZero(),
        block.verdict().toString(),
        block.verdict().isAgreement(),
        isOrigin(agreement, block));
  }

  private static Factor factor(Agreement agreement, Block block) {
    return new Factor(
        block.layer() + " " + block.layerType(),
        AgreementWords.tensor(block.place()),
        block.scale(),
        AgreementFigures.factor(block.scale()),
        AgreementFigures.isPureFactor(block),
        block.verdict().isAgreement(),
        isOrigin(agreement, block));
  }

  private static Scatter scatter(Agreement agreement, Elements elements) {
    Block block =
        agreement.blocks().stream()
            .filter(b -> b.place().equals(elements.place()))
            .findFirst()
            .orElseThrow();
    List<Integer> positions = ScatterSample.of(elements.dl4j(), elements.twin());
    return new Scatter(
        AgreementWords.name(elements.place()),
        IntStream.of(elements.twin().shape().sizes()).boxed().toList(),
        elements.twin().size(),
        DoubleStream.of(elements.twin().values()).map(Math::abs).max().orElse(0),
        elements.medianSigma(),
        positions,
        positions.stream().map(position -> elements.dl4j().values()[position]).toList(),
        positions.stream().map(position -> elements.twin().values()[position]).toList(),
        positions.stream().map(position -> elements.sigma().values()[position]).toList(),
        positions.stream().map(elements::z).toList(),
        block.verdict().isAgreement(),
        isOrigin(agreement, block));
  }

  private static Histogram histogram(Agreement agreement, Block block) {
    Ulp ulp = block.ulp();
    return new Histogram(
        AgreementWords.name(block.place()),
        ulp.histogram(),
        AgreementFigures.ulp(ulp.median()),
        AgreementFigures.ulp(ulp.percentile99()),
        AgreementFigures.ulp(ulp.maximum()),
        block.verdict().isAgreement(),
        isOrigin(agreement, block));
  }

  private static Dots dots(Agreement agreement, ComplexStepBlock block) {
    return new Dots(
        AgreementWords.layer(agreement, block.layer()) + ", " + AgreementWords.tensor(block),
        block.toDl4j(),
        block.toTwin(),
        block.resolution());
  }
}
