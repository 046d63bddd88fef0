package gradtwin.spec;

/** Something that a file may say and hardly anybody means. */
enum Suspicion {
  SQUARED_ERROR_AFTER_SOFTMAX(
      """
      The squared error reaches the pre-activations of a softmax through its Jacobian, p (1 - p) and
      -p q. Where the network is certain, that is nearly 0, even where it is certain and wrong, so
      the worst mistakes teach the least. Cross-entropy cancels the Jacobian: its gradient is p - y.
      Use loss: crossEntropy, or another activation if the labels are no classes."""),

  RELU_BEFORE_SOFTMAX(
      """
      A softmax turns differences between its inputs into ratios of probabilities. After relu all
      negative inputs are 0, so the network cannot say that one class is less likely than another
      below that, and those inputs pass no gradient back. Leave the activation before a softmax out
      (identity)."""),

  ONE_HOT_SIGMOID(
      """
      With several sigmoid outputs, each class is judged alone: the probabilities of an example need
      not sum to 1, and most of the loss is about the classes that it is not. For classes that
      exclude each other use activation: softmax with loss: crossEntropy; keep the sigmoid for labels
      of which several may be true at once."""),

  WEIGHTS_THAT_DL4J_USES_TWICE(
      """
      DL4J 1.0.0-M2.1 takes the weights of examples as a mask of the labels. An output layer
      multiplies its pre-activations by that mask too (BaseLayer.preOutputWithPreNorm), and over a
      single output, or in a batch of one example, the losses apply it to the gradient twice
      (LossUtil.isPerOutputMasking); squaredHinge squares it (LossSquaredHinge.scoreArray). Weights
      of 0 and 1 are not affected. With others, end in a dense layer with the activation identity and
      a loss layer over at least two outputs, or train with --engine twin, which is right."""),

  SLOPE_THAT_DL4J_ROUNDS(
      """
      ActivationLReLU and ActivationReLU of DL4J 1.0.0-M2.1 go back through the native operation
      lrelu_bp, which keeps the slope in float32 in a float64 network too; the forward pass does not.
      The gradient of a negative unit is off by up to 6e-8 of its share. Take a slope that is a float32
      number, such as 0.125, or precision: float32, where both passes round it."""),

  BATCH_LARGER_THAN_DATA(
      """
      A batch takes at most the examples that there are, so every epoch is one step over all of
      them: there is no noise between steps, and fewer steps than the number of epochs suggests. Make
      batchSize smaller, or count the epochs as steps."""),

  ADAPTIVE_STEP_TOO_LONG(
      """
      Adam and its relatives divide the gradient by its own size, so that nearly every parameter
      moves by about the learning rate in each of the first steps, whatever the gradient. Initial
      weights are about 0.1; steps of that length wipe them out. Usual values are 0.0001 to 0.01."""),

  STEP_TOO_LONG(
      """
      The curvature of the loss along a weight grows with the square of the input that the weight
      multiplies. Gradient descent is stable while the learning rate is below 2 over the largest
      curvature (LeCun, Bottou, Orr and Mueller, "Efficient BackProp", 1998); above it each step
      overshoots by more than the last, until values overflow or units are dead or saturated. A
      momentum m lengthens steps by up to 1 / (1 - m). Standardize the features (standardize: true),
      scale them, or make the learning rate smaller."""),

  EQUAL_UNITS(
      """
      Units that start with equal weights compute the same output. If the weights through which the
      layer above reads them are equal too, they also receive the same gradient: they stay equal for
      ever, and the layer acts as one unit. Draw the weights of one of the two layers at random
      (glorotUniform, heNormal), best of both."""),

  DEAD_UNITS(
      """
      With weights and bias of 0, relu sees 0 for every example. Its derivative there is 0, so no
      gradient ever reaches these weights, nor any layer below. Draw the weights at random
      (heNormal), or give the bias a small positive start."""),

