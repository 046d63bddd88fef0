package gradtwin.report;

import gradtwin.compare.Trace;
import gradtwin.compare.Trace.Outline;
import gradtwin.compare.Trace.Phase;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Stage;

/** What a trace's reports say in words. */
final class TraceWords {
  static final String ANSWER =
      "Backpropagation happens after the forward pass and before the update: it starts at the loss"
          + " and goes back through the layers, last to first. Its gradients are what the optimizer"
          + " makes its steps of.";

  private final Trace trace;

  TraceWords(Trace trace) {
    this.trace = trace;
  }

  private int last() {
    return trace.layers().size() - 1;
  }

  /** A layer's number, type and what tells it from others. */
  String layer(int index) {
    Outline outline = trace.layers().get(index);
    return "layer "
        + index
        + " ("
        + outline.type()
        + (outline.detail().isEmpty() ? "" : ", " + outline.detail())
        + ")";
  }

  /** Step 5 of 8: backward through layer 1. */
  String title(int index) {
    return "Step " + (index + 1) + " of " + trace.stages().size() + ": " + what(index);
  }

  /** Backward through layer 1. */
  String what(int index) {
    Stage stage = trace.stages().get(index);
    return switch (stage.phase()) {
      case START -> "the batch";
      case FORWARD -> "forward through " + layer(stage.layer());
      case LOSS -> "the loss";
      case BACKWARD -> "backward through " + layer(stage.layer());
      case UPDATE -> "update of " + layer(stage.layer());
    };
  }

  /** What happens in a stage, and why there. */
  String story(int index) {
    Stage stage = trace.stages().get(index);
    return switch (stage.phase()) {
      case START ->
          Figures.count(trace.batch(), "example")
              + ", and what should come out for each. DL4J and the twin start from the same"
              + " parameters and the same batch. Nothing is computed yet.";
      case FORWARD -> forward(stage.layer());
      case LOSS ->
          "The forward pass ends here: predictions and labels come to one number, the mean loss of"
              + " the batch. No gradient exists yet. Backpropagation starts from this number, with"
              + " the next step.";
      case BACKWARD -> backward(stage.layer());
      case UPDATE -> update(index);
    };
  }

  private String forward(int layer) {
    String from =
        layer == 0
            ? "The batch goes in as x. "
            : "What layer " + (layer - 1) + " put out comes in as x. ";
    String end =
        layer == last()
            ? "What comes out are the predictions, o."
            : "What comes out, y, is the next layer's x.";
    String kept =
        layer == 0
            ? " Nothing is learned on this way: the layer computes, and keeps what the way back will"
                + " need."
            : "";
    return from + end + kept;
  }

  private String backward(int layer) {
    boolean learns =
        trace.stages().stream()
            .filter(stage -> stage.phase() == Phase.BACKWARD && stage.layer() == layer)
            .flatMap(stage -> stage.tensors().stream())
            .anyMatch(sides -> sides.role() == Trace.Role.GRADIENT);
    String start =
        layer == last()
            ? "Here backpropagation begins: after the forward pass, at the loss. How does the loss"
                + " change with what this layer computed? "
            : "What layer "
                + (layer + 1)
                + " passed down arrives as dy: how the loss changes with this layer's output. By the"
                + " chain rule it is multiplied with the layer's own derivatives. ";
    String parameters =
        learns
            ? "Out of that come the gradients of the parameters, which wait for the optimizer, and"
                + " dx"
            : "It has no parameter to learn. What is left is dx";
    String end =
        layer == 0
            ? ", which nobody needs: nothing lies below. Backpropagation ends here. Every gradient is"
                + " known, and no parameter has changed."
            : ", which goes down to layer " + (layer - 1) + ".";
    return start + parameters + end;
  }

  private String update(int index) {
    boolean first = trace.stages().get(index - 1).phase() != Phase.UPDATE;
    boolean end = index == trace.stages().size() - 1;
    return (first
            ? "Backpropagation is over; only now do parameters change. The optimizer makes a step"
                + " u of each gradient, and the step is subtracted."
            : "The same for the next layer: its gradients were ready since the way back.")
        + (end
            ? " The training step is done. The next batch starts over with a forward pass."
            : "");
  }

  /** What a tensor is. */
  String meaning(Stage stage, Sides sides) {
    String of = sides.symbol();
    return switch (sides.role()) {
      case FEATURES -> "features";
      case LABELS -> "labels: what should come out";
      case FEATURE_MASK -> "which steps are there";
      case LABEL_MASK -> "how much each label counts";
      case INPUT -> stage.layer() == 0 ? "input: the batch" : "input: what came from below";
      case PARAMETER -> "parameter, before the step";
      case PRE_ACTIVATION -> "before the function f";
      case OUTPUT -> "output";
      case PREDICTIONS -> "predictions";
      case LOSSES -> "loss of each example";
      case DELTA_OF_OUTPUT -> "arrives from above: dloss/dy";
      case DELTA_OF_PRE_ACTIVATION -> "dloss/dz, behind the function f";
      case GRADIENT -> "gradient of " + of.substring(1) + ", for the optimizer";
      case DELTA_OF_INPUT -> "dloss/dx, passed down";
      case STEP -> "step: what is subtracted";
      case UPDATED -> "parameter, after the step";
    };
  }
}
