package gradtwin.compare;

import gradtwin.compare.Trace.Loss;
import gradtwin.compare.Trace.Outline;
import gradtwin.compare.Trace.Phase;
import gradtwin.compare.Trace.Role;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Stage;
import gradtwin.compare.Trace.Worked;
import gradtwin.dl4j.Dl4jFunctions;
import gradtwin.dl4j.Dl4jNetwork;
import gradtwin.spec.Experiment;
import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Positions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.LayerRules;
import gradtwin.twin.Moment;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.Update;
import gradtwin.twin.layer.ActivatedLayer;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.CenterLossOutputLayer;
import gradtwin.twin.layer.ConvolutionLayer;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.layer.OutputLayer;
import gradtwin.twin.loss.Targets;
import gradtwin.twin.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the first training step of an experiment on both sides and keeps everything on the way.
 *
 * <p>Both networks are its own, fresh from the {@link StartingPoint} of a comparison; each takes
 * the step with its own gradients.
 */
public final class Tracer {
  private final Experiment experiment;
  private final Selection selection;
  private final Batch batch;
  private final Step step;
  private final Dl4jNetwork dl4j;
  private final Dl4jFunctions functions;
  private final List<Map<String, Tensor>> before;
  private final Network twin;
  private final TracedTwin words;
  private final Map<Integer, RecordedActivation> recordings = new LinkedHashMap<>();
  private final List<Optional<Tensor>> masks = new ArrayList<>();
  private final Backpropagation ofDl4j;
  private final Backpropagation ofTwin;
  private final Map<Integer, Tensor> preActivations;

  /** The number of examples in the first batch of an experiment. */
  public static int batchSize(Experiment experiment, Examples training) {
    return Math.min(experiment.data().batchSize(), training.size());
  }

  /**
   * Traces.
   *
   * @param training the examples that training would use
   * @param first the first example of the batch to show, counted from 0
   * @param shown how many to show from there; fewer if the batch ends
   * @throws IllegalArgumentException if there is no such example
   */
  public static Trace trace(Experiment experiment, Examples training, int first, int shown) {
    int size = batchSize(experiment, training);
    if (first < 0 || first >= size || shown < 1) {
      throw new IllegalArgumentException(
          "expected examples of a batch of " + size + ", got " + shown + " from " + first);
    }
    StartingPoint start = StartingPoint.of(experiment, training, 1);
    return new Tracer(experiment, start, new Selection(first, Math.min(shown, size - first)))
        .trace();
  }

  private Tracer(Experiment experiment, StartingPoint start, Selection selection) {
    this.experiment = experiment;
    this.selection = selection;
    this.batch = start.batches().get(0);
    this.step = start.step();
    this.dl4j = start.dl4j();
    this.functions = new Dl4jFunctions(dl4j);
    this.before = start.parameters();
    this.words = new TracedTwin(experiment, start.twin());
    this.twin = recorded(start.twin());
    Optional<Tensor> mask = batch.featureMask();
    for (Layer layer : twin.layers()) {
      masks.add(mask);
      mask = layer.maskAfter(mask);
    }
    this.ofDl4j = dl4j.backpropagate(batch);
    this.ofTwin = twin.backpropagate(batch, step);
    List<Integer> withFunction = new ArrayList<>(recordings.keySet());
    withFunction.add(last());
    this.preActivations = dl4j.preActivations(batch, withFunction);
  }

  private int last() {
    return twin.hidden().size();
  }

  /** The same network, over the same parameters, whose activations are recorded. */
  private Network recorded(Network network) {
    List<Layer> hidden = new ArrayList<>();
    for (Layer layer : network.hidden()) {
      if (layer instanceof ActivatedLayer activated && !(layer instanceof ActivationLayer)) {
        RecordedActivation recording = new RecordedActivation(activated.activation());
        recordings.put(hidden.size(), recording);
        hidden.add(activated.withActivation(recording));
      } else {
        hidden.add(layer);
      }
    }
    return new Network(hidden, network.output());
  }

