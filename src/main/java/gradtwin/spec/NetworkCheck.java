package gradtwin.spec;

import gradtwin.tensor.Shape;
import gradtwin.yaml.Fields;
import gradtwin.yaml.Located;
import java.util.List;
import java.util.Optional;

/** Checks across layers, made while each layer still knows its line. */
final class NetworkCheck {
  private final Fields fields;
  private final List<Located<LayerSpec>> layers;

  NetworkCheck(Fields fields, List<Located<LayerSpec>> layers) {
    this.fields = fields;
    this.layers = layers;
  }

  void check(Optional<DataDescription> data) {
    checkEnd();
    data.ifPresent(this::checkShapes);
    for (Located<LayerSpec> layer : layers) {
      if (layer.value() instanceof OutputSpec output) {
        output
            .loss()
            .misfit(output.activation())
            .ifPresent(reason -> fields.errorAt(layer, "loss", reason));
        if (output.activation().isSoftmax() && output.loss().word().startsWith("mean")) {
          fields.warningAt(
              layer,
              "loss",
              output.loss().word()
                  + " after softmax learns slowly: its gradient vanishes where the network is"
                  + " certain and wrong; crossEntropy does not");
        }
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
      if (i == last && !hasLoss) {
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
    for (Located<LayerSpec> layer : layers) {
      Optional<String> misfit = layer.value().misfit(shape);
      if (misfit.isPresent()) {
        fields.errorAt(layer, "type", misfit.get());
        return;
      }
      shape = layer.value().outputShape(shape);
      if (layer.value() instanceof OutputSpec output) {
        checkOutput(layer, output, shape, data);
      }
    }
  }

  private void checkOutput(
      Located<LayerSpec> layer, OutputSpec output, Shape shape, DataDescription data) {
    int columns = shape.elements();
    if (data.task() == Task.REGRESSION) {
      if (columns != 1) {
        fields.errorAt(
            layer, "units", "expected 1 unit, as the data has one target, got " + columns);
      }
      if (output.loss().rules().classesOnly()) {
        fields.errorAt(
            layer,
            "loss",
            output.loss().word()
                + " needs labels that are classes, but the data's label is a number; use"
                + " meanSquaredError or meanAbsoluteError");
      }
      return;
    }
    int classes = data.classes().size();
    if (columns == 1 && output.activation().isSoftmax()) {
      fields.errorAt(
          layer,
          "activation",
          "softmax over one unit is always 1: expected at least 2 units"
              + (classes == 2 ? ", or sigmoid for one" : ""));
    } else if (columns != classes && !(columns == 1 && classes == 2)) {
      fields.errorAt(
          layer,
          "units",
          "expected "
              + classes
              + " units, one per class"
              + (classes == 2 ? " (or 1 for the second class)" : "")
              + ", got "
              + columns);
    }
  }
}
