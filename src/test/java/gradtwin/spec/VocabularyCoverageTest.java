package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.yaml.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every word of every vocabulary has a file in {@code agreement/} that uses it, named after its
 * kind and itself. A word that is added without one fails here.
 */
class VocabularyCoverageTest {
  private static Stream<Arguments> words(String kind, List<String> words) {
    return words.stream().map(word -> Arguments.of(kind, word));
  }

  static Stream<Arguments> vocabulary() {
    return Stream.of(
            words("layer", LayerSpec.words().words()),
            words("activation", ActivationSpec.WORDS.words()),
            words("loss", LossSpec.WORDS.words()),
            words("optimizer", OptimizerSpec.WORDS.words()),
            words("initializer", InitializerSpec.WORDS.words()),
            words("gradientNormalization", GradientNormalizationSpec.WORDS.words()),
            words("regularization", regularizationKeys()))
        .flatMap(arguments -> arguments);
  }

  private static List<String> regularizationKeys() {
    Fields fields = Fields.blank();
    RegularizationSpec.read(fields);
    return fields.questions().stream().map(Fields.Question::key).toList();
  }

  @ParameterizedTest
  @MethodSource("vocabulary")
  void everyWordHasAnAgreementFileThatUsesIt(String kind, String word) {
    String name = kind + "-" + word;
    assertTrue(AgreementFiles.names().contains(name), "expected agreement/" + name + ".yaml");
    Experiment experiment = AgreementFiles.experiment(name);
    assertTrue(used(kind, experiment).contains(word), name + " does not use its word");
  }

  private static List<String> used(String kind, Experiment experiment) {
    List<LayerSpec> layers = experiment.network().layers();
    return switch (kind) {
      case "layer" -> layers.stream().map(LayerSpec::word).toList();
      case "activation" -> layers.stream().flatMap(layer -> activation(layer)).toList();
      case "loss" -> List.of(experiment.network().output().loss().word());
      case "optimizer" -> List.of(experiment.training().optimizer().word());
      case "initializer" -> projections(layers).map(p -> p.initializer().word()).toList();
      case "gradientNormalization" -> List.of(experiment.training().gradientNormalization().word());
      case "regularization" ->
          projections(layers).flatMap(p -> terms(p.regularization()).stream()).toList();
      default -> throw new IllegalArgumentException("expected a kind of word, got " + kind);
    };
  }

  private static Stream<String> activation(LayerSpec layer) {
    if (layer instanceof Dense dense) {
      return Stream.of(dense.activation().word());
    }
    if (layer instanceof Activation activation) {
      return Stream.of(activation.activation().word());
    }
    return layer instanceof OutputSpec output
        ? Stream.of(output.activation().word())
        : Stream.empty();
  }

  private static Stream<Projection> projections(List<LayerSpec> layers) {
    return layers.stream()
        .flatMap(
            layer ->
                layer instanceof Dense dense
                    ? Stream.of(dense.projection())
                    : layer instanceof Output output
                        ? Stream.of(output.projection())
                        : Stream.empty());
  }

  private static List<String> terms(RegularizationSpec terms) {
    List<String> used = new ArrayList<>();
    if (terms.weights().l1() > 0) {
      used.add("l1");
    }
    if (terms.weights().l2() > 0) {
      used.add("l2");
    }
    if (terms.weights().weightDecay() > 0) {
      used.add("weightDecay");
    }
    if (terms.bias().l1() > 0) {
      used.add("l1Bias");
    }
    if (terms.bias().l2() > 0) {
      used.add("l2Bias");
    }
    if (terms.bias().weightDecay() > 0) {
      used.add("weightDecayBias");
    }
    return used;
  }

  static List<String> names() {
    return AgreementFiles.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFileIsValidAndSmall(String name) {
    var document = AgreementFiles.document(name);
    boolean deviates = AgreementFiles.text(name).contains("# expected in ");
    if (!deviates) {
      assertEquals(List.of(), document.diagnostics());
    }
    Experiment experiment = document.value().orElseThrow();
    assertEquals(name, experiment.name());
    assertEquals(Precision.FLOAT64, experiment.precision());
    assertTrue(experiment.data().batchSize() <= 16, "a small batch");
    assertTrue(experiment.toTwin().parameters().size() <= 10, "a small network");
  }

  /** Beside a file for each word there are mixtures, which no single word makes. */
  @Test
  void mixturesExist() {
    assertFalse(names().stream().filter(name -> name.startsWith("mix-")).toList().isEmpty());
  }
}
