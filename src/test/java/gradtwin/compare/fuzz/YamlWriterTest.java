package gradtwin.compare.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.compare.fuzz.Yaml.Items;
import gradtwin.compare.fuzz.Yaml.Mapping;
import gradtwin.compare.fuzz.Yaml.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlWriterTest {
  private static Mapping layer(String word, int keys) {
    Mapping layer = Mapping.EMPTY.with("type", word);
    for (int i = 0; i < keys; i++) {
      layer =
          layer.with("aRatherLongKey" + i, new Items(List.of(new Scalar("1"), new Scalar("2"))));
    }
    return layer;
  }

  /** Sections below each other, short layers on one line, long ones on several. */
  @Test
  void whatIsShortIsOnOneLine() {
    Mapping document =
        Mapping.EMPTY
            .with("name", "f")
            .with("data", Mapping.EMPTY.with("view", Mapping.EMPTY.with("type", "flat")))
            .with(
                "network",
                Mapping.EMPTY.with(
                    "layers",
                    new Items(
                        List.of(
                            new Scalar("dropout"),
                            layer("short", 2),
                            layer("long", 4),
                            Mapping.EMPTY.with("type", "outer").with("layer", layer("in", 4))))));
    assertEquals(
        """
        name: f
        data:
          view: {type: flat}
        network:
          layers:
            - dropout
            - {type: short, aRatherLongKey0: [1, 2], aRatherLongKey1: [1, 2]}
            - type: long
              aRatherLongKey0: [1, 2]
              aRatherLongKey1: [1, 2]
              aRatherLongKey2: [1, 2]
              aRatherLongKey3: [1, 2]
            - type: outer
              layer:
                type: in
                aRatherLongKey0: [1, 2]
                aRatherLongKey1: [1, 2]
                aRatherLongKey2: [1, 2]
                aRatherLongKey3: [1, 2]
        """,
        YamlWriter.text(document));
  }
}
