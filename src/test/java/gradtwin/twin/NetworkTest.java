package gradtwin.twin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Backpropagation;
import gradtwin.tensor.Batch;
import gradtwin.tensor.CounterRandom;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Penalty;
import gradtwin.tensor.Predictions;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Activation;
import gradtwin.twin.activation.Identity;
import gradtwin.twin.activation.Relu;
import gradtwin.twin.activation.Sigmoid;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.activation.Tanh;
import gradtwin.twin.init.Initializer;
import gradtwin.twin.init.Uniform;
import gradtwin.twin.layer.ActivationLayer;
import gradtwin.twin.layer.DenseLayer;
import gradtwin.twin.layer.Layer;
import gradtwin.twin.layer.NoiseLayer;
import gradtwin.twin.layer.ObjectiveLayer;
import gradtwin.twin.layer.OutputLayer;
import gradtwin.twin.loss.BinaryCrossEntropy;
import gradtwin.twin.loss.CrossEntropy;
import gradtwin.twin.loss.Loss;
import gradtwin.twin.loss.MeanSquaredError;
import gradtwin.twin.loss.Objective;
import gradtwin.twin.noise.Dropout;
import gradtwin.twin.noise.NoiseSource;
import gradtwin.twin.optimizer.Adam;
import gradtwin.twin.optimizer.GradientNormalization;
import gradtwin.twin.optimizer.Optimizer;
import gradtwin.twin.optimizer.Sgd;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Batch XOR =
      new Batch(
          Tensor.matrix(
              new double[] {0, 0}, new double[] {0, 1}, new double[] {1, 0}, new double[] {1, 1}),
          Tensor.matrix(new double[] {0}, new double[] {1}, new double[] {1}, new double[] {0}));

  private static DenseLayer dense(int index, int in, int out, Activation activation) {
    return dense(index, in, out, activation, Penalty.NONE);
  }

  private static DenseLayer dense(
      int index, int in, int out, Activation activation, Penalty penalty) {
    CounterRandom random = new CounterRandom(1, CounterRandom.Stream.INITIALIZATION, index);
    Tensor weights = Tensor.zeros(Shape.of(in, out));
    for (int i = 0; i < weights.size(); i++) {
      weights.values()[i] = Uniform.glorot().draw(random, 0, i, new Initializer.Fans(in, out));
    }
    Parameter bias =
        new Parameter("b", Tensor.zeros(Shape.of(out)), Parameter.Role.BIAS, Penalty.NONE);
    return new DenseLayer(
        new Parameter("W", weights, Parameter.Role.WEIGHT, penalty), Optional.of(bias), activation);
  }

  private static OutputLayer output(DenseLayer projection, Activation activation, Loss loss) {
    return new ObjectiveLayer(projection, Objective.of(activation, loss));
  }

  private static Network xorNetwork() {
    return new Network(
        List.of(dense(0, 2, 8, new Tanh())),
        output(dense(1, 8, 1, new Identity()), new Sigmoid(), new BinaryCrossEntropy()));
  }

  private static Update update(Optimizer optimizer) {
    return new Update(optimizer, new GradientNormalization.None());
  }

  @Test
  void learnsXor() {
    Network network = xorNetwork();
    Update update = update(new Adam(0.05, 0.9, 0.999, 1e-8));
    double first = network.train(XOR, update, new Moment(0, 0));
    for (int iteration = 1; iteration < 500; iteration++) {
      network.train(XOR, update, new Moment(iteration, 0));
    }
    Predictions predictions = network.evaluate(XOR);
    assertTrue(first > 0.5, "a network that knows nothing: about log 2, got " + first);
    assertTrue(predictions.loss() < 0.01, "got " + predictions.loss());
    for (int row = 0; row < 4; row++) {
      assertEquals(XOR.labels().at(row, 0), predictions.values().at(row, 0), 0.05);
    }
    assertArrayEquals(
        predictions.values().values(),
        network.predict(XOR.features(), Optional.empty()).values(),
        "predict");
  }

  /** The article's trap: without a hidden layer nothing beats 1/2 everywhere, which costs 1/4. */
  @Test
  void singleLayerCannotLearnXor() {
    Network network =
        new Network(
            List.of(),
            output(dense(0, 2, 1, new Identity()), new Sigmoid(), new MeanSquaredError()));
    Update update = update(new Sgd(1));
    for (int iteration = 0; iteration < 2000; iteration++) {
      network.train(XOR, update, new Moment(iteration, 0));
    }
    double loss = network.evaluate(XOR).loss();
    assertTrue(loss >= 0.25, "got " + loss);
    assertEquals(0.25, loss, 1e-3);
  }

  /**
   * One neuron, one example, all by hand: x = 2, w = 3, b = -1, so o = 5; y = 4, L = (5 - 4)² = 1;
   * dz = 2, dw = 4, db = 2; with rate 1/8 the new w is 3 - 1/2 and the new b -1 - 1/4.
   */
  @Test
  void oneStepByHand() {
    Parameter w =
        new Parameter("W", Tensor.matrix(new double[] {3}), Parameter.Role.WEIGHT, Penalty.NONE);
    Parameter b = new Parameter("b", Tensor.vector(-1), Parameter.Role.BIAS, Penalty.NONE);
    Network network =
        new Network(
            List.of(),
            output(
                new DenseLayer(w, Optional.of(b), new Identity()),
                new Identity(),
                new MeanSquaredError()));
    Batch batch = new Batch(Tensor.matrix(new double[] {2}), Tensor.matrix(new double[] {4}));
    double loss = network.train(batch, update(new Sgd(0.125)), new Moment(0, 0));
    assertEquals(1, loss, "the loss before the update");
    assertEquals(2.5, w.value().at(0, 0));
    assertEquals(-1.25, b.value().at(0));
  }

  private static final Penalty PENALTY = new Penalty(0.5, 0.25, 0.125);

  /** Every kind of layer, deep, without kinks. */
  private static Network deep() {
    return new Network(
        List.of(
            dense(0, 3, 4, new Tanh(), PENALTY),
            new NoiseLayer(NoiseSource.ofLayer(new Dropout(0.25), 1, 1)),
            dense(2, 4, 3, new Softmax()),
            new ActivationLayer(new Sigmoid()),
            dense(4, 3, 3, new Tanh())),
        output(dense(5, 3, 2, new Identity()), new Softmax(), new CrossEntropy()));
  }

  private static Batch deepBatch() {
    return new Batch(
        GradientCheck.random(Tensor.zeros(Shape.of(3, 3)), 7),
        Tensor.matrix(new double[] {1, 0}, new double[] {0, 1}, new double[] {0.5, 0.5}));
  }

  /** x 9; W and b: 12 + 4, 12 + 3, 9 + 3, 6 + 2. */
  @Test
  void gradientsOfADeepNetwork() {
    GradientCheck check = GradientCheck.network(deep(), deepBatch()).assertPasses();
    assertEquals(9 + 16 + 15 + 12 + 8, check.checked());
  }

  /** What train does in one go, backpropagate lays open: gradients, activations, deltas. */
  @Test
  void backpropagateAndTrainAgree() {
    Network opened = deep();
    Network trained = deep();
    Backpropagation all = opened.backpropagate(deepBatch(), Step.training(3));
    double loss = trained.train(deepBatch(), update(new Sgd(1)), new Moment(3, 0));
    assertEquals(loss, all.loss());
    assertEquals(6, all.layers());

    for (int layer = 0; layer < 6; layer++) {
      for (int p = 0; p < opened.parameters().get(layer).size(); p++) {
        Parameter before = opened.parameters().get(layer).get(p);
        Parameter after = trained.parameters().get(layer).get(p);
        Tensor gradient = all.gradients().get(layer).get(before.key());
        before.penalty().addGradient(before.value(), gradient);
        double decay = before.penalty().weightDecay();
        for (int i = 0; i < gradient.size(); i++) {
          double w = before.value().values()[i];
          double expected = w - (gradient.values()[i] + decay * w);
          assertEquals(expected, after.value().values()[i], "layer " + layer + " " + before);
        }
      }
    }
  }

  /** The activation of a layer is the input of the next; the deltas have the inputs' shapes. */
  @Test
  void activationsAndDeltasBelongToTheirLayers() {
    Network network = deep();
    Batch batch = deepBatch();
    Backpropagation all = network.backpropagate(batch, Step.training(0));
    Tensor x = batch.features();
    for (int i = 0; i < network.hidden().size(); i++) {
      assertEquals(x.shape(), all.deltas().get(i).shape());
      x = network.hidden().get(i).forward(x, Step.training(0)).output();
      assertArrayEquals(x.values(), all.activations().get(i).values());
    }
    assertEquals(x.shape(), all.deltas().get(5).shape());
    assertEquals(Shape.of(3, 2), all.activations().get(5).shape());
  }

  /** What is kept does not change when the network moves on. */
  @Test
  void keptGradientsAreCopies() {
    Network network = deep();
    Backpropagation all = network.backpropagate(deepBatch(), Step.training(0));
    double[] before = all.gradients().get(0).get("W").values().clone();
    network.train(deepBatch(), update(new Sgd(1)), new Moment(1, 0));
    assertArrayEquals(before, all.gradients().get(0).get("W").values());
  }

  /** The penalty is that of the one layer that has one: 1/2 sum |w| + (1/4 + 1/8)/2 sum w². */
  @Test
  void penaltyIsTheSumOverTheParameters() {
    Network network = deep();
    double[] w = network.parameters().get(0).get(0).value().values();
    double expected =
        0.5 * Arrays.stream(w).map(Math::abs).sum()
            + 0.1875 * Arrays.stream(w).map(v -> v * v).sum();
    assertEquals(expected, network.penalty(), 8 * Math.ulp(expected));
    assertEquals(network.penalty(), network.backpropagate(deepBatch(), Step.training(0)).penalty());
  }

  /** Prediction neither drops nor penalizes: it is the same every time. */
  @Test
  void predictionIsNotTraining() {
    Network network = deep();
    double[] first = network.predict(deepBatch().features(), Optional.empty()).values();
    assertArrayEquals(first, network.predict(deepBatch().features(), Optional.empty()).values());
    double[] training =
        network.backpropagate(deepBatch(), Step.training(0)).activations().get(5).values();
    assertTrue(!Arrays.equals(first, training), "dropout shows in training");
    assertArrayEquals(first, network.evaluate(deepBatch()).values().values());
  }

  @Test
  void surfaceTellsLossAndPiece() {
    Network network =
        new Network(
            List.of(dense(0, 3, 4, new Relu())),
            output(dense(1, 4, 2, new Identity()), new Softmax(), new CrossEntropy()));
    Batch batch = deepBatch();
    Network.Surface here = network.surface(batch, Step.training(0));
    assertEquals(network.backpropagate(batch, Step.training(0)).loss(), here.loss());
    Batch mirrored = new Batch(batch.features().times(-1), batch.labels());
    assertNotEquals(here.piece(), network.surface(mirrored, Step.training(0)).piece());
    assertEquals(here, network.surface(batch, Step.training(0)));
  }

  /** The gradient of a batch is the weighted mean of its parts', whatever the network. */
  @Test
  void gradientOfABatchIsTheMeanOfItsParts() {
    Network network = xorNetwork();
    double[] whole = weights(network.backpropagate(XOR, Step.training(0)));
    double[] one = weights(network.backpropagate(XOR.slice(0, 1), Step.training(0)));
    double[] three = weights(network.backpropagate(XOR.slice(1, 4), Step.training(0)));
    for (int i = 0; i < whole.length; i++) {
      assertEquals((one[i] + 3 * three[i]) / 4, whole[i], 1e-16); // gradients are below 1
    }
  }

  private static double[] weights(Backpropagation all) {
    return all.gradients().get(0).get("W").values();
  }

  /**
   * Going back before going there cannot be written: no layer and no network has a backward method;
   * only the passes that their forward methods return have one.
   */
  @Test
  void backwardExistsOnPassesOnly() {
    for (Class<?> type : List.of(Layer.class, Network.class, OutputLayer.class, DenseLayer.class)) {
      Set<String> methods =
          Arrays.stream(type.getMethods()).map(Method::getName).collect(Collectors.toSet());
      assertTrue(methods.stream().noneMatch(m -> m.startsWith("backward")), methods.toString());
    }
    assertEquals(0, Layer.Pass.class.getConstructors().length);
    assertEquals(0, OutputLayer.LossPass.class.getConstructors().length);
  }
}
