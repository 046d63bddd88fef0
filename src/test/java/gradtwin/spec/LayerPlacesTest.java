package gradtwin.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.tensor.Shape;
import gradtwin.yaml.Document;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayerPlacesTest {
  private static final String TEXT =
      """
      name: places
      data: {source: csv, path: none, label: kind, batchSize: 2}
      network:
        layers:
          - type: dense
            units: 3

          # a comment
          - {type: frozen, layer: {type: dense, units: 2}}
          - type: output
            units: 2
            activation: softmax
            loss: crossEntropy
      training: {optimizer: sgd}
      """;

  private static LayerPlaces places(String... overrides) {
    Document<Experiment> document =
        Experiment.read(
            "places.yaml",
            TEXT,
            List.of(overrides),
            source ->
                new DataDescription(
                    Shape.of(2), Target.LABEL, Task.CLASSIFICATION, List.of("a", "b"), 4));
    assertEquals(List.of(), document.diagnostics());
    return LayerPlaces.of("folder/places.yaml", document.resolved());
  }

  @Test
  void eachLayerStandsAtItsLine() {
    LayerPlaces places = places();
    assertEquals(Optional.of("folder/places.yaml line 5"), places.of(0));
    assertEquals(Optional.of("folder/places.yaml line 9"), places.of(1));
    assertEquals(Optional.of("folder/places.yaml line 10"), places.of(2));
    assertEquals(Optional.empty(), places.of(3));
  }

  @Test
  void aLayerStaysAtItsLineWhenAKeyOfItIsOverridden() {
    assertEquals(
        Optional.of("folder/places.yaml line 5"), places("network.layers[0].units=4").of(0));
  }

  @Test
  void aTypeFromTheCommandLineStandsThere() {
    LayerPlaces places = places("network.layers[1]={type: activation, activation: tanh}", "seed=3");
    assertEquals(Optional.of("-o"), places.of(1));
    assertEquals(Optional.of("folder/places.yaml line 10"), places.of(2));
  }

  @Test
  void withoutAFileNothingIsKnown() {
    assertEquals(Optional.empty(), LayerPlaces.UNKNOWN.of(0));
  }
}
