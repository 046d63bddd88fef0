package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.twin.LayerRules;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.noise.Noise;
import gradtwin.yaml.Vocabulary;
import java.util.List;
import java.util.Optional;

/**
 * A layer as a file describes it, in both worlds. A new layer is its record, its twin, and here one
 * name in the list and one row.
 *
 * <p>The number of axes of an example says what it is: a row of features [features], a sequence
 * [features, steps], an image [channels, height, width], a volume [channels, depth, height, width].
 */
public sealed interface LayerSpec
    permits Dense,
        NoiseSpec,
        Activation,
        OutputSpec,
        GlobalPooling,
        WindowPooling,
        Upsampling,
        ZeroPadding,
        Cropping,
        SpaceToDepth,
        LocalResponseNormalization,
        RecurrentSpec,
        LastTimeStep,
        TimeDistributed,
        RepeatVector,
        BatchNormalization,
        Prelu,
        ElementWiseMultiplication,
        Embedding,
        EmbeddingSequence,
        Frozen,
        SelfAttention,
        RecurrentAttention,
        PrimaryCapsules,
        Capsule,
        CapsuleStrength,
        Convolution,
        Deconvolution,
        DepthwiseConvolution,
        SeparableConvolution,
        LocallyConnected {
  /** A method rather than a constant, so that no class waits for another's initialization. */
  static Vocabulary<LayerSpec> words() {
    return Vocabulary.<LayerSpec>of("layer")
        .word("dense", Dense::read)
        .word("dropout", NoiseSpec::dropout)
        .word("activation", Activation::read)
        .word("output", Output::read)
        .word("loss", Loss::read)
        .word("globalPooling", GlobalPooling::read)
        .word("rnnOutput", RnnOutput::read)
        .word("rnnLoss", RnnLoss::read)
        .word("maxPooling1d", fields -> WindowPooling.readMax(fields, 1))
        .word("maxPooling2d", fields -> WindowPooling.readMax(fields, 2))
        .word("maxPooling3d", fields -> WindowPooling.readMax(fields, 3))
        .word("averagePooling1d", fields -> WindowPooling.readAverage(fields, 1))
        .word("averagePooling2d", fields -> WindowPooling.readAverage(fields, 2))
        .word("averagePooling3d", fields -> WindowPooling.readAverage(fields, 3))
        .word("pnormPooling1d", fields -> WindowPooling.readPnorm(fields, 1))
        .word("pnormPooling2d", fields -> WindowPooling.readPnorm(fields, 2))
        .word("pnormPooling3d", fields -> WindowPooling.readPnorm(fields, 3))
        .word("upsampling1d", fields -> Upsampling.read(fields, 1))
        .word("upsampling2d", fields -> Upsampling.read(fields, 2))
        .word("upsampling3d", fields -> Upsampling.read(fields, 3))
        .word("zeroPadding1d", fields -> ZeroPadding.read(fields, 1))
        .word("zeroPadding2d", fields -> ZeroPadding.read(fields, 2))
        .word("zeroPadding3d", fields -> ZeroPadding.read(fields, 3))
        .word("cropping1d", fields -> Cropping.read(fields, 1))
        .word("cropping2d", fields -> Cropping.read(fields, 2))
        .word("cropping3d", fields -> Cropping.read(fields, 3))
        .word("spaceToDepth", SpaceToDepth::read)
        .word("localResponseNormalization", LocalResponseNormalization::read)
        .word("simpleRnn", SimpleRnn::read)
        .word("lstm", Lstm::read)
        .word("gravesLstm", GravesLstm::read)
        .word("bidirectional", Bidirectional::read)
        .word("lastTimeStep", LastTimeStep::read)
        .word("timeDistributed", TimeDistributed::read)
        .word("repeatVector", RepeatVector::read)
        .word("maskZero", MaskZero::read)
        .word("batchNormalization", BatchNormalization::read)
        .word("prelu", Prelu::read)
        .word("elementWiseMultiplication", ElementWiseMultiplication::read)
        .word("embedding", Embedding::read)
        .word("embeddingSequence", EmbeddingSequence::read)
        .word("centerLossOutput", CenterLossOutput::read)
        .word("cnnLoss", CnnLoss::read)
        .word("cnn3dLoss", Cnn3dLoss::read)
        .word("frozen", Frozen::read)
        .word("convolution1d", Convolution::read1d)
        .word("convolution2d", Convolution::read2d)
        .word("convolution3d", Convolution::read3d)
        .word("deconvolution2d", Deconvolution::read2d)
        .word("deconvolution3d", Deconvolution::read3d)
        .word("depthwiseConvolution2d", DepthwiseConvolution::read)
        .word("separableConvolution2d", SeparableConvolution::read)
        .word("selfAttention", SelfAttention::read)
        .word("recurrentAttention", RecurrentAttention::read)
        .word("primaryCapsules", PrimaryCapsules::read)
        .word("capsule", Capsule::read)
        .word("capsuleStrength", CapsuleStrength::read)
        .word("alphaDropout", NoiseSpec::alphaDropout)
        .word("gaussianDropout", NoiseSpec::gaussianDropout)
        .word("gaussianNoise", NoiseSpec::gaussianNoise)
        .word("spatialDropout", NoiseSpec::spatialDropout)
        .refused(
            "learnedSelfAttention",
            "cannot run with DL4J 1.0.0-M2.1, whatever the input: LearnedSelfAttentionLayer"
                + ".defineLayer calls the operation scatter_update without the integers that it"
                + " demands, and its forward pass throws; use selfAttention and globalPooling")
        .word("locallyConnected1d", fields -> LocallyConnected.read(fields, 1))
        .word("locallyConnected2d", fields -> LocallyConnected.read(fields, 2));
  }

  /** As the file writes it. */
  String word();

  /** What tells it from others of its type, in a word or two: its activation, its rate. */
  String detail();

  /** Why this layer cannot take such an input, if it cannot; the rule and the shape in words. */
  default Optional<String> misfit(Shape input) {
    return Optional.empty();
  }

  /** Why this layer cannot stand on another, whatever shape comes out of it, if it cannot. */
  default Optional<String> misfitOn(LayerSpec below) {
    return Optional.empty();
  }

  /** Why it cannot take sequences of which steps are missing, if it cannot. */
  default Optional<String> misfitOfMask() {
    return Optional.empty();
  }

  /** Whether the mask of sequences of which steps are missing ends here, though they go on. */
  default boolean losesMask() {
    return false;
  }

  /** Why it cannot stand where a mask was and has ended, if it cannot. */
  default Optional<String> misfitOfLostMask() {
    return Optional.empty();
  }

  /**
   * Where DL4J computes something else than it should of sequences of which steps are missing, if
   * it does.
   */
  default Optional<String> deviationOfMask() {
    return Optional.empty();
  }

  /** The shape of one example as it leaves, for an input that fits. */
  Shape outputShape(Shape input);

  /** Whether its key {@code units} alone decides the shape of its output. */
  default boolean hasUnits() {
    return false;
  }

  /**
   * What the axes of a parameter are called, one for each of the twin's. By default those of
   * weights [inputs, units] and of what each unit has of its own.
   *
   * @param key of the parameter
   * @param input the shape of one example as it arrives
   */
  default List<Axis> parameterAxes(String key, Shape input) {
    Axis rows = lookupTable().isPresent() ? Axis.of("index") : Axis.ofInputs(input);
    return key.equals("W") ? List.of(rows, Axis.of("unit")) : Axis.named("unit");
  }

  /**
   * What the axes of one example are called as it leaves.
   *
   * @param output its shape
   */
  default List<Axis> outputAxes(Shape output) {
    return Axis.ofExample(output.rank());
  }

  /**
   * Whether it works on rows of features, so that an image or a volume must be flattened for it,
   * and a sequence cut into steps.
   */
  default boolean worksOnRows(Shape input) {
    return false;
  }

  /** What changes at random while training as it passes through, if that is all the layer does. */
  default Optional<Noise> noise() {
    return Optional.empty();
  }

  /**
   * The table that it looks up, if its input is indices: whole numbers, which have no derivative.
   * Such a layer can only be the first.
   */
  default Optional<LookupTable> lookupTable() {
    return Optional.empty();
  }

  /** Why it cannot be frozen, if it cannot. */
  default Optional<String> unfreezable() {
    return Optional.empty();
  }

  /**
   * Whether DL4J's output is a view of its input, which DL4J's workspaces do not let pass first.
   */
  default boolean outputIsViewOfInput() {
    return false;
  }

  /** The layer of a DL4J configuration, with every hyperparameter set. */
  org.deeplearning4j.nn.conf.layers.Layer toDl4j(LayerContext context);

  /** The layer by hand, with freshly drawn parameters. */
  Layer toTwin(LayerContext context);

  /** The function that its output comes out of; empty if there is none. */
  default Optional<ActivationSpec> ownActivation() {
    return Optional.empty();
  }

  /** Its weights and bias; empty if it has none. */
  default Optional<Weights> ownWeights() {
    return Optional.empty();
  }

  /** The noise on its weights while training, if there is any. */
  default Optional<Noise> weightNoise() {
    return ownWeights().flatMap(Weights::weightNoise).map(WeightNoiseSpec::twin);
  }

  /** How its parameters are trained, by hand; as the whole network's, unless it says otherwise. */
  default LayerRules rules(TrainingSpec training) {
    return ownWeights()
        .map(weights -> weights.training().toTwin(training))
        .orElseGet(
            () ->
                new LayerRules(
                    training.optimizer().twin(), training.gradientNormalization().twin()));
  }
}
