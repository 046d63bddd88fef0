package gradtwin.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a comparison found out: everything that a report shows, computed.
 *
 * @param schema version of this structure as JSON
 * @param name of the experiment
 * @param verdict over everything
 * @param sentence the verdict in words: side, layer, tensor, worst element, and a tested
 *     explanation
 * @param seed of everything random
 * @param precision of DL4J's numbers, {@code float32} or {@code float64}
 * @param bound the block-relative difference up to which two sides agree
 * @param batches how many went through both networks
 * @param examples in all batches together
 * @param plant the name of the bug that was planted in the twin, if one was
 * @param origin where in the flow (forward, then backward) the first deviation stands
 * @param origins everything that deviates, told apart by whether it arises in its layer or was
 *     handed on to it; in the order of the flow, empty if the sides agree
 * @param score DL4J's and the twin's
 * @param activations the output of each layer
 * @param deltas the gradient with respect to the input of each layer
 * @param blocks the gradient of each parameter
 * @param update what the optimizer remembers of each parameter, and its step, from equal gradients
 * @param complexStep what the derivatives of the twin's formula say, by the complex step
 * @param accelerated the layers that this program computes in DL4J's place when it trains
 * @param trajectory some steps of a training; empty if none was asked for
 * @param witness what the numerical differences of DL4J's own score say
 * @param coverage how much was compared, and what was not
 * @param notes what the reader should know besides
 * @param runtime what DL4J's numbers depend on besides the configuration
 */
