package gradtwin.spec;

import gradtwin.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The spatial axes of an example: the steps of a sequence, the rows and columns of an image, or the
 * planes, rows and columns of a volume.
 *
 * @param count 1, 2 or 3
 */
record Axes(int count) {
  private static final List<String> KINDS =
      List.of(
          "a sequence [features, steps]",
          "an image [channels, height, width]",
          "a volume [channels, depth, height, width]");

  /** The word of a layer that works along these axes: {@code upsampling2d}. */
  String word(String kind) {
    return kind + count + "d";
  }

  /** Why an example is not of this kind, if it is not. */
  Optional<String> misfit(Shape input) {
    return input.rank() == count + 1
        ? Optional.empty()
        : Optional.of("expected " + KINDS.get(count - 1) + " per example, got shape " + input);
  }

  /**
   * Why an example is not of this kind, or makes no output of such sizes, if so.
   *
   * @param output the size of the output along each axis, counted from 0
   */
  Optional<String> misfit(Shape input, IntToLongFunction output) {
    Optional<String> otherKind = misfit(input);
    if (otherKind.isPresent()) {
      return otherKind;
    }
    double elements = input.size(0); // of 2^31 - 1 at most, which a double holds exactly
    for (int axis = 0; axis < count; axis++) {
      if (output.applyAsLong(axis) < 1) {
        return Optional.of("expected something to be left of each axis, got shape " + input);
      }
      elements *= output.applyAsLong(axis);
    }
    return elements <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            "expected an output of at most 2^31 - 1 values, got more from shape " + input);
  }

  /** Why steps of sequences cannot be moved where some are missing. */
  Optional<String> misfitOfMask() {
    return count == 1
        ? Optional.of(
            "expected sequences of one length, got shorter ones with a mask: DL4J leaves it as it was"
                + " (AbstractLayer.feedForwardMaskArray in 1.0.0-M2.1), which fits no more")
        : Optional.empty();
  }

  /** Why windows over steps cannot stand where a mask has ended, if these are such. */
  Optional<String> misfitOfLostMask() {
    return count == 1
        ? Optional.of(
            "expected sequences of one length, or this layer before the one that ends their mask:"
                + " DL4J hands it none, and it throws (ConvolutionUtils.cnn1dMaskReduction in"
                + " 1.0.0-M2.1)")
        : Optional.empty();
  }

  /** An output of such sizes, with the channels of the input. */
  Shape shape(Shape input, IntToLongFunction output) {
    int[] sizes = input.sizes();
    for (int axis = 0; axis < count; axis++) {
      sizes[axis + 1] = Math.toIntExact(output.applyAsLong(axis));
    }
    return Shape.of(sizes);
  }
}
