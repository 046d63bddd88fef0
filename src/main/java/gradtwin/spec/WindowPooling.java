package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.layer.PoolingLayer;
import gradtwin.yaml.Fields;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * One number for each window of each channel; by hand: {@link PoolingLayer}.
 *
 * <pre>{@code
 * - type: maxPooling2d
 *   kernel: 3
 *   stride: 2
 * - type: averagePooling2d
 *   padding: 1
 *   includePadding: true
 * - type: pnormPooling2d
 *   pnorm: 3
 * }</pre>
 *
 * @param includePadding whether a mean divides by the size of the kernel, whatever of it sticks out
 */
public record WindowPooling(PoolingSpec pooling, Window window, boolean includePadding)
    implements LayerSpec {
  static WindowPooling readMax(Fields fields, int axes) {
    return new WindowPooling(PoolingSpec.max(), Window.readForPooling(fields, axes), false);
  }

  static WindowPooling readAverage(Fields fields, int axes) {
    Window window = Window.readForPooling(fields, axes);
    // DL4J's layer over volumes has no such switch
    boolean includePadding =
        axes < 3
            && fields.flag("includePadding", "whether a mean counts the zeros of padding", false);
    Optional<Integer> divisor = includePadding ? Optional.of(product(window)) : Optional.empty();
    return new WindowPooling(PoolingSpec.average(divisor), window, includePadding);
  }

  static WindowPooling readPnorm(Fields fields, int axes) {
    Window window = Window.readForPooling(fields, axes);
    if (axes == 3) {
      fields.deviation(
          "type",
          "DL4J takes the mean here, whatever the pooling but the maximum (Subsampling3DLayer in"
              + " 1.0.0-M2.1); the twin takes the p-norm");
    }
    return new WindowPooling(PoolingSpec.pnorm(fields), window, false);
  }

  private static int product(Window window) {
    return window.kernel().stream().reduce(1, (a, b) -> a * b);
  }

  private int axes() {
    return window.kernel().size();
  }

  @Override
  public String word() {
    return new Axes(axes()).word(pooling.word() + "Pooling");
  }

  @Override
  public String detail() {
    return window.detail();
  }

  @Override
  public Optional<String> misfit(Shape input) {
    Optional<String> misfit = window.misfit(input);
    return misfit.isPresent() || PoolingLayer.seesSomething(window.over(input))
        ? misfit
        : Optional.of(
            "expected windows that see something of the input, got some that see padding only in"
                + " shape "
                + input);
  }

  @Override
  public Optional<String> misfitOfLostMask() {
    return new Axes(axes()).misfitOfLostMask();
  }

  @Override
  public Shape outputShape(Shape input) {
    return window.over(input).windowsShape(input.size(0));
  }

  @Override
  public org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context) {
    return switch (axes()) {
      case 1 -> overSteps();
      case 2 -> overPixels();
      default -> overCells();
    };
  }

  /**
   * DL4J pools a sequence as an image of width 1. Its builder gives the width the stride and the
   * padding of the steps, and makes further columns of padding alone: so they are set here.
   */
  private Subsampling1DLayer overSteps() {
    var builder =
        new Subsampling1DLayer.Builder()
            .kernelSize(window.kernel().get(0))
            .poolingType(pooling.dl4j())
            .convolutionMode(window.mode().toDl4j())
            .avgPoolIncludePadInDivisor(includePadding)
            .dataFormat(CNN2DFormat.NCHW);
    pooling.pnorm().ifPresent(builder::pnorm);
    Subsampling1DLayer layer = builder.build();
    layer.setStride(new int[] {window.stride().get(0), 1});
    layer.setPadding(new int[] {window.padding().get(0), 0});
    layer.setDilation(new int[] {window.dilation().get(0), 1});
    return layer;
  }

  private SubsamplingLayer overPixels() {
    var builder =
        new SubsamplingLayer.Builder()
            .kernelSize(Window.array(window.kernel()))
            .stride(Window.array(window.stride()))
            .padding(Window.array(window.padding()))
            .dilation(Window.array(window.dilation()))
            .poolingType(pooling.dl4j())
            .convolutionMode(window.mode().toDl4j())
            .avgPoolIncludePadInDivisor(includePadding)
            .dataFormat(CNN2DFormat.NCHW);
    pooling.pnorm().ifPresent(builder::pnorm);
    return builder.build();
  }

  private Subsampling3DLayer overCells() {
    return new Subsampling3DLayer.Builder()
        .kernelSize(Window.array(window.kernel()))
        .stride(Window.array(window.stride()))
        .padding(Window.array(window.padding()))
        .dilation(window.dilation().get(0), window.dilation().get(1), window.dilation().get(2))
        .poolingType(pooling.dl4j())
        .convolutionMode(window.mode().toDl4j())
        .dataFormat(Convolution3D.DataFormat.NCDHW)
        .build();
  }

  @Override
  public PoolingLayer toTwin(LayerContext context) {
    return new PoolingLayer(pooling.twin(), window.over(context.input()), window.keepsMask());
  }
}
