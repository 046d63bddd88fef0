package gradtwin.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.compare.Agreement.AcceleratedLayer;
import gradtwin.compare.Agreement.Block;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Agreement.WitnessBlock;
import gradtwin.data.DataCatalogue;
import gradtwin.data.DataException;
import gradtwin.data.Dataset;
import gradtwin.data.FetchListener;
import gradtwin.spec.AgreementFiles;
import gradtwin.spec.Experiment;
import gradtwin.spec.LayerSpec;
import gradtwin.spec.OutputSpec;
import gradtwin.tensor.Backpropagation;
import gradtwin.yaml.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of the agreement folder and of the known deviations, in both precisions: DL4J and the
 * twin agree on it.
 *
 * <p>A file on which DL4J is known to contradict its own score says so in a comment, {@code #
 * expected in float64: dl4j deviates}, with the reason; the test then asks that the witness proves
 * it. A new case is one file and no code.
 */
abstract class AgreementFilesTest {
  private static final Pattern EXPECTED =
      Pattern.compile("^# expected in (float32|float64): (.+)$", Pattern.MULTILINE);

  /** The bounds that the project promises, whatever the program's own are. */
  private static final Map<String, Double> PROMISED = Map.of("float64", 1e-14, "float32", 5e-6);

  private static final Set<String> DOUBLING =
      Set.of(
          "selfAttention",
          "recurrentAttention",
          "locallyConnected1d",
          "locallyConnected2d",
          "primaryCapsules",
          "capsule",
          "capsuleStrength");

  static List<Path> files() {
    return AgreementFiles.all();
  }

  /** The precision in which the files are compared: each is a class of its own, to run beside. */
  abstract String precision();

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void agrees(Path file) throws IOException, DataException {
    agrees(file, precision());
  }

  private static void agrees(Path file, String precision) throws IOException, DataException {
    String text = Files.readString(file);
    Comparison.Outcome outcome = compare(file, text, precision);
    Agreement agreement = outcome.agreement();

    assertEquals(expected(text, precision), agreement.verdict().toString(), agreement.sentence());
    assertEquals(PROMISED.get(precision), agreement.bound());
    assertTrue(agreement.coverage().gradientElements() > 0);
    if (agreement.verdict().isAgreement()) {
      for (Block block : agreement.blocks()) {
        assertTrue(block.blockRelative() <= agreement.bound(), block.toString());
      }
    } else if (agreement.verdict() == Verdict.NOT_FINITE) {
      assertTrue(isFinite(outcome.twin()) && Double.isFinite(outcome.twin().loss()));
      boolean inPasses = !isFinite(outcome.dl4j()) || !Double.isFinite(outcome.dl4j().loss());
      assertTrue(inPasses || constraintLeavesNoNumber(agreement), "of DL4J only");
    } else if (agreement.origin().isEmpty()) {
      assertEquals(Verdict.DIFFERENT_FUNCTION, agreement.score().verdict(), "of equal outputs");
    } else if (agreement.origin().orElseThrow().role() == Role.UPDATE) {
      provedByTheDefinition(agreement);
    } else if (agreement.verdict() == Verdict.DIFFERENT_FUNCTION) {
      boolean outputs = agreement.origin().orElseThrow().role() == Role.ACTIVATION;
      boolean loss = agreement.score().verdict() == Verdict.DIFFERENT_FUNCTION;
      assertTrue(outputs || loss, "another activation, or another loss of the same");
    } else {
      provedByTheWitness(agreement);
    }
    for (AcceleratedLayer layer : agreement.accelerated()) {
      assertNotEquals(Verdict.ACCELERATION_DEVIATES, layer.verdict(), layer.toString());
    }
    arisesWhereTheFileSays(file, agreement);
  }

  private static boolean constraintLeavesNoNumber(Agreement agreement) {
    return agreement.update().stream()
        .anyMatch(block -> block.explanation().startsWith("DL4J's parameters are no numbers"));
  }

