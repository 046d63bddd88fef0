package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class RealMnistTest {
  private static final Path CONFIGURATION = Path.of("configs/mnist-mlp.yaml").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  @EnabledIfEnvironmentVariable(
      named = "MNIST_DIR",
      matches = ".+",
      disabledReason = "MNIST_DIR does not name a folder with MNIST")
  void oneEpochRecognizesMostDigits() {
    ProgramFixture program =
        new ProgramFixture(folder, Map.of("MNIST_DIR", System.getenv("MNIST_DIR")));

    // one epoch gives 0.95 to 0.96; less would mean that something is not learned as it should be
    ProgramFixture.Ended ended =
        program
            .run(
                "train",
                CONFIGURATION.toString(),
                "-o=training.epochs=1",
                "--require=test.accuracy=0.94")
            .expecting(ExitCode.DONE);

    assertTrue(ended.out().contains("\ntrain    60,000  "), ended.out());
    assertTrue(ended.out().contains("\ntest     10,000  "), ended.out());
  }

  /** Nothing is fetched that is here already. */
  @Test
  @EnabledIfEnvironmentVariable(
      named = "MNIST_DIR",
      matches = ".+",
      disabledReason = "MNIST_DIR does not name a folder with MNIST")
  void whatIsHereIsIntact() throws IOException {
    ProgramFixture program =
        new ProgramFixture(folder, Map.of("MNIST_DIR", System.getenv("MNIST_DIR")));

    JsonNode fetched =
        new ObjectMapper()
            .readTree(program.run("data", "fetch", "--json", "-").expecting(ExitCode.DONE).out());

    assertTrue(fetched.get("intact").asBoolean(), fetched.toString());
    assertEquals(4, fetched.get("files").size());
    assertEquals("MNIST_DIR", fetched.get("why").asText());
  }
}