public record Agreement(
    int schema,
    String name,
    Verdict verdict,
    String sentence,
    long seed,
    String precision,
    double bound,
    int batches,
    int examples,
    Optional<String> plant,
    Optional<Place> origin,
    List<Origin> origins,
    Score score,
    List<Block> activations,
    List<Block> deltas,
    List<Block> blocks,
    List<Block> update,
    List<ComplexStepBlock> complexStep,
    List<AcceleratedLayer> accelerated,
    Optional<Trajectory> trajectory,
    Witness witness,
    Coverage coverage,
    List<String> notes,
    Map<String, String> runtime) {

  /** The version of the JSON form. */
  public static final int SCHEMA = 2;

  /**
   * Every tensor in the order in which a training step makes it: forward, backward from the last
   * layer, update.
   */
  public List<Block> flow() {
    List<Block> flow = new ArrayList<>(activations);
    for (int layer = deltas.size() - 1; layer >= 0; layer--) {
      int of = layer;
      blocks.stream().filter(block -> block.layer() == of).forEach(flow::add);
      flow.add(deltas.get(layer));
    }
    flow.addAll(update);
    return flow;
  }

  /** A tensor of the flow. */
  public record Place(int layer, String layerType, Role role, String parameter) {
    /** What else there is of the same parameter. */
    public Place as(Role other) {
      return new Place(layer, layerType, other, parameter);
    }

    /** Whether it is the gradient with respect to the features. */
    boolean isInput() {
      return role == Role.DELTA && layer == 0;
    }

    /** As a reader would call it: {@code layer 1 (output), gradient of W}. */
    @Override
    public String toString() {
      String tensor =
          switch (role) {
            case ACTIVATION -> "activation";
            case DELTA -> "delta (gradient with respect to its input)";
            case GRADIENT -> "gradient of " + parameter;
            case MEMORY -> "the optimizer's memory of " + parameter;
            case UPDATE -> "update of " + parameter;
          };
      return "layer " + layer + " (" + layerType + "), " + tensor;
    }
  }

  /** What a block holds. */
  public enum Role {
    ACTIVATION,
    DELTA,
    GRADIENT,
    /** What the optimizer remembers of the gradients so far. */
    MEMORY,
    UPDATE
  }

  /**
   * The loss of both sides, averaged over the batches.
   *
   * @param dl4j DL4J's score without penalties
   * @param twin the twin's loss
   * @param difference the largest relative difference of any batch
   * @param dl4jPenalty DL4J's L1, L2 and weight decay terms
   * @param twinPenalty the twin's
   */
  public record Score(
      double dl4j,
      double twin,
      double difference,
      double dl4jPenalty,
      double twinPenalty,
      Verdict verdict) {}

  /**
   * One tensor of the flow, compared.
   *
   * @param layer counted from 0
   * @param parameter {@code W}, {@code b}; empty for an activation or a delta
   * @param verdict of this block alone
   * @param inherited whether a deviation stands before it in the flow, so that this one may merely
   *     propagate it
   * @param elements of the parameter; of an activation or a delta those of all batches
   * @param gate the distance in standard deviations of the predicted rounding
   * @param scale the factor of the deviating side over the other; of DL4J over the twin where none
   *     is known to deviate
   * @param explanation a tested explanation of a deviation; empty if there is none
   */
  public record Block(
      int layer,
      String layerType,
      Role role,
      String parameter,
      Verdict verdict,
      boolean inherited,
      long elements,
      Gate gate,
      double maxAbsolute,
      double maxRelative,
      double blockRelative,
      double normRelative,
      double cosine,
      double scale,
      double residual,
      Difference.Ulp ulp,
      Difference.Worst worst,
      boolean bothZero,
      String explanation) {

    public Place place() {
      return new Place(layer, layerType, role, parameter);
    }
  }

  /**
   * A layer that this program computes in DL4J's place when it trains, held against the twin like
   * DL4J's: the same parameters, batches and gates, over its output, its gradients and its delta.
   *
   * @param verdict agrees also where both DL4J's own layer and this one differ from the twin, and
   *     do not from each other
   * @param worst the tensor with the element that is farthest from the twin's
   * @param z how far that is, in standard deviations of predicted rounding
   * @param batch of the element
   * @param index its coordinates
   * @param accelerated its value here
   * @param twin its value in the twin
   */
  public record AcceleratedLayer(
      int layer,
      String layerType,
      Verdict verdict,
      Place worst,
      double z,
      int batch,
      List<Integer> index,
      double accelerated,
      double twin) {}

  /**
   * The complex step on one tensor: a gradient or a delta. Distances over all elements are
   * estimated from directions, relative to the norm of the twin's.
   *
   * @param directions random directions of signs along which all elements moved together
   * @param elements that were moved by themselves
   * @param excluded elements left out of the directions, because they depend on a kink
   * @param toDl4j {@code |D - J| / |H|}
   * @param toTwin {@code |H - J| / |H|}
   * @param resolution what rounding makes of either where both are right
   * @param zDl4j the largest distance of DL4J to the truth in standard deviations
   * @param zTwin likewise of the twin
   */
  public record ComplexStepBlock(
      int layer,
      Role role,
      String parameter,
      int directions,
      int elements,
      int excluded,
      double toDl4j,
      double toTwin,
      double resolution,
      double zDl4j,
      double zTwin,
      List<StepProbe> probes) {

    boolean contradictsDl4j() {
      return zDl4j > Gate.REACH;
    }

    boolean contradictsTwin() {
      return zTwin > Gate.REACH;
    }
  }

  /**
   * One element, three ways.
   *
   * @param index its coordinates
   * @param truth the complex step's
   * @param zDl4j how far DL4J is from it, in standard deviations of the predicted rounding
   * @param zTwin how far the twin is
   */
  public record StepProbe(
      int batch,
      List<Integer> index,
      double dl4j,
      double twin,
      double truth,
      double zDl4j,
      double zTwin) {}

  /**
   * Central differences of DL4J's own score in float64, extrapolated to step 0.
   *
   * @param blocks per parameter, and for the input of the network
   * @param elements looked at in all
   * @param excluded of those, how many crossed a kink at every step
   * @param curve of the element where both sides differ most, as far as the score can be moved
   *     there
   * @param largestDifference the largest relative difference to DL4J's gradient, over the largest
   *     gradient of its block
   */
  public record Witness(
      List<WitnessBlock> blocks,
      int elements,
      int excluded,
      double largestDifference,
      Optional<StepCurve> curve) {}

  /**
   * How the numerical derivative of one element depends on the step: its error falls with the
   * square of the step until rounding takes over.
   *
   * @param points of central differences, largest step first
   * @param dl4j DL4J's gradient
   * @param twin the twin's
   * @param complexStep what the complex step gives
   * @param resolution the standard deviation of the rounding that is predicted for the complex step
   */
  public record StepCurve(
      Place place,
      List<Integer> index,
      List<StepPoint> points,
      double dl4j,
      double twin,
      double complexStep,
      double resolution) {}

  /** A central difference. */
  public record StepPoint(double step, double derivative) {}

  /**
   * The witness on one parameter.
   *
   * @param elements that were differentiated
   * @param excluded of those, how many crossed a kink at every step
   * @param largestDifferenceToDl4j over the largest gradient of the block
   * @param largestDifferenceToTwin over the largest gradient of the block
   * @param noise the largest error that the extrapolation expects of itself, likewise
   */
  public record WitnessBlock(
      int layer,
      String parameter,
      int elements,
      int excluded,
      double largestDifferenceToDl4j,
      double largestDifferenceToTwin,
      double noise,
      List<Probe> probes) {}

  /**
   * One element, three ways.
   *
   * @param index its coordinates
   * @param error what the extrapolation expects of itself
   * @param onKink whether every step crossed a kink, so that there is no numerical value
   */
  public record Probe(
      List<Integer> index,
      double dl4j,
      double twin,
      double numerical,
      double error,
      boolean onKink) {}

  /**
   * How much was compared.
   *
   * @param gradientElements elements of parameter gradients compared with the twin: all of them
   * @param parameters elements of all parameters
   * @param witnessElements of those, how many the witness differentiated
   * @param excluded of those, how many crossed a kink at every step
   * @param complexDirections random directions along which the complex step looked at all elements
   *     of a block together
   * @param complexElements elements that it looked at by themselves
   * @param notGradients elements of parameters that have no gradient: statistics, frozen ones
   * @param clippedPredictions predictions that DL4J's loss clipped
   * @param ambiguousUnits pre-activations so near a kink that rounding decides their side
   */
  public record Coverage(
      long gradientElements,
      long parameters,
      int witnessElements,
      int excluded,
      int complexDirections,
      int complexElements,
      long notGradients,
      int clippedPredictions,
      int ambiguousUnits) {}
}
