package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradtwin.cli.ProgramFixture.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir private Path folder;

  @Test
  void programsGetTheSameAsJson() throws IOException {
    ProgramFixture program = new ProgramFixture(folder);

    Ended ended =
        program
            .run("explain", program.xor(100), "-o", "network.layers[0].units=5", "--json", "-")
            .expecting(ExitCode.DONE);

    JsonNode json = new ObjectMapper().readTree(ended.out());
    assertEquals(21, json.get("parameters").asInt()); // 2*5+5 + 5*1+1
    assertEquals("W[2, 5]", json.get("layers").get(0).get("parameters").get(0).asText());
    assertEquals("tanh", json.get("layers").get(0).get("detail").asText());
    List<String> units = new ArrayList<>();
    for (JsonNode value : json.get("values")) {
      if (value.get("path").asText().equals("network.layers[0].units")) {
        units.add(value.get("value").asText() + " from " + value.get("origin").asText());
      }
    }
    assertEquals(List.of("5 from -o"), units);
  }

  @Test
  void layersAndWhereEachValueCameFrom() {
    ProgramFixture program = new ProgramFixture(folder);

    Ended ended =
        program
            .run("explain", program.xor(100), "-o", "network.layers[0].units=5")
            .expecting(ExitCode.DONE);

    assertTrue(
        ended
            .out()
            .startsWith(
                """
                name      xor
                data      xor
                examples  4 training examples
                features  [2]
                label     2 classes: 0, 1

                layer  type    activation  loss              input  output  parameters
                    0  dense   tanh                          [2]    [5]             15  W[2, 5], b[5]
                    1  output  sigmoid     meanSquaredError  [5]    [1]              6  W[5, 1], b[1]
                total                                                               21

                name: xor                                       line 1
                seed: 7                                         line 2
                precision: float64                              line 3
                data:
                  source: xor                                   line 4
                  target: label                                 default
                  batchSize: 4                                  line 4
                  validationFraction: 0                         default
                network:
                  layers:
                    - type: dense                               line 7
                      units: 5                                  -o
                """),
        ended.out());
    assertTrue(ended.out().contains("\n  epochs: 100                                   line 10\n"));
    assertEquals("", ended.err());
  }

  /** DL4J's preprocessors, by what they do. */
  @Test
  void whatIsLaidOutAnewIsShown() {
    ProgramFixture program = new ProgramFixture(folder);
    program.file(
        "image.yaml",
        """
        name: image
        data: {source: digits, view: image}
        network:
          layers:
            - {type: dense, units: 3, activation: tanh}
            - {type: output, units: 10, activation: softmax, loss: crossEntropy}
        training: {optimizer: sgd}
        """);

    Ended ended = program.run("explain", "image.yaml").expecting(ExitCode.DONE);

    assertTrue(ended.out().contains("[1, 28, 28] flattened  [3]"), ended.out());
  }
}