  /**
   * A file of a known deviation is named after what deviates. Every origin must be that layer, and
   * one must be if anything deviates; a SameDiff layer doubles gradients in any file.
   */
  private static void arisesWhereTheFileSays(Path file, Agreement agreement) {
    Experiment experiment =
        AgreementFiles.experiment(file.getFileName().toString().replace(".yaml", ""));
    List<Origin> own = agreement.origins().stream().filter(o -> !o.inherited()).toList();
    assertEquals(agreement.verdict().isAgreement(), own.isEmpty(), agreement.sentence());
    if (own.isEmpty()) {
      return;
    }
    String[] name = file.getFileName().toString().replace(".yaml", "").split("-");
    boolean named = false;
    for (Origin origin : own) {
      boolean isNamed =
          origin.part() == Origin.Part.UPDATE || isAbout(name, origin.layer(), experiment);
      named |= isNamed;
      assertTrue(isNamed || DOUBLING.contains(origin.layerType()), origin.toString());
    }
    assertTrue(named, own.toString());
  }

  private static boolean isAbout(String[] name, int layer, Experiment experiment) {
    List<LayerSpec> layers = experiment.network().layers();
    LayerSpec spec = layers.get(layer);
    return switch (name[0]) {
      case "layer" -> spec.word().equals(name[1]);
      case "activation" ->
          spec.ownActivation().filter(a -> a.word().equals(name[1])).isPresent()
              || (spec instanceof OutputSpec output && output.activation().word().equals(name[1]));
      case "loss", "data" -> layer == layers.size() - 1;
      case "weightNoise" -> spec.weightNoise().isPresent();
      default -> false; // what is about training shows in the steps alone
    };
  }

  /**
   * Nothing derives a step: it is shown that everything else agrees, so that the step alone, or
   * what comes after it, is what the two sides mean differently.
   */
  private static void provedByTheDefinition(Agreement agreement) {
    for (Block block : agreement.blocks()) {
      assertEquals(Verdict.AGREE, block.verdict(), block.toString());
    }
    assertTrue(agreement.update().stream().anyMatch(block -> !block.verdict().isAgreement()));
  }

  static Comparison.Outcome compare(Path file, String text, String precision) throws DataException {
    DataCatalogue catalogue = AgreementFiles.catalogue(file);
    Document<Experiment> document =
        Experiment.read(
            file.getFileName().toString(), text, List.of("precision=" + precision), catalogue);
    Experiment experiment =
        document.value().orElseThrow(() -> new AssertionError(document.diagnostics()));
    Dataset data =
        catalogue.load(
            experiment.data(), experiment.labels(), experiment.seed(), FetchListener.SILENT);
    return Comparison.run(experiment, data.training(), Optional.empty());
  }

  private static String expected(String text, String precision) {
    Matcher line = EXPECTED.matcher(text);
    String expected = Verdict.AGREE.toString();
    while (line.find()) {
      expected = line.group(1).equals(precision) ? line.group(2) : expected;
    }
    return expected;
  }

  private static boolean isFinite(Backpropagation pass) {
    return Stream.concat(pass.activations().stream(), pass.deltas().stream())
        .flatMapToDouble(tensor -> Arrays.stream(tensor.values()))
        .allMatch(Double::isFinite);
  }

  /**
   * The proof: at the origin, the numerical gradient is the twin's and not DL4J's. The witness sees
   * parameters and the input; a delta between layers is proved by what it causes right below.
   */
  private static void provedByTheWitness(Agreement agreement) {
    Agreement.Place origin = agreement.origin().orElseThrow();
    List<WitnessBlock> blocks = agreement.witness().blocks();
    WitnessBlock witness =
        blocks.stream()
            .filter(b -> b.layer() == origin.layer() && b.parameter().equals(origin.parameter()))
            .findFirst()
            .or(() -> rightBelow(origin, blocks))
            .orElseThrow();
    assertTrue(
        witness.largestDifferenceToTwin() < witness.largestDifferenceToDl4j() / 3,
        witness.toString());
  }

  private static Optional<WitnessBlock> rightBelow(
      Agreement.Place delta, List<WitnessBlock> blocks) {
    return blocks.stream()
        .filter(block -> block.layer() < delta.layer())
        .max(Comparator.comparingInt(WitnessBlock::layer));
  }
}
