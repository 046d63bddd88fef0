package gradtwin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commands start ND4J, as the JVM itself logs it. */
class NativeLibraryTest {
  /** Whatever initializes this class has loaded, or tried to load, the native library. */
  private static final String ND4J = " org.nd4j.linalg.factory.Nd4j ";

  @TempDir private Path folder;

  /** Runs a command line, and counts how often ND4J's class was loaded. */
  private long nd4jLoaded(String... commandLine) throws IOException, InterruptedException {
    List<String> options = List.of("-Xlog:class+load:file=classes.txt");
    assertEquals(0, ChildProgram.start(folder, options, commandLine).waitFor());
    try (Stream<String> classes = Files.lines(folder.resolve("classes.txt"))) {
      return classes.filter(line -> line.contains(ND4J)).count();
    }
  }

  @Test
  void validatingStartsNone() throws IOException, InterruptedException {
    ProgramFixture program = new ProgramFixture(folder);

    assertEquals(0, nd4jLoaded("validate", program.xor(1), program.digits()));
  }

  @Test
  void explainingStartsNone() throws IOException, InterruptedException {
    assertEquals(0, nd4jLoaded("explain", new ProgramFixture(folder).digits()));
  }

  @Test
  void trainingTheTwinStartsNone() throws IOException, InterruptedException {
    assertEquals(0, nd4jLoaded("train", new ProgramFixture(folder).digits(), "--engine", "twin"));
  }

  @Test
  void trainingOnDl4jDoes() throws IOException, InterruptedException {
    assertEquals(1, nd4jLoaded("train", new ProgramFixture(folder).xor(2), "--engine", "dl4j"));
  }
}