  BIAS_BEFORE_BATCH_NORMALIZATION(
      """
      Batch normalization subtracts the mean of each channel, and a bias that was added to all of it
      goes with the mean: the output does not depend on the bias, whose gradient is 0 but for
      rounding. Set bias: false in the layer before; beta does what the bias was for."""),

  LONE_BATCH_NORMALIZATION(
      """
      Over rows, the mean and the variance of a batch normalization are those of the batch. DL4J
      1.0.0-M2.1 throws where that is one example (BatchNormalization.backpropGradient, line 355: the
      variance of one row comes as a matrix, the running one is a vector), which the last batch of an
      epoch may be. Take a batchSize that leaves no single example, or train with --engine twin,
      where such a batch leaves beta and nothing else."""),

  CLIPPED_STATISTICS(
      """
      DL4J 1.0.0-M2.1 keeps the steps of statistics (running mean and variance of a batch normalization,
      centres of a center loss) beside the gradients of the layer, and takes them for gradients too
      (BaseMultiLayerUpdater.preApply): what shortens gradients shortens them, and the statistics follow
      the data more slowly than they should; and since they count in the norm, the gradients are
      shortened more. Give the layer a gradientNormalization: none of its own."""),

  DEPTHWISE_PRODUCT_OF_VECTORS(
      """
      The native operation depthwise_conv2d of DL4J 1.0.0-M2.1 is a product of matrices for each
      channel. Where both are vectors it takes the product for a scalar one, and throws
      (MmulHelper::dot, "Z array must be scalar"): forward where a single example has a single window,
      backward where the layer has a single weight, or over one channel as many weights as the batch has
      windows. Use convolution2d there."""),

  SEPARABLE_OVER_ONE_CHANNEL(
      """
      The native operation sconv2d of DL4J 1.0.0-M2.1 is a plain convolution where its input has one
      channel: it takes the depthwise kernels for those of a conv2d, and never looks at the pointwise
      ones. With one kernel and one filter that is another function; else the shapes do not fit, and
      it throws. Use convolution2d, which can do over one channel all that the pair can."""),

  ORTHOGONAL_VECTORS(
      """
      OrthogonalDistribution of DL4J 1.0.0-M2.1 takes the singular value decomposition of a random
      matrix. The native operation svd throws where that is one number, and throws or does not come
      back for some matrices of one row or one column. Use glorotUniform, which differs little
      there: a single vector is orthogonal to nothing."""),

  PADDING_OF_ONE_STEP(
      """
      ZeroPadding1DLayer.backpropGradient of DL4J 1.0.0-M2.1 cuts the padding off by INDArray.get,
      which leaves out axes of size 1. Of one step of one example too little is left for a
      bidirectional layer below, which splits what it gets by feature and throws
      (BidirectionalLayer.backpropGradient, TimeSeriesUtils.reverseTimeSeries). Take another
      batchSize."""),

  PADDED_BATCH_NORMALIZATION(
      """
      Sequences from files differ in length and are padded. DL4J 1.0.0-M2.1 counts the steps that
      are not there in the mean and the variance of a batch normalization (its preOutput knows no
      mask); the twin leaves them out. The two compute different functions unless all sequences have
      one length. Use layerNormalization in a dense layer instead.""");

  private final String explanation;

  Suspicion(String explanation) {
    this.explanation = explanation;
  }

  /** Whether it is DL4J that is known to deviate, rather than the user who may not mean it. */
  boolean isDeviation() {
    return this == WEIGHTS_THAT_DL4J_USES_TWICE
        || this == SLOPE_THAT_DL4J_ROUNDS
        || this == LONE_BATCH_NORMALIZATION
        || this == CLIPPED_STATISTICS
        || this == DEPTHWISE_PRODUCT_OF_VECTORS
        || this == SEPARABLE_OVER_ONE_CHANNEL
        || this == ORTHOGONAL_VECTORS
        || this == PADDING_OF_ONE_STEP
        || this == PADDED_BATCH_NORMALIZATION;
  }

  /** Why it is rarely meant, what happens, and what to do, in lines of about 100 characters. */
  String explanation() {
    return explanation;
  }
}
