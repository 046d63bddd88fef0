package gradtwin.report;

import gradtwin.compare.Elements;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The elements of gradients as CSV (RFC 4180, but for line ends), one line each, for spreadsheets
 * and data frames.
 *
 * <p>The index is written with blanks between its coordinates. Every number is written with the
 * digits that read back to the same double; what is not finite as {@code NaN} or {@code Infinity}.
 */
public final class ElementsCsv {
  private static final String HEADER = "layer,type,parameter,batch,index,dl4j,twin,sigma,z,ulp\n";

  private ElementsCsv() {}

  /**
   * Writes a file, element by element.
   *
   * @param limit of each gradient of each batch, only so many that are farthest apart in standard
   *     deviations, farthest first; else all, in row-major order
   */
  public static void write(List<Elements> elements, OptionalInt limit, Path file)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(HEADER);
      for (Elements block : elements) {
        IntStream positions = IntStream.range(0, block.twin().size());
        IntStream wanted =
            limit.isPresent() ? farthest(block, positions, limit.getAsInt()) : positions;
        for (int position : (Iterable<Integer>) wanted.boxed()::iterator) {
          out.write(line(block, position));
        }
      }
    }
  }

  private static IntStream farthest(Elements block, IntStream positions, int limit) {
    return positions
        .boxed()
        .sorted(Comparator.comparingDouble(block::z).reversed()) // what is not a number first
        .limit(limit)
        .mapToInt(Integer::intValue);
  }

  private static String line(Elements block, int position) {
    String index =
        IntStream.of(block.twin().shape().coordinates(position))
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" "));
    return String.join(
            ",",
            Integer.toString(block.place().layer()),
            quoted(block.place().layerType()),
            quoted(block.place().parameter()),
            Integer.toString(block.batch()),
            index,
            Double.toString(block.dl4j().values()[position]),
            Double.toString(block.twin().values()[position]),
            Double.toString(block.sigma().values()[position]),
            Double.toString(block.z(position)),
            Double.toString(block.ulps(position)))
        + "\n";
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