  private Trace trace() {
    List<Stage> stages = new ArrayList<>();
    stages.add(start());
    for (int layer = 0; layer <= last(); layer++) {
      stages.add(forward(layer));
    }
    stages.add(loss());
    for (int layer = last(); layer >= 0; layer--) {
      stages.add(backward(layer));
    }
    stages.addAll(updates());
    return new Trace(
        Trace.SCHEMA,
        experiment.name(),
        experiment.precision().word(),
        experiment.seed(),
        batch.size(),
        selection.first(),
        selection.shown(),
        classes(),
        outlines(),
        new Loss(ofDl4j.loss(), ofTwin.loss(), ofDl4j.penalty(), ofTwin.penalty()),
        stages);
  }

  /** The class of each shown example, where each class has a label of its own. */
  private List<String> classes() {
    List<String> names = experiment.description().classes();
    Tensor labels = batch.labels();
    if (labels.shape().rank() != 2 || labels.columns() != names.size()) {
      return List.of();
    }
    List<String> classes = new ArrayList<>();
    for (int n = selection.first(); n < selection.first() + selection.shown(); n++) {
      int largest = 0;
      for (int j = 1; j < names.size(); j++) {
        largest = labels.at(n, j) > labels.at(n, largest) ? j : largest;
      }
      classes.add(names.get(largest));
    }
    return classes;
  }

  private List<Outline> outlines() {
    List<Shape> shapes = experiment.shapes();
    List<Outline> outlines = new ArrayList<>();
    for (int i = 0; i <= last(); i++) {
      outlines.add(
          new Outline(
              i,
              words.spec(i).word(),
              words.spec(i).detail(),
              shapes.get(i).toString(),
              shapes.get(i + 1).toString(),
              twin.parameters().get(i).stream().map(Parameter::toString).toList()));
    }
    return outlines;
  }

  private Stage start() {
    List<Sides> tensors = new ArrayList<>();
    tensors.add(given(Role.FEATURES, "x", batch.features()));
    tensors.add(given(Role.LABELS, "y", batch.labels()));
    batch.featureMask().ifPresent(mask -> tensors.add(given(Role.FEATURE_MASK, "m", mask)));
    batch.labelMask().ifPresent(mask -> tensors.add(given(Role.LABEL_MASK, "m", mask)));
    return new Stage(Phase.START, -1, List.of(), tensors, List.of());
  }

  /** What both sides are given. */
  private static Sides given(Role role, String symbol, Tensor tensor) {
    return Sides.ofExamples(role, symbol, tensor, tensor);
  }

  // forward

  private Sides input(int layer) {
    return layer == 0
        ? given(Role.INPUT, "x", batch.features())
        : Sides.ofExamples(
            Role.INPUT,
            "x",
            ofDl4j.activations().get(layer - 1),
            ofTwin.activations().get(layer - 1));
  }

  private Sides output(int layer) {
    boolean predictions = layer == last();
    return Sides.ofExamples(
        predictions ? Role.PREDICTIONS : Role.OUTPUT,
        predictions ? "o" : "y",
        ofDl4j.activations().get(layer),
        ofTwin.activations().get(layer));
  }

  private Optional<Sides> preActivation(int layer) {
    return twinPreActivation(layer)
        .map(z -> Sides.ofExamples(Role.PRE_ACTIVATION, "z", preActivations.get(layer), z));
  }

  private Optional<Tensor> twinPreActivation(int layer) {
    if (!preActivations.containsKey(layer)) {
      return Optional.empty(); // DL4J does not say
    }
    if (layer < last()) {
      return Optional.ofNullable(recordings.get(layer))
          .map(recording -> recording.z(ofTwin.activations().get(layer)));
    }
    return words
        .objectiveLayer()
        .map(
            output ->
                output
                    .projection()
                    .forward(input(layer).twin(), step.withMask(Optional.empty()))
                    .output());
  }

