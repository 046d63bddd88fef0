package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.GradientCheck;
import gradtwin.twin.Network;
import gradtwin.twin.Step;
import gradtwin.twin.layer.Layer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatesTest {
  static List<String> files() {
    return AgreementFiles.names();
  }

  private static List<Integer> list(String index) {
    return Stream.of(index.split(",")).map(Integer::valueOf).toList();
  }

  private static List<Integer> index(Tensor tensor, int position) {
    return IntStream.of(tensor.shape().coordinates(position)).boxed().toList();
  }

  /** Every word of the vocabulary has a file: see {@link VocabularyCoverageTest}. */
  @ParameterizedTest
  @MethodSource("files")
  void everyElementOfEveryParameterHasANameOfItsOwn(String file) {
    Experiment experiment = AgreementFiles.experiment(file);
    Coordinates coordinates = new Coordinates(experiment);
    Network twin = experiment.toTwin();
    for (int layer = 0; layer < twin.layers().size(); layer++) {
      for (Parameter parameter : twin.parameters().get(layer)) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < parameter.value().size(); i++) {
          String name =
              coordinates.ofParameter(layer, parameter.key(), index(parameter.value(), i));
          assertTrue(names.add(name), parameter + " twice: " + name);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyElementThatLeavesALayerHasANameOfItsOwn(String file) {
    Experiment experiment = AgreementFiles.experiment(file);
    Coordinates coordinates = new Coordinates(experiment);
    for (int layer = 0; layer < experiment.network().layers().size(); layer++) {
      for (int end = 0; end < 2; end++) {
        Shape shape = experiment.shapes().get(layer + end).batchOf(2);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < shape.elements(); i++) {
          List<Integer> index = IntStream.of(shape.coordinates(i)).boxed().toList();
          names.add(
              end == 0 ? coordinates.ofInput(layer, index) : coordinates.ofOutput(layer, index));
        }
        assertEquals(shape.elements(), names.size());
      }
    }
  }

  /** The shapes stand in the documentation of each twin. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layer-dense                  | 0 | W   | 3,4     | input 3, unit 4",
        "layer-dense                  | 0 | b   | 4       | unit 4",
        "initializer-identity-convolution | 1 | W | 37,1  | channel 2, y 1, x 1, class 1",
        "layer-output                 | 0 | W   | 3,2     | input 3, class 2",
        "layer-loss                   | 0 | b   | 3       | unit 3",
        "layer-convolution2d          | 0 | W   | 2,1,0,1 | filter 2, channel 1, y 0, x 1",
        "layer-convolution1d          | 0 | W   | 0,7,2   | tap 0, feature 7, filter 2",
        "layer-lstm                   | 1 | W   | 3,2     | input 3, candidate, unit 2",
        "layer-lstm                   | 1 | RW  | 1,4     | from unit 1, gate 'forget', unit 1",
        "layer-lstm                   | 1 | b   | 8       | gate 'output', unit 2",
        "layer-lstm                   | 1 | b   | 11      | gate 'input', unit 2",
        "layer-gravesLstm             | 1 | RW  | 2,12    | from unit 2, peephole of gate 'forget'",
        "layer-gravesLstm             | 1 | RW  | 0,13    | from unit 0, peephole of gate 'output'",
        "layer-gravesLstm             | 1 | RW  | 0,14    | from unit 0, peephole of gate 'input'",
        "layer-bidirectional          | 1 | bRW | 2,4     | from unit 2, gate 'forget', unit 1",
        "layer-selfAttention          | 1 | Wq  | 1,2,3   | head 1, component 2, feature 3",
        "layer-selfAttention          | 1 | Wo  | 4,5     | head 1, component 1, unit 5",
        "layer-capsule                | 1 | weight | 7,5,2 | lower capsule 7, capsule 1, dimension 1, lower dimension 2",
        "layer-batchNormalization     | 1 | var | 4       | feature 4",
        "layer-batchNormalization-image | 1 | gamma | 2   | channel 2",
        "layer-prelu-image            | 1 | W   | 2,3,1   | channel 2, y 3, x 1",
        "layer-embedding              | 0 | W   | 6,4     | index 6, unit 4",
        "layer-centerLossOutput       | 1 | cL  | 2,3     | class 2, input 3",
      })
  void namesElementsOfParameters(
      String file, int layer, String key, String index, String expected) {
    Experiment experiment = AgreementFiles.experiment(file);
    assertEquals(expected, new Coordinates(experiment).ofParameter(layer, key, list(index)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layer-dense             | 1 | 1,4     | example 1, feature 4",
        "layer-output            | 0 | 1,4     | example 1, class 4",
        "loss-squaredError       | 1 | 1,2     | example 1, output 2",
        "layer-lstm              | 1 | 1,2,5   | example 1, feature 2, time step 5",
        "layer-rnnOutput-softmax | 1 | 0,2,3   | example 0, class 2, time step 3",
        "layer-convolution2d     | 1 | 2,1,2,1 | example 2, channel 1, y 2, x 1",
        "layer-convolution3d     | 0 | 2,1,1,2,3 | example 2, channel 1, z 1, y 2, x 3",
        "layer-capsule           | 1 | 2,1,3   | example 2, capsule 1, dimension 3",
      })
  void namesElementsThatLeave(String file, int layer, String index, String expected) {
    assertEquals(
        expected, new Coordinates(AgreementFiles.experiment(file)).ofOutput(layer, list(index)));
  }

  @Test
  void whatArrivesIsNamedByTheLayerThatItLeft() {
    Coordinates capsules = new Coordinates(AgreementFiles.experiment("layer-capsule"));
    assertEquals("example 0, capsule 7, dimension 2", capsules.ofInput(1, List.of(0, 7, 2)));
    assertEquals("example 0, channel 1, y 3, x 2", capsules.ofInput(0, List.of(0, 1, 3, 2)));
  }

  @Test
  void anIndexOfAnotherRankIsRefused() {
    Coordinates coordinates = new Coordinates(AgreementFiles.experiment("layer-dense"));
    assertThrows(IllegalArgumentException.class, () -> coordinates.ofParameter(0, "W", List.of(1)));
  }

  /** Its bias alone starts at 1. */
  @ParameterizedTest
  @ValueSource(strings = {"layer-lstm", "layer-gravesLstm"})
  void theForgetGateIsNamedAsSuch(String file) {
    Experiment experiment = AgreementFiles.experiment(file);
    Tensor bias = parameter(experiment.toTwin(), 1, "b");
    int forget = 0;
    for (int i = 0; i < bias.size(); i++) {
      String name = new Coordinates(experiment).ofParameter(1, "b", List.of(i));
      assertEquals(bias.values()[i] == 1, name.startsWith("gate 'forget'"), name);
      forget += bias.values()[i] == 1 ? 1 : 0;
    }
    assertEquals(bias.size() / 4, forget);
  }

  private static Tensor parameter(Network twin, int layer, String key) {
    return twin.parameters().get(layer).stream()
        .filter(parameter -> parameter.key().equals(key))
        .map(Parameter::value)
        .findFirst()
        .orElseThrow();
  }

  private static Tensor random(Shape shape) {
    return GradientCheck.random(Tensor.zeros(shape), 5);
  }

  /** Which elements of the output move with a parameter's, in words. */
  private static Set<String> moved(
      Experiment experiment, int layer, String key, int position, Tensor x) {
    Network twin = experiment.toTwin();
    Layer alone = twin.layers().get(layer);
    Tensor before = alone.forward(x, Step.PREDICTION).output().copy();
    parameter(twin, layer, key).values()[position] += 0.5;
    Tensor after = alone.forward(x, Step.PREDICTION).output();
    Set<String> moved = new TreeSet<>();
    for (int i = 0; i < before.size(); i++) {
      if (before.values()[i] != after.values()[i]) {
        moved.add(new Coordinates(experiment).ofOutput(layer, index(before, i)));
      }
    }
    return moved;
  }

  /** What a name says behind the given words. */
  private static int number(String words, String name) {
    Matcher matcher = Pattern.compile("(?:^|, )(?:" + words + ") (\\d+)").matcher(name);
    assertTrue(matcher.find(), words + " in " + name);
    return Integer.parseInt(matcher.group(1));
  }

  /** To be moved by an element of a filter's weights is to be of the channel of that name. */
  @ParameterizedTest
  @CsvSource({
    "layer-dense, 1, W",
    "layer-dense, 1, b",
    "layer-convolution1d, 1, W",
    "layer-convolution2d, 1, W",
    "layer-convolution3d, 1, W",
    "layer-deconvolution2d, 1, W",
    "layer-deconvolution3d, 1, W",
    "layer-separableConvolution2d, 1, pW",
    "layer-locallyConnected1d, 1, W",
    "layer-locallyConnected2d, 1, W",
  })
  void theFilterOfAnElementIsTheChannelThatItMoves(String file, int layer, String key) {
    Experiment experiment = AgreementFiles.experiment(file);
    Coordinates coordinates = new Coordinates(experiment);
    Tensor weights = parameter(experiment.toTwin(), layer, key);
    Tensor x = random(experiment.shapes().get(layer).batchOf(2));
    int moving = 0;
    for (int i = 0; i < weights.size(); i++) {
      String name = coordinates.ofParameter(layer, key, index(weights, i));
      for (String output : moved(experiment, layer, key, i, x)) {
        moving++;
        assertEquals(
            number("filter|unit", name), number("channel|feature", output), name + ": " + output);
      }
    }
    assertTrue(moving >= weights.size() / 2, "of " + weights.size() + ": " + moving);
  }

  /**
   * A single pixel is seen by the window that lies y before it and x to its left, where y and x are
   * the place in the kernel; a transposed convolution spreads it to y below and x to its right.
   */
  @ParameterizedTest
  @CsvSource({
    "layer-convolution2d, -1",
    "layer-depthwiseConvolution2d, -1",
    "layer-separableConvolution2d, -1",
    "layer-deconvolution2d, 1",
  })
  void thePlaceInAKernelIsWhereItSeesAPixel(String file, int direction) {
    Experiment experiment = AgreementFiles.experiment(file);
    Coordinates coordinates = new Coordinates(experiment);
    Tensor weights = parameter(experiment.toTwin(), 1, "W");
    Shape image = experiment.shapes().get(1);
    int moving = 0;
    for (int i = 0; i < weights.size(); i++) {
      String name = coordinates.ofParameter(1, "W", index(weights, i));
      Tensor x = Tensor.zeros(image.batchOf(1));
      int pixel = 1 * image.size(2) + 2; // y 1, x 2
      x.values()[number("channel", name) * image.size(1) * image.size(2) + pixel] = 1;
      for (String output : moved(experiment, 1, "W", i, x)) {
        moving++;
        assertEquals(1 + direction * number("y", name), number("y", output), name + ": " + output);
        assertEquals(2 + direction * number("x", name), number("x", output), name + ": " + output);
      }
    }
    assertTrue(moving >= weights.size() / 2, "of " + weights.size() + ": " + moving);
  }

  /** Each window of a locally connected layer has weights of its own. */
  @Test
  void theWindowOfAnElementIsThePlaceThatItMoves() {
    Experiment experiment = AgreementFiles.experiment("layer-locallyConnected2d");
    Coordinates coordinates = new Coordinates(experiment);
    Tensor weights = parameter(experiment.toTwin(), 1, "W");
    Tensor x = random(experiment.shapes().get(1).batchOf(1));
    for (int i = 0; i < weights.size(); i++) {
      String name = coordinates.ofParameter(1, "W", index(weights, i));
      for (String output : moved(experiment, 1, "W", i, x)) {
        assertEquals(number("window y", name), number("y", output), name + ": " + output);
        assertEquals(number("window x", name), number("x", output), name + ": " + output);
      }
    }
  }

  /** From one unit's output to another unit, at the step after the first. */
  @ParameterizedTest
  @ValueSource(strings = {"layer-lstm", "layer-gravesLstm", "layer-simpleRnn"})
  void recurrentWeightsMoveTheirUnitFromTheSecondStepOn(String file) {
    Experiment experiment = AgreementFiles.experiment(file);
    Coordinates coordinates = new Coordinates(experiment);
    Tensor weights = parameter(experiment.toTwin(), 1, "RW");
    Tensor x = random(experiment.shapes().get(1).batchOf(1));
    for (int i = 0; i < weights.size(); i++) {
      String name = coordinates.ofParameter(1, "RW", index(weights, i));
      if (name.contains("peephole")) {
        continue; // which sees the memory of its own unit
      }
      String unit = name.replaceFirst("from unit \\d+, ", "");
      Set<String> moved = moved(experiment, 1, "RW", i, x);
      Set<String> second = new TreeSet<>(moved);
      second.removeIf(output -> number("time step", output) != 1);
      assertEquals(
          Set.of("example 0, feature " + number("unit", unit) + ", time step 1"), second, name);
      assertTrue(moved.stream().noneMatch(output -> number("time step", output) == 0), name);
    }
  }
}
