package gradtwin.dl4j.accelerate;

import gradtwin.dl4j.accelerate.NativeNumbers.Matrix;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory of a convolution and what is computed in it, block of images by block, so that nothing
 * is allocated in a step and the numbers stay in a core's cache.
 *
 * <p>DL4J asks for z a second time on the way back. Where neither the pixels nor the parameters
 * have changed by a bit since the first time, the z of then is handed out.
 */
final class ConvolutionBuffers {
  /** A batch of more numbers than this, pixels and outputs together, is not remembered. */
  private static final int REMEMBERED = 1 << 23;

  private final Sliding sliding;
  private final int examples;
  private final int outputs;
  private final boolean hasMemory;
  private final int outputSize;

  private final HeapNumbers pixels;
  private final HeapNumbers columns;
  private final HeapNumbers products;
  private final HeapNumbers images;
  private final NativeNumbers nativeColumns;
  private final NativeNumbers nativeProducts;

  private final HeapNumbers weights;
  private final HeapNumbers bias;
  private final HeapNumbers arrivingWeights;
  private final HeapNumbers arrivingBias;
  private final HeapNumbers splitWeights;
  private final NativeNumbers nativeWeights;
  private final NativeNumbers nativeGradient;
  private final double[] biasGradient;

  private final HeapNumbers rememberedPixels;
  private final HeapNumbers rememberedOutputs;
  private int remembered;

  /**
   * @param sliding over a block of the batch
   * @param examples of the whole batch
   */
  ConvolutionBuffers(DataType type, Sliding sliding, int examples, int outputs) {
    this.sliding = sliding;
    this.examples = examples;
    this.outputs = outputs;
    this.outputSize = outputs * sliding.windows() / sliding.images();
    int block = sliding.images();
    this.pixels = HeapNumbers.zeros(type, block * sliding.imageSize());
    this.columns = HeapNumbers.zeros(type, sliding.inner() * sliding.columns());
    this.products = HeapNumbers.zeros(type, block * outputSize);
    this.images = HeapNumbers.zeros(type, block * outputSize);
    this.nativeColumns = NativeNumbers.allocate(type, columns.size());
    this.nativeProducts = NativeNumbers.allocate(type, products.size());
    int ofWeights = sliding.products() * outputs * sliding.inner();
    this.weights = HeapNumbers.zeros(type, ofWeights);
    this.bias = HeapNumbers.zeros(type, outputs);
    this.arrivingWeights = HeapNumbers.zeros(type, ofWeights);
    this.arrivingBias = HeapNumbers.zeros(type, outputs);
    this.splitWeights = HeapNumbers.zeros(type, ofWeights);
    this.nativeWeights = NativeNumbers.allocate(type, ofWeights);
    this.nativeGradient = NativeNumbers.allocate(type, ofWeights);
    this.biasGradient = new double[outputs];
    nativeWeights.write(0, weights, 0, ofWeights); // zeros, as they are remembered
    long batch = (long) examples * (sliding.imageSize() + outputSize);
    this.hasMemory = batch <= REMEMBERED;
    this.rememberedPixels = HeapNumbers.zeros(type, hasMemory ? examples * sliding.imageSize() : 0);
    this.rememberedOutputs = HeapNumbers.zeros(type, hasMemory ? examples * outputSize : 0);
  }

  boolean fit(Sliding other, int otherExamples, int otherOutputs) {
    return sliding.equals(other) && examples == otherExamples && outputs == otherOutputs;
  }

  /**
   * Takes the parameters of this pass.
   *
   * @param biases null if there are none
   */
  void load(INDArray parameters, INDArray biases) {
    NativeNumbers.of(Layout.inOrder('c', parameters)).read(0, arrivingWeights, 0, weights.size());
    if (biases != null) {
      NativeNumbers.of(Layout.inOrder('c', biases)).read(0, arrivingBias, 0, outputs);
    }
    if (!weights.same(0, arrivingWeights, 0, weights.size())) {
      weights.copy(0, arrivingWeights, 0, 1, weights.size());
      sliding.splitWeights(weights, splitWeights, outputs);
      nativeWeights.write(0, splitWeights, 0, weights.size());
      remembered = 0;
    }
    if (!bias.same(0, arrivingBias, 0, outputs)) {
      bias.copy(0, arrivingBias, 0, 1, outputs);
      remembered = 0;
    }
  }

  /**
   * The outputs before the function.
   *
   * @param x [N, C, H, W]
   * @param z is overwritten: [N, O, outH, outW]
   */
  void forward(NativeNumbers x, NativeNumbers z) {
    for (int first = 0; first < examples; first += sliding.images()) {
      Sliding block = block(first);
      read(x, first, block);
      int size = block.images() * outputSize;
      if (isRemembered(first, block)) {
        z.write((long) first * outputSize, rememberedOutputs, first * outputSize, size);
      } else {
        multiply(block);
        z.write((long) first * outputSize, images, 0, size);
        remember(first, block);
      }
    }
  }