  private List<Sides> parameters(int layer) {
    List<Sides> parameters = new ArrayList<>();
    before
        .get(layer)
        .forEach(
            (key, value) -> parameters.add(Sides.ofParameter(Role.PARAMETER, key, value, value)));
    return parameters;
  }

  private Stage forward(int layer) {
    Sides x = input(layer);
    Sides y = output(layer);
    Optional<Sides> z = preActivation(layer);
    List<Sides> tensors = new ArrayList<>(List.of(x));
    tensors.addAll(parameters(layer));
    z.ifPresent(tensors::add);
    tensors.add(y);
    List<Worked> worked = new ArrayList<>();
    if (z.isPresent()) {
      projection(layer)
          .ifPresent(
              projection ->
                  worked.addAll(
                      projection.sums(
                          x, z.get(), layer < last() ? masks.get(layer) : Optional.empty())));
      function(layer).ifPresent(f -> worked.addAll(unmasked(layer, f.forward(z.get(), y), y)));
    } else if (twin.layers().get(layer) instanceof ActivationLayer) {
      function(layer).ifPresent(f -> worked.addAll(f.forward(x, y)));
    }
    return new Stage(Phase.FORWARD, layer, words.forward(layer), tensors, worked);
  }

  /** The output at a masked step is 0, whatever the function says. */
  private List<Worked> unmasked(int layer, List<Worked> worked, Sides y) {
    return layer < last() && masks.get(layer).isPresent()
        ? worked.stream()
            .filter(w -> y.twin().values()[w.position()] != 0 || w.value() == 0)
            .toList()
        : worked;
  }

  /** The arithmetic of the linear part of a layer, where it is written out. */
  private Optional<WorkedProjection> projection(int layer) {
    Layer linear =
        layer < last()
            ? twin.layers().get(layer)
            : words.objectiveLayer().map(ObjectiveLayer::projection).orElse(twin.output());
    Tensor weights = before.get(layer).get("W");
    Optional<Tensor> bias = Optional.ofNullable(before.get(layer).get("b"));
    if (linear instanceof DenseLayer) {
      return Optional.of(new WorkedDense(selection, weights, bias));
    }
    return linear instanceof ConvolutionLayer convolution
        ? Optional.of(new WorkedConvolution(selection, convolution.windows(), weights, bias))
        : Optional.empty();
  }

  /** The arithmetic of the function at the end of a layer. */
  private Optional<WorkedFunction> function(int layer) {
    return words.activation(layer).map(f -> new WorkedFunction(selection, words.name(layer), f));
  }

  // the loss

  private Stage loss() {
    Sides o = output(last());
    Sides y = given(Role.LABELS, "y", batch.labels());
    List<Sides> tensors = new ArrayList<>(List.of(o, y));
    batch.labelMask().ifPresent(mask -> tensors.add(given(Role.LABEL_MASK, "m", mask)));
    List<Worked> worked = new ArrayList<>();
    Optional<Sides> losses = losses();
    losses.ifPresent(
        each -> {
          tensors.add(each);
          workedLoss().ifPresent(loss -> worked.addAll(loss.losses(each)));
          worked.add(WorkedLoss.mean(each, ofDl4j.loss()));
        });
    return new Stage(Phase.LOSS, -1, words.loss(), tensors, worked);
  }

  /** The loss of each example by itself; empty for a loss of all examples together. */
  private Optional<Sides> losses() {
    Tensor ofTwinAlone = Tensor.zeros(Shape.of(batch.size()));
    double sum = 0;
    for (int n = 0; n < batch.size(); n++) {
      Batch alone = batch.slice(n, n + 1);
      Tensor x = input(last()).twin().rowsCopied(n, n + 1);
      OutputLayer.LossPass pass = twin.output().forward(x, alone.labels(), alone.labelMask(), step);
      ofTwinAlone.values()[n] = pass.loss();
      sum += pass.loss();
    }
    double mean = sum / batch.size();
    if (!(Math.abs(mean - ofTwin.loss()) <= 1e-9 * Math.abs(ofTwin.loss()))
        || !(twin.output() instanceof ObjectiveLayer)) {
      return Optional.empty();
    }
    return Optional.of(
        Sides.ofExamples(
            Role.LOSSES, "L", functions.losses(preActivations.get(last()), batch), ofTwinAlone));
  }

