package gradtwin;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import gradtwin.spec.OutputWeights;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The picture of the rooms, as a fact.
 *
 * <pre>{@code
 * 7  cli
 * 6    └─ report
 * 5         └─ bench
 * 4              └─ compare │ train           (strangers to each other)
 * 3                    └─ dl4j │ data         (strangers to each other)
 * 2                         └─ spec
 * 1                             └─ twin │ yaml   (strangers to each other)
 * 0                                  └─ tensor
 * }</pre>
 *
 * <p>A room uses itself, the JDK, the rooms of lower floors, and the libraries of its own row
 * below.
 */
class ArchitectureTest {
  private static final String HOUSE = "gradtwin";

  /** A house in the test sources in which every rule of this one is broken once. */
  private static final String WRONG_HOUSE = "gradtwin.architecture";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HOUSE);

  private static final JavaClasses WRONG = new ClassFileImporter().importPackages(WRONG_HOUSE);

  private enum Room {
    TENSOR(0),
    TWIN(1),
    YAML(1, "org.snakeyaml.engine.."),
    SPEC(
        2,
        "org.deeplearning4j.nn.conf..",
        "org.deeplearning4j.nn.weights..",
        "org.nd4j.linalg.activations..",
        "org.nd4j.linalg.lossfunctions..",
        "org.nd4j.linalg.learning.config..",
        "org.nd4j.linalg.learning.regularization..",
        "org.nd4j.linalg.schedule.."),
    // JavaCPP is how ND4J finds its natives, a run records which it found; OpenBLAS is what ND4J
    // multiplies with
    DL4J(
        3,
        "org.deeplearning4j..",
        "org.nd4j..",
        "org.bytedeco.javacpp..",
        "org.bytedeco.openblas.."),
    DATA(3, "org.datavec..", "org.nd4j.linalg.dataset..", "javax.imageio.."),
    COMPARE(4),
    TRAIN(4),
    BENCH(5, "org.openjdk.jmh.."),
    REPORT(6, "com.fasterxml.jackson..", "gg.jte..", "javax.xml.."),
    CLI(7, "picocli..", "me.tongfei.progressbar..");

    private final int floor;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> libraries;

    Room(int floor, String... libraries) {
      this.floor = floor;
      this.libraries = List.of(libraries);
    }

    String packages(String house) {
      return house + "." + name().toLowerCase(Locale.ROOT) + "..";
    }

    boolean mayUse(Room other) {
      return other == this || other.floor < floor;
    }

    DescribedPredicate<JavaClass> allowed(String house) {
      String[] packages =
          Stream.of(
                  Stream.of("java.."),
                  libraries.stream(),
                  Stream.of(values()).filter(this::mayUse).map(room -> room.packages(house)))
              .flatMap(names -> names)
              .toArray(String[]::new);
      DescribedPredicate<JavaClass> allowed = resideInAnyPackage(packages);
      // a configuration names the type of its numbers, and nothing else of that package
      return this == SPEC ? allowed.or(belongToAnyOf(DataType.class)) : allowed;
    }

    ArchRule arrows(String house) {
      return classes()
          .that()
          .resideInAPackage(packages(house))
          .and(not(belongToAnyOf(OutputWeights.class))) // which DL4J's losses want as an array
          .and(not(simpleName("VectorKernels"))) // compiled apart, with an incubating module
          .and(not(stockDl4j(house))) // which has a rule of its own
          .should()
          .onlyDependOnClassesThat(allowed(house))
          .allowEmptyShould(true);
    }
  }

  /** The subject of the benchmark that is DL4J as anybody uses it, without this program. */
  private static DescribedPredicate<JavaClass> stockDl4j(String house) {
    return nameMatching(Pattern.quote(house + ".bench.StockSubject") + "(\\$.*)?").forSubtype();
  }

  /** It may use DL4J, and nothing of this program that could make it anything but stock. */
  private static ArchRule stockDl4jIsNothingElse(String house) {
    return classes()
        .that(stockDl4j(house))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                Room.BENCH.packages(house),
                "org.deeplearning4j..",
                "org.nd4j..",
                "org.bytedeco.javacpp.."));
  }

  /** A subject of the benchmark is a program of its own, and talks to the driver by printing. */
  private static DescribedPredicate<JavaClass> talkOfSubjects() {
    return nameMatching("gradtwin\\.bench\\.Dialogue").forSubtype();
  }

  private static ArchRule everythingHasARoom(String house) {
    String[] rooms =
        Stream.of(Room.values()).map(room -> room.packages(house)).toArray(String[]::new);
    return classes().should().resideInAnyPackage(rooms);
  }

  private static ArchRule onlyTheCommandLinePrints(String house) {
    return noClasses()
        .that(not(resideInAPackage(Room.CLI.packages(house))).and(not(talkOfSubjects())))
        .should(ACCESS_STANDARD_STREAMS);
  }

  private static ArchRule onlyTheCommandLineExits(String house) {
    return noClasses()
        .that(not(resideInAPackage(Room.CLI.packages(house))))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class);
  }

  private static ArchRule namesSayWhatAClassIs() {
    return noClasses()
        .should()
        .haveNameMatching(".*\\.(Common\\w*|\\w*(Utils?|Helper|Manager|Service)(\\$.*)?)");
  }

  @ParameterizedTest
  @EnumSource(Room.class)
  void roomUsesOnlyWhatStandsBelowIt(Room room) {
    room.arrows(HOUSE).check(OURS);
  }

  @Test
  void stockDl4jIsStock() {
    stockDl4jIsNothingElse(HOUSE).check(OURS);
  }

  @Test
  void everyClassHasARoom() {
    everythingHasARoom(HOUSE).check(OURS);
  }

  @Test
  void onlyTheCommandLinePrintsAndExits() {
    onlyTheCommandLinePrints(HOUSE).check(OURS);
    onlyTheCommandLineExits(HOUSE).check(OURS);
  }

  @Test
  void noClassIsNamedForNothing() {
    namesSayWhatAClassIs().check(OURS);
  }

  @Test
  void picturesFloorsAreTheOnesOfTheDesign() {
    assertTrue(Room.SPEC.mayUse(Room.TWIN), "down");
    assertFalse(Room.TWIN.mayUse(Room.SPEC), "up");
    assertFalse(Room.TWIN.mayUse(Room.YAML), "sideways");
    assertFalse(Room.DL4J.mayUse(Room.DATA), "sideways");
    assertFalse(Room.COMPARE.mayUse(Room.TRAIN), "sideways");
    assertTrue(Room.BENCH.mayUse(Room.TRAIN), "down");
    assertFalse(Room.BENCH.mayUse(Room.REPORT), "up");
    assertEquals(11, Room.values().length, "rooms");
  }

  // Negative controls: each rule, let loose on the wrong house, finds what is wrong there.

  @Test
  void arrowUpIsCaught() {
    assertCaught(Room.TENSOR.arrows(WRONG_HOUSE), "tensor.LooksUp");
  }

  @Test
  void arrowToAStrangerIsCaught() {
    assertCaught(Room.TWIN.arrows(WRONG_HOUSE), "twin.LooksAside");
  }

  @Test
  void foreignLibraryIsCaught() {
    assertCaught(Room.YAML.arrows(WRONG_HOUSE), "yaml.ForeignHelper");
  }

  @Test
  void stockDl4jWithHelpIsCaught() {
    assertCaught(stockDl4jIsNothingElse(WRONG_HOUSE), "bench.StockSubject");
  }

  @Test
  void classWithoutARoomIsCaught() {
    assertCaught(everythingHasARoom(WRONG_HOUSE), "common.Homeless");
  }

  @Test
  void printingIsCaught() {
    assertCaught(onlyTheCommandLinePrints(WRONG_HOUSE), "twin.LooksAside");
  }

  @Test
  void exitingIsCaught() {
    assertCaught(onlyTheCommandLineExits(WRONG_HOUSE), "twin.LooksAside");
  }

  @Test
  void emptyNameIsCaught() {
    assertCaught(namesSayWhatAClassIs(), "yaml.ForeignHelper");
  }

  private static void assertCaught(ArchRule rule, String culprit) {
    String report = rule.evaluate(WRONG).getFailureReport().toString();
    assertTrue(report.contains(WRONG_HOUSE + "." + culprit), report);
  }
}
