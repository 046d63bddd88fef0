package gradtwin.compare.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.yaml.Diagnostic;
import gradtwin.yaml.Location;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownDeviationsTest {
  private static final Location SOMEWHERE = new Location("f.yaml", 1, 1, "");

  private static KnownDeviations warned(String path, boolean deviation) {
    Diagnostic diagnostic =
        new Diagnostic(Diagnostic.Severity.WARNING, SOMEWHERE, path, "careful", "", deviation);
    return new KnownDeviations(List.of(diagnostic), 4);
  }

  @ParameterizedTest
  @CsvSource({
    "network.layers[2].type, 2, GRADIENT, true",
    "network.layers[2].type, 2, ACTIVATION, true",
    "network.layers[2].type, 1, GRADIENT, false",
    "network.layers[2].type, 3, GRADIENT, false",
    "network.layers[2].layer.layer.activation.alpha, 2, DELTA, true",
    "network.layers[2].constraints[0].type, 2, UPDATE, true",
    "network.layers[2].constraints[0].type, 2, GRADIENT, false",
    "network.layers[2].optimizer.learningRate.type, 2, UPDATE, true",
    "network.layers[2].optimizer.learningRate.type, 2, DELTA, false",
    "network.layers[2].gradientNormalization, 2, GRADIENT, false",
    "network.layers[2].regularization, 2, GRADIENT, false",
    "network.layers[2].regularization, 2, UPDATE, true",
    "network.layers[2].initializer.type, 2, GRADIENT, false",
    "network.layers[2].initializer.type, 2, UPDATE, false",
    "network.layers[2].weightNoise.type, 2, GRADIENT, true",
    "network.layers[2].weightNoise.distribution.type, 2, GRADIENT, false",
    "network.layers[1].stride, 2, ACTIVATION, true",
    "network.layers[1].stride, 0, ACTIVATION, false",
    "training.optimizer.type, 0, UPDATE, true",
    "training.optimizer.type, 0, GRADIENT, false",
    "data.weight, 3, GRADIENT, true",
    "data.weight, 2, GRADIENT, false",
  })
  void aDeviationExplainsWhatStartsWhereItIsTold(
      String path, int layer, Role role, boolean expected) {
    Optional<Place> origin = Optional.of(new Place(layer, "dense", role, "W"));
    assertEquals(expected, warned(path, true).explain(origin));
    assertFalse(warned(path, false).explain(origin)); // a doubt about the user's file is no reason
  }

  /** The centres of a centre loss are moved by steps. */
  @Test
  void centresAreSteps() {
    KnownDeviations known = warned("network.layers[3].alpha", true);
    assertTrue(known.explain(Optional.of(place("centerLossOutput", Role.UPDATE))));
    assertFalse(known.explain(Optional.of(place("centerLossOutput", Role.GRADIENT))));
    assertTrue(known.explain(Optional.of(place("localResponseNormalization", Role.DELTA))));
  }

  private static Place place(String word, Role role) {
    return new Place(3, word, role, "");
  }

  @ParameterizedTest
  @CsvSource({
    "network.layers[3].loss, true",
    "network.layers[1].regularization, true",
    "data.weight, true",
    "network.layers[1].type, false",
    "training.optimizer.type, false",
  })
  void scoresThatDiffer(String path, boolean expected) {
    assertEquals(expected, warned(path, true).explain(Optional.empty()));
  }
}
