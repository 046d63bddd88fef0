package gradtwin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradtwin.compare.Agreement.Place;
import gradtwin.compare.Agreement.Role;
import gradtwin.compare.Elements;
import gradtwin.spec.Precision;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElementsCsvTest {
  private static final String HEADER = "layer,type,parameter,batch,index,dl4j,twin,sigma,z,ulp";

  @TempDir private Path folder;

  private static Elements elements(String type, Precision precision, double... slack) {
    Tensor twin = Tensor.matrix(new double[] {1, 2}, new double[] {4, -8});
    Tensor dl4j = Tensor.matrix(new double[] {1, 2.5}, new double[] {4, -8.25});
    Tensor sigma = Tensor.matrix(new double[] {0.5, 0.25}, new double[] {1, 0.0625});
    return new Elements(
        new Place(3, type, Role.GRADIENT, "W"),
        1,
        dl4j,
        twin,
        sigma,
        slack.length == 0 ? twin.zerosLike() : Tensor.of(Shape.of(2, 2), slack),
        precision);
  }

  private List<String> lines(Elements elements, OptionalInt limit) throws IOException {
    Path file = folder.resolve("elements.csv");
    ElementsCsv.write(List.of(elements), limit, file);
    return Files.readAllLines(file);
  }

  @Test
  void oneLineForEachElement() throws IOException {
    // a unit of float32 is 2^-22 at 2 and 2^-20 at 8
    assertEquals(
        List.of(
            HEADER,
            "3,dense,W,1,0 0,1.0,1.0,0.5,0.0,0.0",
            "3,dense,W,1,0 1,2.5,2.0,0.25,2.0,2097152.0",
            "3,dense,W,1,1 0,4.0,4.0,1.0,0.0,0.0",
            "3,dense,W,1,1 1,-8.25,-8.0,0.0625,4.0,-262144.0"),
        lines(elements("dense", Precision.FLOAT32), OptionalInt.empty()));
  }

  @Test
  void aLimitKeepsTheFarthest() throws IOException {
    List<String> lines = lines(elements("dense", Precision.FLOAT32), OptionalInt.of(2));

    assertEquals(3, lines.size());
    assertEquals("3,dense,W,1,1 1,-8.25,-8.0,0.0625,4.0,-262144.0", lines.get(1));
    assertEquals("3,dense,W,1,0 1,2.5,2.0,0.25,2.0,2097152.0", lines.get(2));
  }

  @Test
  void whatAKinkExplainsIsNoDistance() throws IOException {
    List<String> lines =
        lines(elements("dense", Precision.FLOAT32, 0, 0.25, 0, 9), OptionalInt.empty());

    assertEquals("3,dense,W,1,0 1,2.5,2.0,0.25,1.0,2097152.0", lines.get(2));
    assertEquals("3,dense,W,1,1 1,-8.25,-8.0,0.0625,0.0,-262144.0", lines.get(4));
  }

  @Test
  void unitsAreThoseOfDl4jsType() throws IOException {
    // of float64 at 2: 2^-51
    assertEquals(
        "3,dense,W,1,0 1,2.5,2.0,0.25,2.0,1.125899906842624E15",
        lines(elements("dense", Precision.FLOAT64), OptionalInt.empty()).get(2));
  }

  @Test
  void namesAreQuotedWhereTheyMustBe() throws IOException {
    assertEquals(
        "3,\"a, \"\"b\"\"\",W,1,0 0,1.0,1.0,0.5,0.0,0.0",
        lines(elements("a, \"b\"", Precision.FLOAT64), OptionalInt.empty()).get(1));
  }
}
