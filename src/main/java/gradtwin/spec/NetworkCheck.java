package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Located;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks across layers, made while each layer still knows its line. */
final class NetworkCheck {
  private final Fields fields;
  private final List<Located<LayerSpec>> layers;

  NetworkCheck(Fields fields, List<Located<LayerSpec>> layers) {
    this.fields = fields;
    this.layers = layers;
  }

  void check(Optional<DataDescription> data) {
    checkStart();
    checkEnd();
    for (Located<LayerSpec> layer : layers) {
      if (layer.value() instanceof OutputSpec output
          && fields.isSound(layer, "activation", "loss")) {
        checkPair(layer, output);
      }
    }
    data.ifPresent(this::checkShapes);
  }

  private void checkPair(Located<LayerSpec> layer, OutputSpec output) {
    output
        .loss()
        .misfit(output.activation(), !output.hasUnits())
        .ifPresentOrElse(
            reason -> fields.errorAt(layer, "loss", reason),
            () ->
                output
                    .loss()
                    .doubt(output.activation(), !output.hasUnits())
                    .ifPresent(doubt -> fields.warningAt(layer, "loss", doubt)));
  }

  private void checkStart() {
    for (Located<LayerSpec> layer : layers.subList(1, layers.size())) {
      if (layer.value().lookupTable().isPresent()) {
        fields.errorAt(
            layer,
            "type",
            "expected '"
                + layer.value().word()
                + "' as the first layer only, since it takes whole numbers and passes no gradient"
                + " down");
      }
    }
  }

  private void checkEnd() {
    int last = layers.size() - 1;
    for (int i = 0; i <= last; i++) {
      Located<LayerSpec> layer = layers.get(i);
      boolean hasLoss = layer.value() instanceof OutputSpec;
      if (i < last && hasLoss) {
        fields.errorAt(
            layer,
            "type",
            "expected the loss in the last layer only, got '"
                + layer.value().word()
                + "' before the end; use 'dense' or 'activation' here");
      }
      if (i == last && !hasLoss && layer.sound()) {
        fields.errorAt(
            layer,
            "type",
            "expected a last layer with a loss ('output' or 'loss'), got '"
                + layer.value().word()
                + "'");
      }
    }
  }

  private void checkShapes(DataDescription data) {
    Shape shape = data.features();
    boolean known = true; // otherwise the shape follows from a stand-in
    Optional<LayerSpec> below = Optional.empty();
    boolean masked = data.masked();
    boolean lost = false;
    for (Located<LayerSpec> layer : layers) {
      Optional<String> misfit = layer.value().misfit(shape);
      boolean fits = misfit.isEmpty();
      Optional<String> told =
          (known ? misfit : Optional.<String>empty()).or(misfitOn(layer.value(), below));
      masked = masked && shape.rank() == 2; // the mask ends with the sequence
      if (masked && told.isEmpty()) {
        told = layer.value().misfitOfMask();
      }
      lost = lost || (data.masked() && !masked);
      if (lost && told.isEmpty()) {
        told = layer.value().misfitOfLostMask();
      }
      lost = lost || (masked && layer.value().losesMask());
      if (layer.sound() && told.isPresent()) {
        fields.errorAt(layer, "type", told.get());
        return;
      }
      if (masked && layer.sound()) {
        layer
            .value()
            .deviationOfMask()
            .ifPresent(message -> fields.deviationAt(layer, "type", message));
      }
      shape = fits ? layer.value().outputShape(shape) : shape;
      below = layer.sound() ? Optional.of(layer.value()) : Optional.empty();
      known =
          fits
              && (layer.value().hasUnits()
                  ? fields.isSound(layer, "units")
                  : known && layer.sound());
      if (known && layer.value() instanceof OutputSpec output) {
        checkOutput(layer, output, shape, data);
        if (data.masked() && shape.rank() == 2) {
          output
              .loss()
              .deviationOfMask()
              .ifPresent(message -> fields.deviationAt(layer, "loss", message));
        }
        boolean ofOutputs = data.masked() && data.target() == Target.FEATURES && shape.rank() == 1;
        if (ofOutputs && output.loss().word().equals("cosineProximity")) {
          fields.deviationAt(
              layer,
              "loss",
              "DL4J fails where it has to leave out some outputs of an example, as the steps that a"
                  + " shorter sequence lacks (LossCosineProximity in 1.0.0-M2.1); the twin does not;"
                  + " use meanSquaredError");
        }
      }
    }
  }

  private static Supplier<Optional<String>> misfitOn(LayerSpec layer, Optional<LayerSpec> below) {
    return () -> below.flatMap(layer::misfitOn);
  }

