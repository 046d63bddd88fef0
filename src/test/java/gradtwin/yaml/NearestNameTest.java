package gradtwin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({
    "units, units, 0",
    "unit, units, 1", // a prefix
    "untis, units, 1", // a swap
    "uints, units, 1",
    "unots, units, 1", // another letter
    "unnits, units, 1", // one more
    "kitten, sitting, 3", // the textbook's
    "learning_rate, learningRate, 0", // the other spelling
    "Learning-Rate, learningRate, 0",
    "sigm, sigmoid, 1",
    "lr, learningRate, 10", // too short to be a prefix
    "ca, abc, 3" // optimal string alignment: a pair that was swapped is not edited again
  })
  void distances(String first, String second, int edits) {
    assertEquals(edits, NearestName.distance(first, second));
    assertEquals(edits, NearestName.distance(second, first));
  }

  @ParameterizedTest
  @CsvSource({
    "rleu, relu",
    "RELU, relu",
    "sigmod, sigmoid",
    "tahn, tanh",
    "soft_max, softmax",
    "leaky, leakyRelu"
  })
  void suggestsWhatIsMeant(String name, String meant) {
    List<String> words = List.of("sigmoid", "tanh", "relu", "leakyRelu", "softmax");
    assertEquals(Optional.of(meant), NearestName.of(name, words));
  }

  @ParameterizedTest
  @CsvSource({"logistic", "xavierUniform", "lr", "x", "swish"})
  void suggestsNothingRatherThanAnything(String name) {
    List<String> words = List.of("sigmoid", "tanh", "relu", "heUniform", "elu", "learningRate");
    assertEquals(Optional.empty(), NearestName.of(name, words));
  }

  @Test
  void nearestWinsThenTheFirst() {
    assertEquals(Optional.of("elu"), NearestName.of("eluu", List.of("relu", "elu", "selu")));
    assertEquals(Optional.of("relu"), NearestName.of("zelu", List.of("relu", "selu")));
    assertEquals(Optional.empty(), NearestName.of("relu", List.of()));
    assertEquals(Optional.empty(), NearestName.of("", List.of("relu")));
  }
}
