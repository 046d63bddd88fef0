package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.yaml.Fields;
import gradtwin.yaml.Range;
import gradtwin.yaml.Resolved;
import java.util.List;
import java.util.Locale;
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
            words("weightNoise", WeightNoiseSpec.WORDS.words()),
            words("distribution", DistributionSpec.WORDS.words()),
            words("constraint", ConstraintSpec.WORDS.words()),
            words("schedule", ScheduleSpec.words("schedule", Range.ANY).words()),
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
    List<Resolved.Entry> values = AgreementFiles.document(name).resolved().values();
    assertTrue(
        values.stream().anyMatch(entry -> uses(entry, kind, word)),
        name + " does not use its word");
  }

  /** Whether a value of the file, which the file itself gives, is that word of that kind. */
  private static boolean uses(Resolved.Entry entry, String kind, String word) {
    if (entry.origin().equals("default")) {
      return false;
    }
    String path = entry.path().toLowerCase(Locale.ROOT);
    if (kind.equals("regularization")) {
      return entry.path().endsWith(".regularization." + word);
    }
    boolean ofKind =
        switch (kind) {
          case "layer" -> path.matches(".*(layers\\[\\d+]|\\.layer)\\.type");
          case "constraint" -> path.matches(".*\\.(biasc|c)onstraints\\[\\d+]\\.type");
          case "schedule" -> path.matches(".*\\.(learningrate|momentum)\\.type");
          default -> path.endsWith(kind.toLowerCase(Locale.ROOT) + ".type");
        };
    return ofKind && entry.value().equals(word);
  }

  static List<String> names() {
    return AgreementFiles.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFileIsValidAndSmall(String name) {
    Experiment experiment = AgreementFiles.experiment(name);
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
