package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.yaml.Document;
import gradtwin.yaml.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class SameDiffWordsTest {
  private static <T> T read(String text, Function<Fields, T> reader) {
    return Document.read("f.yaml", text, List.of(), reader).value().orElseThrow();
  }

  private static Optional<WeightInit> initializer(String yaml) {
    InitializerSpec spec = read("i: " + yaml, f -> f.word("i", "?", InitializerSpec.WORDS));
    return SameDiffWords.of(spec);
  }

  private static Optional<Activation> activation(String yaml) {
    ActivationSpec spec = read("a: " + yaml, f -> f.word("a", "?", ActivationSpec.WORDS));
    return SameDiffWords.of(spec);
  }

  @Test
  void initializersByName() {
    assertEquals(Optional.of(WeightInit.XAVIER_UNIFORM), initializer("glorotUniform"));
    assertEquals(Optional.of(WeightInit.RELU), initializer("heNormal"));
    assertEquals(Optional.of(WeightInit.ZERO), initializer("zeros"));
    assertEquals(Optional.of(WeightInit.ONES), initializer("{type: constant, value: 1}"));
    assertEquals(Optional.empty(), initializer("{type: constant, value: 2}"));
    assertEquals(Optional.empty(), initializer("normal"));
  }

  @Test
  void activationsThatMeanTheSame() {
    assertEquals(Optional.of(Activation.TANH), activation("tanh"));
    assertEquals(Optional.of(Activation.ELU), activation("elu"));
    assertEquals(Optional.empty(), activation("{type: elu, alpha: 2}"));
    assertEquals(Optional.empty(), activation("leakyRelu"));
    assertEquals(Optional.empty(), activation("softmax"));
  }
}
