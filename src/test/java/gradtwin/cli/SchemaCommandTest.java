package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema, held by somebody else's validator against every file that is shipped. */
class SchemaCommandTest {
  private static final String START = "name: a\ndata: {source: xor}\n";
  private static final String NETWORK =
      "network: {layers: [{type: output, units: 1, activation: sigmoid, loss: hinge}]}\n";
  private static final String TRAINING = "training: {optimizer: sgd}\n";

  private static Schema schema;

  @TempDir private Path folder;

  @BeforeAll
  static void write(@TempDir Path home) {
    String text = new ProgramFixture(home).run("schema").expecting(ExitCode.DONE).out();
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text, InputFormat.JSON);
  }

  private static List<String> faults(String yaml) {
    return schema.validate(yaml, InputFormat.YAML).stream().map(Object::toString).toList();
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> configs = Files.walk(Path.of("configs"));
        Stream<Path> agreement = Files.list(Path.of("src/test/resources/agreement"))) {
      return Stream.concat(configs, agreement)
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @Test
  void reportsHaveASchemaOfTheirOwn() {
    String text =
        new ProgramFixture(folder).run("schema", "--report").expecting(ExitCode.DONE).out();

    assertTrue(text.contains("\"title\" : \"Gradtwin comparison, schema 2\""), text);
    assertTrue(text.contains("\"complexStep\" : {"), text);
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyShippedFileIsValid(Path file) throws IOException {
    assertEquals(List.of(), faults(Files.readString(file)));
  }

  @Test
  void aWordMayStandAloneOrWithItsParameters() {
    assertEquals(List.of(), faults(START + NETWORK + TRAINING));
    assertEquals(
        List.of(),
        faults(START + NETWORK + "training: {optimizer: {type: sgd, learningRate: 0.5}}\n"));
  }

  /** Each of these breaks one rule of the schema; a schema that takes everything would pass all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        START + NETWORK,
        START + NETWORK + TRAINING + "sed: 1\n",
        "name: a\ndata: {source: nothing}\n" + NETWORK + TRAINING,
        "name: a\ndata: {source: xor, label: out}\n" + NETWORK + TRAINING,
        "name: a\ndata: {source: csv, path: a.csv}\n" + NETWORK + TRAINING,
        START + "network: {layers: []}\n" + TRAINING,
        START + "network: {layers: [{type: dense, units: 0}]}\n" + TRAINING,
        START + "network: {layers: [{type: dense, units: 4, activation: rleu}]}\n" + TRAINING,
        START + "network: {layers: [dense]}\n" + TRAINING,
        START + NETWORK + "training: {optimizer: {type: sgd, learningRate: 0}}\n",
        START + NETWORK + "training: {optimizer: {type: sgd, momentum: 0.5}}\n",
        START + NETWORK + "training: {optimizer: sgd, shuffle: maybe}\n",
        START + NETWORK + TRAINING + "precision: float16\n",
        START + NETWORK + TRAINING + "seed: 1.5\n"
      })
  void whatTheProgramRefusesTheSchemaRefuses(String yaml) {
    assertFalse(faults(yaml).isEmpty(), yaml);
  }

  @Test
  void itIsWrittenToAFileOnRequest() throws IOException {
    ProgramFixture program = new ProgramFixture(folder);
    var ended = program.run("schema", "--output", "s.json").expecting(ExitCode.DONE);
    assertEquals("", ended.out());
    assertTrue(Files.readString(folder.resolve("s.json")).contains("\"$defs\""));
  }

  @Test
  void aFolderThatIsNotThereIsTold() {
    ProgramFixture program = new ProgramFixture(folder);
    program.run("schema", "--output", "no/s.json").expecting(ExitCode.WRONG_INPUT);
  }
}
