package gradtwin.compare.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.fuzz.Yaml.Items;
import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.compare.fuzz.Yaml.Scalar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShrinkerTest {
  @TempDir Path folder;

  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder);
  }

  private static Mapping mapping(Object... entries) {
    Mapping mapping = Mapping.EMPTY;
    for (int i = 0; i < entries.length; i += 2) {
      Object value = entries[i + 1];
      mapping =
          value instanceof Yaml yaml
              ? mapping.with((String) entries[i], yaml)
              : mapping.with((String) entries[i], value);
    }
    return mapping;
  }

  /** Three sequences of up to three steps of two features, three classes, five layers. */
  private static Draft large() {
    List<List<String>> rows = new ArrayList<>();
    for (String row :
        List.of("p,1,2,a", "p,3,4,b", "p,5,6,c", "q,7,8,a", "q,9,1,b", "r,2,3,c", "r,4,5,a")) {
      rows.add(List.of(row.split(",")));
    }
    Mapping data =
        mapping(
            "source", "csvSequence",
            "path", "data.csv",
            "sequence", "sequence",
            "label", "label",
            "labelPer", "step",
            "align", "end",
            "testFraction", 0,
            "batchSize", 3);
    Mapping lstm =
        mapping(
            "type",
            "lstm",
            "units",
            4,
            "activation",
            "softsign",
            "regularization",
            mapping("l2", 0.1));
    List<Yaml> layers =
        List.of(
            mapping("type", "dense", "units", 3, "activation", "tanh"),
            mapping("type", "frozen", "layer", mapping("type", "bidirectional", "layer", lstm)),
            mapping("type", "activation", "activation", "relu"),
            mapping("type", "dense", "units", 5),
            mapping(
                "type", "rnnOutput",
                "units", 3,
                "activation", "softmax",
                "loss", "crossEntropy",
                "optimizer", "adam"));
    Mapping configuration =
        mapping(
            "name",
            "fuzz",
            "seed",
            5,
            "precision",
            "float32",
            "data",
            data,
            "network",
            mapping("layers", new Items(layers)),
            "training",
            mapping("optimizer", mapping("type", "adam", "beta1", 0.5), "epochs", 4),
            "comparison",
            mapping("batches", 2));
    return new Draft(configuration, new Table(List.of("sequence", "x0", "x1", "label"), rows));
  }

  private Predicate<Draft> readAnd(Predicate<Draft> interesting) {
    return draft -> bench.read(draft).value().isPresent() && interesting.test(draft);
  }

  /** All that an LSTM needs is a step of one feature, one unit, and an output. */
  @Test
  void whatIsLeftIsTheLayerAndWhatItNeeds() {
    Predicate<Draft> keeps = readAnd(draft -> draft.text("data.csv").contains("lstm"));
    assertTrue(keeps.test(large()));
    Draft smallest = new Shrinker(keeps, () -> false).shrink(large());
    assertEquals(
        """
        name: fuzz
        seed: 5
        precision: float64
        data:
          source: csvSequence
          path: data.csv
          sequence: sequence
          label: label
          labelPer: step
          testFraction: 0
          batchSize: 1
        network:
          layers:
            - {type: lstm, units: 1}
            - {type: rnnOutput, units: 1, activation: identity, loss: meanSquaredError}
        training:
          optimizer: sgd
        """,
        smallest.text("data.csv"));
    assertEquals(3, smallest.table().columns().size()); // one feature
    assertEquals(2, smallest.table().rows().size()); // a class is no class without another
  }

  /** A setting far from the layers is kept alone, too. */
  @Test
  void whatIsLeftIsTheSetting() {
    Predicate<Draft> keeps =
        readAnd(
            draft ->
                draft
                        .configuration()
                        .section("training")
                        .section("optimizer")
                        .get("beta1")
                        .isPresent()
                    && draft.layers().size() > 1);
    Draft smallest = new Shrinker(keeps, () -> false).shrink(large());
    assertEquals(
        "{optimizer: {type: adam, beta1: 0.5}}",
        smallest.configuration().section("training").inline());
    assertEquals(2, smallest.layers().size());
  }

  /** A layer that makes a sequence and one that ends it go together, and then the view does. */
  @Test
  void layersThatNeedEachOtherGoTogether() {
    Mapping data =
        mapping(
            "source", "csv",
            "path", "data.csv",
            "label", "label",
            "task", "regression",
            "view", mapping("type", "image", "height", 1, "width", 2),
            "testFraction", 0);
    List<Yaml> layers =
        List.of(
            mapping("type", "dense", "units", 3),
            mapping("type", "repeatVector", "steps", 2),
            mapping("type", "globalPooling", "pooling", "max"),
            mapping(
                "type", "output",
                "units", 1,
                "activation", "identity",
                "loss", "meanSquaredError"));
    Mapping configuration =
        mapping(
            "name",
            "fuzz",
            "precision",
            "float64",
            "data",
            data,
            "network",
            mapping("layers", new Items(layers)),
            "training",
            mapping("optimizer", "sgd"));
    Table table =
        new Table(
            List.of("x0", "x1", "label"), List.of(List.of("1", "2", "3"), List.of("4", "5", "6")));
    Predicate<Draft> keeps = readAnd(draft -> true);
    Draft smallest = new Shrinker(keeps, () -> false).shrink(new Draft(configuration, table));
    assertEquals(1, smallest.layers().size());
    assertTrue(smallest.configuration().section("data").get("view").isEmpty());
    assertEquals(2, smallest.table().columns().size());
  }

  @Test
  void whatCannotBeSmallerStays() {
    Draft draft = large();
    assertSame(draft, new Shrinker(candidate -> false, () -> false).shrink(draft));
    assertSame(draft, new Shrinker(candidate -> true, () -> true).shrink(draft));
  }

  /** Pixels go with the axis they lie on, and outputs with the features that they reproduce. */
  @Test
  void viewsShrinkWithTheirColumns() {
    List<String> columns = new ArrayList<>();
    List<String> row = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      columns.add("x" + i);
      row.add(Integer.toString(i));
    }
    columns.add("label");
    row.add("1");
    Mapping data =
        mapping(
            "source", "csv",
            "path", "data.csv",
            "label", "label",
            "task", "regression",
            "view", mapping("type", "image", "channels", 2, "height", 2, "width", 3),
            "target", "features",
            "testFraction", 0);
    List<Yaml> layers =
        List.of(
            new Scalar("batchNormalization"),
            mapping("type", "cnnLoss", "activation", "tanh", "loss", "absoluteError"));
    Mapping configuration =
        mapping(
            "name",
            "fuzz",
            "precision",
            "float64",
            "data",
            data,
            "network",
            mapping("layers", new Items(layers)),
            "training",
            mapping("optimizer", "sgd"));
    Draft draft = new Draft(configuration, new Table(columns, List.of(row, row)));
    Predicate<Draft> keeps = readAnd(d -> d.text("").contains("cnnLoss"));
    assertTrue(keeps.test(draft));
    Draft smallest = new Shrinker(keeps, () -> false).shrink(draft);
    assertEquals( // cnnLoss is over images
        "{type: image, channels: 1, height: 1, width: 1}",
        smallest.configuration().section("data").section("view").inline());
    assertEquals(List.of("x0", "label"), smallest.table().columns());
    assertEquals(
        "[{type: cnnLoss, activation: identity, loss: meanSquaredError}]",
        new Items(smallest.layers()).inline());
  }
}