  private Optional<WorkedLoss> workedLoss() {
    return words
        .objective()
        .map(
            objective ->
                new WorkedLoss(
                    selection,
                    objective,
                    preActivation(last()).orElseThrow(),
                    output(last()),
                    given(Role.LABELS, "y", batch.labels()),
                    batch.labelMask()));
  }

  // backward

  private Sides deltaOfInput(int layer) {
    return Sides.ofExamples(
        Role.DELTA_OF_INPUT, "dx", ofDl4j.deltas().get(layer), ofTwin.deltas().get(layer));
  }

  private Optional<Sides> deltaOfOutput(int layer) {
    return layer == last()
        ? Optional.empty()
        : Optional.of(
            Sides.ofExamples(
                Role.DELTA_OF_OUTPUT,
                "dy",
                ofDl4j.deltas().get(layer + 1),
                ofTwin.deltas().get(layer + 1)));
  }

  private Optional<Sides> deltaOfPreActivation(int layer) {
    if (layer == last()) {
      return preActivation(layer)
          .map(
              z ->
                  Sides.ofExamples(
                      Role.DELTA_OF_PRE_ACTIVATION,
                      "dz",
                      functions.lossGradient(z.dl4j(), batch),
                      Positions.fromRows(
                          words
                              .objective()
                              .orElseThrow()
                              .forward(
                                  Positions.toRows(z.twin()),
                                  Targets.of(batch.labels(), batch.labelMask()))
                              .backward(),
                          z.twin().shape())));
    }
    return Optional.ofNullable(recordings.get(layer))
        .filter(recording -> preActivations.containsKey(layer))
        .map(
            recording ->
                Sides.ofExamples(
                    Role.DELTA_OF_PRE_ACTIVATION,
                    "dz",
                    masked(
                        layer,
                        functions.backward(
                            layer, preActivations.get(layer), ofDl4j.deltas().get(layer + 1))),
                    recording.dz(ofTwin.activations().get(layer))));
  }

  /** DL4J's layers that work on rows take the steps that are not there out of dz. */
  private Tensor masked(int layer, Tensor dz) {
    Optional<Tensor> mask = masks.get(layer);
    if (mask.isEmpty() || !words.spec(layer).worksOnRows(experiment.shapes().get(layer))) {
      return dz;
    }
    Tensor there = Positions.toRows(dz).copy();
    for (int row = 0; row < there.rows(); row++) {
      for (int j = 0; j < there.columns(); j++) {
        there.values()[row * there.columns() + j] *= mask.get().values()[row];
      }
    }
    return Positions.fromRows(there, dz.shape());
  }

  private List<Sides> gradients(int layer) {
    List<Sides> gradients = new ArrayList<>();
    ofTwin
        .gradients()
        .get(layer)
        .forEach(
            (key, gradient) ->
                gradients.add(
                    Sides.ofParameter(
                        Role.GRADIENT,
                        "d" + key,
                        ofDl4j.gradients().get(layer).get(key),
                        gradient)));
    return gradients;
  }

