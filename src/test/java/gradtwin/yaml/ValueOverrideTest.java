package gradtwin.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueOverrideTest {
  private static final String FILE =
      """
      seed: 1
      data: {source: xor}
      layers:
        - type: dense
          units: 4
        - dropout
      optimizer: adam
      stopping:
      """;

  private final Diagnostics diagnostics = new Diagnostics();
  private final Node root = YamlParser.parse("f.yaml", FILE, diagnostics).orElseThrow();

  private String applied(String override) {
    return Written.text(ValueOverride.apply(override, root, diagnostics));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // a value, also of other kinds
        "seed=2 | {seed: 2, data: {source: xor}, layers: [{type: dense, units: 4}, dropout],"
            + " optimizer: adam, stopping: }",
        "seed='2' | {seed: '2', data: {source: xor}, layers: [{type: dense, units: 4}, dropout],"
            + " optimizer: adam, stopping: }",
        "layers=[] | {seed: 1, data: {source: xor}, layers: [], optimizer: adam, stopping: }",
        "seed= | {seed: , data: {source: xor}, layers: [{type: dense, units: 4}, dropout],"
            + " optimizer: adam, stopping: }",
        // a new key, in a mapping and in a mapping that was not there
        "data.batchSize=8 | {seed: 1, data: {source: xor, batchSize: 8}, layers: [{type: dense,"
            + " units: 4}, dropout], optimizer: adam, stopping: }",
        "stopping.patience=3 | {seed: 1, data: {source: xor}, layers: [{type: dense, units: 4},"
            + " dropout], optimizer: adam, stopping: {patience: 3}}",
        "a.b.c=1 | {seed: 1, data: {source: xor}, layers: [{type: dense, units: 4}, dropout],"
            + " optimizer: adam, stopping: , a: {b: {c: 1}}}",
        // an item of a list: changed, replaced, added
        "layers[0].units=64 | {seed: 1, data: {source: xor}, layers: [{type: dense, units: 64},"
            + " dropout], optimizer: adam, stopping: }",
        "layers[0]=dropout | {seed: 1, data: {source: xor}, layers: [dropout, dropout],"
            + " optimizer: adam, stopping: }",
        "layers[2]={type: output} | {seed: 1, data: {source: xor}, layers: [{type: dense, units:"
            + " 4}, dropout, {type: output}], optimizer: adam, stopping: }",
        "layers[2].type=output | {seed: 1, data: {source: xor}, layers: [{type: dense, units: 4},"
            + " dropout, {type: output}], optimizer: adam, stopping: }",
        // a word that gets parameters
        "optimizer.learningRate=0.1 | {seed: 1, data: {source: xor}, layers: [{type: dense, units:"
            + " 4}, dropout], optimizer: {type: adam, learningRate: 0.1}, stopping: }",
        "layers[1].rate=0.2 | {seed: 1, data: {source: xor}, layers: [{type: dense, units: 4},"
            + " {type: dropout, rate: 0.2}], optimizer: adam, stopping: }",
        // the value may hold an equals sign, the path may have spaces around it
        "' seed =a=b' | {seed: a=b, data: {source: xor}, layers: [{type: dense, units: 4},"
            + " dropout], optimizer: adam, stopping: }",
      })
  void replaces(String override, String expected) {
    assertEquals(expected, applied(override));
    assertEquals(0, diagnostics.all().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers[3]=dropout | layers[3]: expected an index below 2, or that number to add to the"
            + " list, got 3",
        "layers.units=3 | layers: expected an index into this list, such as layers[0], got 'units'",
        "seed[0]=3 | seed[0]: expected a list here, got '1'",
        "data[0]=3 | data[0]: expected a list here, got a mapping",
        "layers[-1]=3 | ''",
        "layers[one]=3 | ''",
        "layers[0=3 | ''",
        "layers]0[=3 | ''",
        "layers[9999999]=3 | ''",
        "seed | ''",
        "=3 | ''",
        "a..b=3 | ''",
        ".a=3 | ''",
        "a.=3 | ''",
        "'' | ''"
      })
  void refuses(String override, String expected) {
    assertEquals(root, ValueOverride.apply(override, root, diagnostics));
    Diagnostic only = diagnostics.all().get(0);
    assertEquals(1, diagnostics.all().size());
    assertEquals("-o " + override, only.location().toString());
    if (expected.isEmpty()) {
      assertTrue(only.message().startsWith("expected a key path, an equals sign and a value"));
    } else {
      assertEquals(expected, only.path() + ": " + only.message());
    }
  }

  @Test
  void valueThatIsNoYaml() {
    applied("seed=[1, 2");
    Diagnostic only = diagnostics.all().get(0);
    assertTrue(only.message().startsWith("not valid YAML: "), only.message());
    assertEquals("-o seed=[1, 2", only.location().toString());
  }

  /** What comes from an override says so; what was in the file keeps its line. */
  @Test
  void placesOfOldAndNew() {
    Node.Mapping changed =
        (Node.Mapping) ValueOverride.apply("layers[0].units=64", root, diagnostics);
    Node.Sequence layers = (Node.Sequence) changed.entries().get(2).value();
    Node.Mapping layer = (Node.Mapping) layers.items().get(0);
    assertEquals("-o layers[0].units=64", layer.entries().get(1).value().location().toString());
    assertEquals("f.yaml:4:11", layer.entries().get(0).value().location().toString());
  }

  @Test
  void laterOverridesSeeEarlierOnes() {
    Node first = ValueOverride.apply("layers[2]=dropout", root, diagnostics);
    Node second = ValueOverride.apply("layers[2].rate=0.1", first, diagnostics);
    assertTrue(Written.text(second).contains("{type: dropout, rate: 0.1}"));
    assertEquals(0, diagnostics.all().size());
  }
}
