package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.tensor.WindowAxis;
import gradtwin.tensor.Windows;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The window that a convolution or a pooling layer slides over 1 to 3 spatial axes; by hand: {@link
 * Windows}.
 *
 * <pre>{@code
 * kernel: [5, 3]
 * stride: 2
 * padding: 1
 * dilation: 1
 * mode: truncate
 * }</pre>
 *
 * @param kernel sizes, one per axis, as all of these lists
 * @param stride from one window to the next
 * @param padding room at both ends of each axis
 * @param dilation from one place that a window sees to the next
 * @param mode what happens at the ends of each axis
 */
record Window(
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> padding,
    List<Integer> dilation,
    WindowMode mode) {
  private static final Range SIZES = Range.between(1, 1000);
  private static final Range PADDINGS = Range.between(0, 1000);

  private static final String KERNEL = "positions a window sees along each axis";
  private static final String STRIDE = "from one window to the next";

  /** What most layers that slide windows accept. */
  static final Set<WindowMode> COMMON_MODES =
      Collections.unmodifiableSet(
          EnumSet.of(WindowMode.TRUNCATE, WindowMode.STRICT, WindowMode.SAME));

  /**
   * Reads the keys of a window.
   *
   * @param axes how many spatial axes the layer has
   * @param stride that of a file that gives none
   * @param modes those that the layer accepts
   */
  static Window read(Fields fields, int axes, int stride, Set<WindowMode> modes) {
    return read(
        fields,
        fields.sizes("kernel", KERNEL, axes, SIZES),
        fields.sizes("stride", STRIDE, axes, SIZES, stride),
        readDilation(fields, axes),
        modes);
  }

  /** The same for a layer whose windows see neighbouring positions only. */
  static Window readUndilated(Fields fields, int axes) {
    List<Integer> kernel = fields.sizes("kernel", KERNEL, axes, SIZES);
    return read(
        fields,
        kernel,
        fields.sizes("stride", STRIDE, axes, SIZES, 1),
        Collections.nCopies(axes, 1),
        COMMON_MODES);
  }

  /** The same for pooling, which divides its input into windows of 2 unless the file says more. */
  static Window readForPooling(Fields fields, int axes) {
    List<Integer> kernel = fields.sizes("kernel", KERNEL, axes, SIZES, 2);
    Optional<List<Integer>> stride =
        fields.optionalSizes("stride", STRIDE + "; the kernel by default", axes, SIZES);
    return read(fields, kernel, stride.orElse(kernel), readDilation(fields, axes), COMMON_MODES);
  }

  private static List<Integer> readDilation(Fields fields, int axes) {
    return fields.sizes("dilation", "from one position seen to the next", axes, SIZES, 1);
  }

  private static Window read(
      Fields fields,
      List<Integer> kernel,
      List<Integer> stride,
      List<Integer> dilation,
      Set<WindowMode> modes) {
    int axes = kernel.size();
    Window window =
        new Window(
            kernel,
            stride,
            fields.sizes("padding", "zeros at both ends of each axis", axes, PADDINGS, 0),
            dilation,
            fields.oneOf("mode", "how windows end", WindowMode.TRUNCATE, modes));
    if (!window.mode.takesPadding() && !window.padding.equals(Collections.nCopies(axes, 0))) {
      fields.error(
          "padding",
          "expected 0 here, since the mode decides how far windows stick out, got "
              + text(window.padding));
    }
    return window;
  }

  /** Why it cannot slide over such an input, if it cannot. */
  Optional<String> misfit(Shape input) {
    Optional<String> otherKind = new Axes(axes()).misfit(input);
    if (otherKind.isPresent()) {
      return otherKind;
    }
    for (int axis = 0; axis < axes(); axis++) {
      Optional<String> misfit = misfit(input, axis);
      if (misfit.isPresent()) {
        return misfit;
      }
    }
    if (mode == WindowMode.STRICT && axes() == 3 && !isStrictByTheFirst(input)) {
      return Optional.of(
          "expected the kernel, stride and padding of the first axis to fit each of the three, as the"
              + " mode is strict and DL4J 1.0.0-M2.1 asks no other (Convolution3DUtils.validateShapes)"
              + ", got shape "
              + input);
    }
    long seen = (long) input.size(0) * over(input).count() * over(input).kernel();
    return seen <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            "expected windows that see at most 2^31 - 1 values of an example together, got "
                + seen
                + " from shape "
                + input);
  }

  private boolean isStrictByTheFirst(Shape input) {
    int spare = 2 * padding.get(0) - WindowAxis.extent(kernel.get(0), dilation.get(0));
    return IntStream.rangeClosed(1, axes())
        .allMatch(axis -> (input.size(axis) + spare) % stride.get(0) == 0);
  }

  private Optional<String> misfit(Shape input, int axis) {
    int size = input.size(axis + 1);
    int extent = WindowAxis.extent(kernel.get(axis), dilation.get(axis));
    int room = size + 2 * padding.get(axis);
    String got = ", got shape " + input;
    if (mode.takesPadding()) {
      String windows = "windows of " + extent + " in " + room + " positions (padding included)";
      if (extent > room) {
        return Optional.of("expected room for " + windows + got);
      }
      if (mode == WindowMode.STRICT && (room - extent) % stride.get(axis) != 0) {
        return Optional.of(
            "expected "
                + windows
                + " to end with the last position, as the mode is strict and the stride "
                + stride.get(axis)
                + got);
      }
    } else if (mode == WindowMode.SAME && (size - 1) % stride.get(axis) - extent > 0) {
      return Optional.of(
          "expected a larger kernel or a shorter stride, which leaves at most one position unseen"
              + " after the last window, since DL4J 1.0.0-M2.1 refuses others in mode same"
              + got);
    }
    return Optional.empty();
  }

  /** Why it cannot spread such an input, a window for each position, if it cannot. */
  Optional<String> spreadMisfit(Shape input) {
    return new Axes(axes())
        .misfit(input, axis -> spreadSize(input, axis))
        .or(() -> misfit(spread(input)));
  }

  /** What an input is spread to: the shape over which a window lies for each of its positions. */
  Shape spread(Shape input) {
    return new Axes(axes()).shape(input, axis -> spreadSize(input, axis));
  }

  private long spreadSize(Shape input, int axis) {
    long size = input.size(axis + 1);
    int s = stride.get(axis);
    return mode == WindowMode.SAME
        ? size * s
        : (size - 1) * s
            + WindowAxis.extent(kernel.get(axis), dilation.get(axis))
            - 2L * padding.get(axis);
  }

  private int axes() {
    return kernel.size();
  }

  /** How the windows lie on an input that fits. */
  Windows over(Shape input) {
    List<WindowAxis> laid = new ArrayList<>();
    for (int axis = 0; axis < axes(); axis++) {
      int size = input.size(axis + 1);
      int k = kernel.get(axis);
      int s = stride.get(axis);
      int d = dilation.get(axis);
      laid.add(
          switch (mode) {
            case TRUNCATE, STRICT -> WindowAxis.fitting(size, k, s, d, padding.get(axis));
            case SAME -> WindowAxis.centred(size, k, s, d);
            case CAUSAL -> WindowAxis.causal(size, k, s, d);
          });
    }
    return new Windows(laid);
  }

  /**
   * Whether the mask of a sequence leaves as it arrives, as DL4J has it where there is one window
   * around each step ({@code ConvolutionUtils.cnn1dMaskReduction}).
   */
  boolean keepsMask() {
    return !mode.takesPadding() && stride.equals(ones());
  }

  /** In a few words: {@code 5x5, stride 2}. */
  String detail() {
    return joined(kernel) + (stride.equals(ones()) ? "" : ", stride " + joined(stride));
  }

  private List<Integer> ones() {
    return Collections.nCopies(axes(), 1);
  }

  private static String joined(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  private static String text(List<Integer> sizes) {
    return sizes.size() == 1 ? sizes.get(0).toString() : sizes.toString();
  }

  /** As DL4J takes such lists. */
  static int[] array(List<Integer> sizes) {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }
}