  private void checkOutput(
      Located<LayerSpec> layer, OutputSpec output, Shape shape, DataDescription data) {
    Optional<String> wrongShape = wrongShape(output.loss().labelShape(shape), data);
    if (wrongShape.isPresent()) {
      fields.errorAt(layer, "type", wrongShape.get());
      return;
    }
    int columns = shape.size(0);
    boolean regression = data.task() == Task.REGRESSION;
    int classes = data.classes().size();
    if (fields.isSound(layer, "loss")) {
      checkLabels(layer, output, columns, data);
    }
    if (columns == 1 && output.activation().isSoftmax() && fields.isSound(layer, "activation")) {
      fields.errorAt(
          layer,
          "activation",
          "softmax over one unit is always 1: expected "
              + (regression ? "another activation, such as identity" : "at least 2 units")
              + (classes == 2 ? ", or sigmoid for one" : ""));
    } else if (data.target() == Target.FEATURES || output.loss().rules().labelWidth() > 0) {
      return; // the shape has told how many there are
    } else if (regression && columns != 1) {
      wrongUnits(layer, "1", ", as the data has one target", columns);
    } else if (!regression && columns != classes && !(columns == 1 && classes == 2)) {
      boolean oneWillDo = classes == 2 && !output.activation().isSoftmax();
      String reason = ", one per class" + (oneWillDo ? " (or 1 for the second class)" : "");
      wrongUnits(layer, Integer.toString(classes), reason, columns);
    }
  }

  /** Whether a loss can be had of such labels and so many outputs. */
  private void checkLabels(
      Located<LayerSpec> layer, OutputSpec output, int columns, DataDescription data) {
    LossSpec loss = output.loss();
    boolean regression = data.task() == Task.REGRESSION;
    LossSpec.Labels needed = loss.rules().labels();
    if (regression && needed == LossSpec.Labels.CLASSES) {
      fields.errorAt(
          layer,
          "loss",
          loss.word()
              + " needs labels that are classes, but "
              + (data.target() == Target.FEATURES
                  ? "the target is the features, which are numbers"
                  : "the data's label is a number")
              + "; use meanSquaredError or meanAbsoluteError");
    } else if (!regression && needed == LossSpec.Labels.NUMBERS) {
      fields.errorAt(
          layer,
          "loss",
          loss.word() + " needs labels that are numbers, but the data's label is a class");
    } else if (data.target() == Target.LABEL && loss.rules().labelWidth() > 1) {
      fields.errorAt(
          layer,
          "loss",
          "expected a labelWidth of 1, as the data has one target, got "
              + loss.rules().labelWidth());
    } else if (loss.misfit(columns).isPresent()) {
      fields.errorAt(layer, "loss", loss.misfit(columns).get());
    } else if (regression && loss.labelSmoothing() > 0) {
      fields.errorAt(
          layer, "loss", "labelSmoothing is for labels that are classes, the data's are numbers");
    } else {
      loss.deviation(output.activation(), columns, data.classes().size())
          .ifPresent(deviation -> fields.deviationAt(layer, "loss", deviation));
    }
  }

  /** Why an output of this shape cannot be compared with the data's labels, if it cannot. */
  private static Optional<String> wrongShape(Shape output, DataDescription data) {
    Shape features = data.features();
    switch (data.target()) {
      case LABEL -> {
        return output.rank() == 1
            ? Optional.empty()
            : Optional.of(
                "expected one row of outputs per example, got shape "
                    + output
                    + (output.rank() == 2
                        ? "; lastTimeStep and globalPooling end a sequence"
                        : ""));
      }
      case STEPS -> {
        boolean fits = output.rank() == 2 && output.size(1) == features.size(1);
        return fits
            ? Optional.empty()
            : Optional.of(
                "expected an output at each of the "
                    + features.size(1)
                    + " steps, as the data has a label at each, got shape "
                    + output
                    + "; use rnnOutput or rnnLoss");
      }
      case FEATURES -> {
        boolean fits =
            output.equals(features)
                || (output.rank() == 1 && output.size(0) == features.elements());
        return fits
            ? Optional.empty()
            : Optional.of(
                "expected an output of the shape "
                    + features
                    + " of the features, which are the target, or as many outputs in one row, got"
                    + " shape "
                    + output);
      }
    }
    throw new IllegalArgumentException("expected a known target, got " + data.target());
  }

  /** The number of outputs is that of the layer's own units, or of what arrives at it. */
  private void wrongUnits(Located<LayerSpec> layer, String expected, String reason, int got) {
    if (layer.value().hasUnits()) {
      String unit = expected.equals("1") ? " unit" : " units";
      fields.errorAt(layer, "units", "expected " + expected + unit + reason + ", got " + got);
    } else {
      String input = expected.equals("1") ? " input" : " inputs";
      fields.errorAt(
          layer,
          "type",
          "expected "
              + expected
              + input
              + reason
              + ", got "
              + got
              + "; change the layer before this one");
    }
  }
}