  private Sliding block(int first) {
    int images = Math.min(sliding.images(), examples - first);
    return images == sliding.images() ? sliding : sliding.of(images);
  }

  private void read(NativeNumbers x, int first, Sliding block) {
    int size = sliding.imageSize();
    x.read((long) first * size, pixels, 0, block.images() * size);
  }

  private boolean isRemembered(int first, Sliding block) {
    int size = sliding.imageSize();
    return first + block.images() <= remembered
        && pixels.same(0, rememberedPixels, first * size, block.images() * size);
  }

  private void remember(int first, Sliding block) {
    if (hasMemory) {
      int size = sliding.imageSize();
      rememberedPixels.copy(first * size, pixels, 0, 1, block.images() * size);
      rememberedOutputs.copy(first * outputSize, images, 0, 1, block.images() * outputSize);
      remembered = Math.max(remembered, first + block.images());
    }
  }

  /** From pixels to images of outputs. */
  private void multiply(Sliding block) {
    spread(block);
    int windows = block.windows();
    Matrix z = nativeProducts.matrix(0, windows);
    for (int i = 0; i < block.products(); i++) {
      z.product(weights(i), columns(block, i), outputs, windows, block.inner(), i == 0 ? 0 : 1);
    }
    nativeProducts.read(0, products, 0, outputs * windows);
    for (int o = 0; o < outputs; o++) {
      products.add(o * windows, bias.get(o), windows);
    }
    block.fromProducts(products, images, outputs);
  }

  private void spread(Sliding block) {
    block.spread(pixels, columns);
    nativeColumns.write(0, columns, 0, block.inner() * block.columns());
  }

  /** [O, inner] of a product. */
  private Matrix weights(int product) {
    return weights(nativeWeights, product);
  }

  private Matrix weights(NativeNumbers all, int product) {
    return all.matrix((long) product * outputs * sliding.inner(), sliding.inner());
  }

  /** [inner, windows] of a product. */
  private Matrix columns(Sliding block, int product) {
    return nativeColumns.matrix(block.firstColumn(product), block.columns());
  }

  /**
   * The gradients.
   *
   * @param x [N, C, H, W]
   * @param dz [N, O, outH, outW]
   * @param dx is overwritten: [N, C, H, W]
   * @param wantsDelta whether anybody will look at dx; else it is zeros
   */
  void backward(NativeNumbers x, NativeNumbers dz, NativeNumbers dx, boolean wantsDelta) {
    Arrays.fill(biasGradient, 0);
    for (int first = 0; first < examples; first += sliding.images()) {
      Sliding block = block(first);
      read(x, first, block);
      spread(block);
      dz.read((long) first * outputSize, images, 0, block.images() * outputSize);
      block.toProducts(images, products, outputs);
      int windows = block.windows();
      nativeProducts.write(0, products, 0, outputs * windows);
      Matrix ofOutputs = nativeProducts.matrix(0, windows);
      for (int o = 0; o < outputs; o++) {
        biasGradient[o] += products.sum(o * windows, windows);
      }
      for (int i = 0; i < block.products(); i++) {
        weights(nativeGradient, i)
            .product(
                ofOutputs,
                columns(block, i).transpose(),
                outputs,
                block.inner(),
                windows,
                first == 0 ? 0 : 1);
      }
      if (wantsDelta) {
        goBack(block, ofOutputs);
        dx.write(
            (long) first * sliding.imageSize(), pixels, 0, block.images() * sliding.imageSize());
      }
    }
    if (!wantsDelta) {
      dx.clear((long) examples * sliding.imageSize());
    }
  }

  /** From dz, as the products have it, to dx in the pixels. */
  private void goBack(Sliding block, Matrix dz) {
    int size = block.inner() * block.columns();
    int beta = 0;
    if (block.products() > 1) { // whose columns overlap
      nativeColumns.clear(size);
      beta = 1;
    }
    for (int i = 0; i < block.products(); i++) {
      columns(block, i)
          .product(weights(i).transpose(), dz, block.inner(), block.windows(), outputs, beta);
    }
    nativeColumns.read(0, columns, 0, size);
    block.gather(columns, pixels);
  }

  /** Of the sum over the batch: [O]. */
  void storeBiasGradient(NativeNumbers gradient) {
    for (int o = 0; o < outputs; o++) {
      arrivingBias.set(o, biasGradient[o]);
    }
    gradient.write(0, arrivingBias, 0, outputs);
  }

  /** Of the sum over the batch: [O, C, kH, kW]. */
  void storeWeightsGradient(NativeNumbers gradient) {
    nativeGradient.read(0, splitWeights, 0, weights.size());
    sliding.joinWeights(splitWeights, arrivingWeights, outputs);
    gradient.write(0, arrivingWeights, 0, weights.size());
  }
}
