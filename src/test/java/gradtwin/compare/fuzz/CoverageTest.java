package gradtwin.compare.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.compare.fuzz.Yaml.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Yaml DENSE =
      Mapping.EMPTY
          .with("type", "dense")
          .with("units", 2)
          .with("activation", "tanh")
          .with("regularization", Mapping.EMPTY.with("l2", 0.1));
  private static final Yaml OUTPUT =
      Mapping.EMPTY
          .with("type", "output")
          .with("units", 2)
          .with("optimizer", "adam")
          .with("activation", "softmax")
          .with("loss", "crossEntropy");

  private final Coverage coverage = new Coverage(new Grammar());

  private static Draft draft(Yaml... layers) {
    Mapping configuration =
        Mapping.EMPTY
            .with("precision", "float32")
            .with("training", Mapping.EMPTY.with("optimizer", "sgd"));
    return new Draft(configuration, new Table(List.of(), List.of())).withLayers(List.of(layers));
  }

  private Coverage.Matrix matrix(String first, String second) {
    return coverage.matrices().stream()
        .filter(matrix -> matrix.first().equals(first) && matrix.second().equals(second))
        .findFirst()
        .orElseThrow();
  }

  private int count(String first, String row, String second, String column) {
    Coverage.Matrix matrix = matrix(first, second);
    return matrix.counts().get(matrix.rows().indexOf(row)).get(matrix.columns().indexOf(column));
  }

  /** In one layer, or of the whole network; an optimizer is the layer's own if it has one. */
  @Test
  void wordsMeetInALayerOrInTheNetwork() {
    coverage.add(draft(DENSE, OUTPUT));
    coverage.add(draft(DENSE, OUTPUT));
    assertEquals(2, count("layer", "dense", "activation", "tanh"));
    assertEquals(0, count("layer", "dense", "activation", "softmax"));
    assertEquals(2, count("layer", "output", "activation", "softmax"));
    assertEquals(2, count("layer", "dense", "loss", "crossEntropy"));
    assertEquals(2, count("layer", "dense", "optimizer", "sgd"));
    assertEquals(0, count("layer", "dense", "optimizer", "adam"));
    assertEquals(2, count("layer", "output", "optimizer", "adam"));
    assertEquals(2, count("layer", "dense", "regularization", "l2"));
    assertEquals(0, count("layer", "output", "regularization", "l2"));
    assertEquals(2, count("activation", "tanh", "regularization", "l2"));
    assertEquals(2, count("activation", "tanh", "loss", "crossEntropy"));
    assertEquals(2, count("regularization", "l2", "precision", "float32"));
    assertEquals(0, count("regularization", "l2", "precision", "float64"));
    assertEquals(2, coverage.uses().get("layer").get("dense"));
    assertEquals(0, coverage.uses().get("layer").get("lstm"));
  }

  /** What a file leaves out counts as what it then is; a layer inside another counts too. */
  @Test
  void defaultsAndLayersInsideCount() {
    Yaml dense = Mapping.EMPTY.with("type", "dense").with("units", 2);
    Yaml frozen = Mapping.EMPTY.with("type", "frozen").with("layer", dense);
    coverage.add(draft(new Scalar("prelu"), frozen, OUTPUT));
    assertEquals(1, count("layer", "dense", "activation", "identity"));
    assertEquals(1, count("layer", "frozen", "activation", "identity"));
    assertEquals(1, count("layer", "prelu", "precision", "float32"));
  }

  @Test
  void pairsThatCannotBeAreNoPairs() {
    assertEquals(-1, count("layer", "maxPooling2d", "activation", "tanh"));
    assertEquals(-1, count("layer", "primaryCapsules", "activation", "tanh"));
    assertEquals(0, count("layer", "primaryCapsules", "activation", "relu"));
    assertEquals(-1, count("layer", "dropout", "regularization", "l2"));
    assertEquals(0, count("layer", "frozen", "activation", "tanh"));
    assertEquals(0, count("layer", "maxPooling2d", "optimizer", "sgd"));
  }

  /** Of two precisions one was tried with each of 2 layers. */
  @Test
  void triedAndNever() {
    coverage.add(draft(DENSE, OUTPUT));
    Coverage.Matrix matrix = matrix("layer", "precision");
    assertEquals(2, matrix.tried());
    assertEquals(2 * matrix.rows().size(), matrix.pairs());
    assertEquals(matrix.pairs() - 2, matrix.never().size());
    assertTrue(matrix.never().contains("dense with float64"));
    assertFalse(matrix.never().contains("dense with float32"));
  }
}
