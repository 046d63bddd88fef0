package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.twin.Moment;
import gradtwin.twin.WrittenFormula;
import gradtwin.twin.activation.Tanh;
import gradtwin.twin.optimizer.GradientNormalization.ClipValue;
import gradtwin.twin.optimizer.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The formulas that the program carries are those of its documentation. To write them anew: {@code
 * mvn test -Dtest=WrittenFormulaTest -Dreference.write=true}.
 */
class WrittenFormulaTest {
  private static final Path FILE = Path.of("src/main/resources/gradtwin/twin/formulas.txt");

  @Test
  void theFormulasAreNotStale() throws IOException {
    String text = new TwinDocumentation().formulas();
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(FILE, text);
    }
    assertEquals(text, Files.readString(FILE), FILE + " is stale; see how to write it anew");
  }

  @Test
  void aFormulaIsFoundByTheObjectThatComputesIt() {
    assertEquals(Optional.of("u = learningRate * g"), text(new Sgd(0.1)));
    assertEquals(Optional.of("g = min(max(g, -threshold), threshold)"), text(new ClipValue(1)));
    assertEquals(
        Optional.of("forward   f(z) = tanh(z)\nbackward  f'(z) = 1 - f(z)^2"), text(new Tanh()));
    assertEquals(Optional.empty(), text("a text"));
    assertEquals(Optional.empty(), text((Runnable) () -> {}));
  }

  private static Optional<String> text(Object twin) {
    return WrittenFormula.of(twin).map(WrittenFormula::text);
  }

  @Test
  void eachWayIsTakenByItself() {
    WrittenFormula tanh = WrittenFormula.of(new Tanh()).orElseThrow();
    assertEquals("forward   f(z) = tanh(z)", tanh.forward());
    assertEquals("backward  f'(z) = 1 - f(z)^2", tanh.backward());
  }

  @Test
  void indentedLinesBelongToTheLineAboveAndOtherLinesToBothWays() {
    WrittenFormula formula =
        new WrittenFormula(
            "u = 2 z\nforward   f = u\n          g = f\nbackward  df = dg\nafter a step\n  m = f");
    assertEquals(
        "u = 2 z\nforward   f = u\n          g = f\nafter a step\n  m = f", formula.forward());
    assertEquals("u = 2 z\nbackward  df = dg\nafter a step\n  m = f", formula.backward());
  }

  /** Whatever a trace shows of a network has one. */
  @Test
  void everyLayerObjectiveAndOptimizerHasOne() {
    for (String name : AgreementFiles.names()) {
      Experiment experiment = AgreementFiles.experiment(name);
      experiment
          .toTwin()
          .layers()
          .forEach(layer -> assertTrue(text(layer).isPresent(), name + ": " + layer.getClass()));
      experiment
          .toTwinRules()
          .forEach(rules -> assertTrue(text(rules.weights().at(Moment.START)).isPresent(), name));
    }
  }
}