  private Stage backward(int layer) {
    Sides x = input(layer);
    Sides dx = deltaOfInput(layer);
    Optional<Sides> dy = deltaOfOutput(layer);
    Optional<Sides> dz = deltaOfPreActivation(layer);
    List<Sides> gradients = gradients(layer);
    List<Sides> tensors = new ArrayList<>();
    dy.ifPresent(tensors::add);
    dz.ifPresent(tensors::add);
    tensors.addAll(gradients);
    tensors.add(dx);

    List<Worked> worked = new ArrayList<>();
    if (layer == last()) {
      dz.ifPresent(d -> workedLoss().ifPresent(loss -> worked.addAll(loss.backward(d))));
    } else if (dz.isPresent()) {
      function(layer)
          .ifPresent(
              f ->
                  worked.addAll(
                      f.backward(
                          preActivation(layer).orElseThrow(),
                          output(layer),
                          dy.orElseThrow(),
                          dz.get())));
    } else if (twin.layers().get(layer) instanceof ActivationLayer) {
      function(layer)
          .ifPresent(f -> worked.addAll(f.backward(x, output(layer), dy.orElseThrow(), dx)));
    }
    if (dz.isPresent()) {
      projection(layer)
          .ifPresent(
              projection -> {
                for (Sides gradient : gradients) {
                  worked.addAll(
                      gradient.symbol().equals("dW")
                          ? projection.weightGradient(x, dz.get(), gradient)
                          : projection.biasGradient(dz.get(), gradient));
                }
                if (!(twin.layers().get(layer) instanceof CenterLossOutputLayer)) { // adds to dx
                  worked.addAll(projection.down(dz.get(), dx));
                }
              });
    }
    return new Stage(Phase.BACKWARD, layer, words.backward(layer), tensors, worked);
  }

  // the update

  /** Both networks take the step. */
  private List<Stage> updates() {
    dl4j.train(batch);
    List<Map<String, Tensor>> stepsOfDl4j = dl4j.lastSteps();
    List<Map<String, Tensor>> dl4jAfter = dl4j.parameters();
    List<LayerRules> rules = UpdateComparison.rules(experiment);
    List<Map<String, Tensor>> normalized = normalized(rules);
    List<List<Parameter>> parameters = twin.parameters();
    new Update(rules).apply(parameters, Moment.START);

    List<Stage> stages = new ArrayList<>();
    for (int layer = 0; layer <= last(); layer++) {
      List<Sides> tensors = new ArrayList<>();
      List<Worked> worked = new ArrayList<>();
      for (Parameter parameter : parameters.get(layer)) {
        String key = parameter.key();
        Optional<Sides> gradient =
            gradients(layer).stream().filter(g -> g.symbol().equals("d" + key)).findFirst();
        Sides updated =
            Sides.ofParameter(
                Role.UPDATED, key + "'", dl4jAfter.get(layer).get(key), parameter.value().copy());
        Tensor value = before.get(layer).get(key);
        tensors.add(Sides.ofParameter(Role.PARAMETER, key, value, value));
        gradient.ifPresent(tensors::add);
        // the twin's update leaves its step where the gradient was, as DL4J's does
        tensors.add(
            Sides.ofParameter(
                Role.STEP,
                "u(" + key + ")",
                stepsOfDl4j.get(layer).get(key),
                parameter.gradient().copy()));
        tensors.add(updated);
        if (gradient.isPresent()) {
          Optimizer optimizer = rules.get(layer).optimizer(parameter).at(Moment.START);
          WorkedUpdate update = new WorkedUpdate(optimizer, parameter.penalty());
          Tensor seen = normalized.get(layer).get(key);
          worked.addAll(
              selection.work(
                  updated,
                  position ->
                      update.of(
                          new WorkedUpdate.Element(
                              Grid.part("d" + key, gradient.get().twin(), position),
                              seen.values()[position],
                              Grid.part(key, value, position),
                              Grid.part(updated.symbol(), updated.twin(), position)))));
        }
      }
      if (!tensors.isEmpty()) {
        stages.add(
            new Stage(
                Phase.UPDATE, layer, words.ofUpdate(layer, rules.get(layer)), tensors, worked));
      }
    }
    return stages;
  }

  /** The twin's gradients as the optimizers get them, before penalties. */
  private List<Map<String, Tensor>> normalized(List<LayerRules> rules) {
    List<Map<String, Tensor>> normalized = new ArrayList<>();
    for (int layer = 0; layer <= last(); layer++) {
      Map<String, Tensor> copies = new LinkedHashMap<>();
      ofTwin.gradients().get(layer).forEach((key, gradient) -> copies.put(key, gradient.copy()));
      rules.get(layer).normalization().apply(List.copyOf(copies.values()));
      normalized.add(copies);
    }
    return normalized;
  }
}
