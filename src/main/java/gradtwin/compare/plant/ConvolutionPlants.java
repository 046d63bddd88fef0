package gradtwin.compare.plant;

import static gradtwin.compare.plant.Damage.DELTA;
import static gradtwin.compare.plant.Damage.GRADIENT;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Tensor;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.ConvolutionLayer;
import gradtwin.twin.layer.DeconvolutionLayer;
import gradtwin.twin.layer.DepthwiseConvolutionLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.LocallyConnectedLayer;
import gradtwin.twin.layer.PrimaryCapsulesLayer;
import gradtwin.twin.layer.SeparableConvolutionLayer;
import java.util.List;
import java.util.function.Predicate;

/** Bugs in layers that slide a kernel. */
final class ConvolutionPlants {
  private static final String KERNEL = "a layer that slides a kernel of more than one place";
  private static final String SQUARE = "a layer with a square kernel of more than one place";

  static final List<Plant> ALL =
      List.of(
          new Plant(
              "kernel-flipped-on-the-way-back",
              DELTA,
              "the delta goes back through the kernel turned by 180 degrees",
              "a convolution of any kind with a kernel of more than one place",
              Bug.back(
                  layer -> layer instanceof ActivatedLayer && slides(layer, k -> true),
                  (walk, dy) -> {
                    Parameter kernel = kernel(walk.layer());
                    Tensor dx = walk.deltaThrough(kernel, w -> turned(walk.layer(), w), dy);
                    walk.back(dy);
                    return dx;
                  })),
          changed(
              "kernel-gradient-flipped",
              "the gradient of the kernel is written turned by 180 degrees",
              KERNEL,
              kernel -> true,
              ConvolutionPlants::turned),
          changed(
              "kernel-sides-swapped",
              "the gradient of the kernel is written with height and width swapped",
              SQUARE,
              Kernel::isSquare,
              (layer, w) -> swapped(w, Kernel.of(layer).first(), Kernel.of(layer).first() + 1)),
          changed(
              "kernel-channels-swapped",
              "the gradient of the kernel is written with input and output channels swapped",
              "a layer that slides a kernel over as many channels as it makes",
              Kernel::hasSquareChannels,
              (layer, w) -> swapped(w, Kernel.of(layer).input(), Kernel.of(layer).output())),
          new Plant(
              "local-weights-shared",
              GRADIENT,
              "the gradient of locally connected weights is summed over the windows, as if they"
                  + " shared their weights",
              "a locallyConnected layer",
              Bug.back(
                  layer -> layer instanceof LocallyConnectedLayer,
                  (walk, dy) -> {
                    Tensor dx = walk.back(dy);
                    Tensor gradient = walk.layer().parameters().get(0).gradient();
                    gradient.overwriteWith(summedOverRows(gradient));
                    return dx;
                  })),
          new Plant(
              "pointwise-channels-reversed",
              GRADIENT,
              "the gradient of the second kernel of a separable convolution is made with the"
                  + " channels in reverse order",
              "a separableConvolution2d layer of several channels",
              Bug.back(
                  layer -> layer instanceof SeparableConvolutionLayer,
                  (walk, dy) -> {
                    Tensor dx = walk.back(dy);
                    Tensor gradient = walk.layer().parameters().get(1).gradient();
                    int channels = gradient.shape().size(1);
                    gradient.overwriteWith(Tensors.alongAxis(gradient, 1, c -> channels - 1 - c));
                    return dx;
                  })));

  private ConvolutionPlants() {}

  /**
   * Where the axes of a kernel lie in its weights.
   *
   * @param first axis along which the kernel slides
   * @param count of such axes
   * @param input the axis of the input channels
   * @param output the axis of the output channels
   */
  private record Kernel(Tensor weights, int first, int count, int input, int output) {
    static Kernel of(Layer layer) {
      Tensor weights = kernel(layer).value();
      int rank = weights.shape().rank();
      boolean kernelLast =
          layer instanceof SeparableConvolutionLayer
              || (rank == 4
                  && (layer instanceof ConvolutionLayer || layer instanceof DeconvolutionLayer))
              || (rank == 5 && layer instanceof ConvolutionLayer);
      return kernelLast
          ? new Kernel(weights, 2, rank - 2, 1, 0)
          : new Kernel(weights, 0, rank - 2, rank - 2, rank - 1);
    }

    int places() {
      int places = 1;
      for (int axis = first; axis < first + count; axis++) {
        places *= weights.shape().size(axis);
      }
      return places;
    }

    boolean isSquare() {
      return count > 1
          && weights.shape().size(first) > 1
          && weights.shape().size(first) == weights.shape().size(first + 1);
    }

    boolean hasSquareChannels() {
      return weights.shape().size(input) > 1
          && weights.shape().size(input) == weights.shape().size(output);
    }
  }

  private static boolean slides(Layer layer, Predicate<Kernel> which) {
    boolean slides =
        layer instanceof ConvolutionLayer
            || layer instanceof DeconvolutionLayer
            || layer instanceof DepthwiseConvolutionLayer
            || layer instanceof SeparableConvolutionLayer
            || layer instanceof PrimaryCapsulesLayer;
    return slides && Kernel.of(layer).places() > 1 && which.test(Kernel.of(layer));
  }

  private static Parameter kernel(Layer layer) {
    return layer.parameters().get(0);
  }

  private interface Change {
    Tensor of(Layer layer, Tensor gradient);
  }

  private static Plant changed(
      String name, String summary, String needs, Predicate<Kernel> which, Change change) {
    return new Plant(
        name,
        GRADIENT,
        summary,
        needs,
        Bug.back(
            layer -> slides(layer, which),
            (walk, dy) -> {
              Tensor dx = walk.back(dy);
              Tensor gradient = kernel(walk.layer()).gradient();
              gradient.overwriteWith(change.of(walk.layer(), gradient));
              return dx;
            }));
  }

  /** With the kernel turned by 180 degrees: in reverse along all its axes. */
  private static Tensor turned(Layer layer, Tensor weights) {
    Kernel kernel = Kernel.of(layer);
    Tensor turned = weights;
    for (int axis = kernel.first(); axis < kernel.first() + kernel.count(); axis++) {
      int size = weights.shape().size(axis);
      turned = Tensors.alongAxis(turned, axis, k -> size - 1 - k);
    }
    return turned;
  }

  /** With two axes of one size swapped. */
  private static Tensor swapped(Tensor weights, int a, int b) {
    int[] order = new int[weights.shape().rank()];
    for (int axis = 0; axis < order.length; axis++) {
      order[axis] = axis == a ? b : axis == b ? a : axis;
    }
    return weights.permuted(order);
  }

  private static Tensor summedOverRows(Tensor tensor) {
    Tensor sum = tensor.zerosLike();
    int size = tensor.columns();
    for (int i = 0; i < tensor.size(); i++) {
      for (int to = i % size; to < tensor.size(); to += size) {
        sum.values()[to] += tensor.values()[i];
      }
    }
    return sum;
  }
}
