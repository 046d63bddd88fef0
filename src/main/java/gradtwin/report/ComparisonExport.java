package gradtwin.report;

import gradtwin.compare.Agreement;
import gradtwin.compare.Comparison.Outcome;
import gradtwin.tensor.Npy;
import gradtwin.tensor.Tensor;
import gradtwin.train.AtomicFile;
import gradtwin.yaml.Resolved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that a comparison was made from, as files for any other framework: parameters, input,
 * labels and both gradients of the first batch as NumPy arrays, and a manifest that says what they
 * are.
 */
public final class ComparisonExport {
  private static final String MANIFEST = "manifest.json";

  private static final Map<String, String> CONVENTIONS = conventions();

  private final Path folder;
  private final List<ArrayFile> arrays = new ArrayList<>();

  private ComparisonExport(Path folder) {
    this.folder = folder;
  }

  /**
   * What the files are: {@code manifest.json}.
   *
   * @param schema version of this structure
   * @param name of the experiment
   * @param precision of DL4J's numbers
   * @param batch which one the arrays are of, counted from 0
   * @param examples in it
   * @param loss without penalties
   * @param conventions in words
   * @param layers first to last, as the file says and with every default
   */
  record Manifest(
      int schema,
      String name,
      String precision,
      int batch,
      int examples,
      Sides loss,
      Map<String, String> conventions,
      List<Object> layers,
      List<ArrayFile> arrays,
      Provenance provenance) {}

  /** One number on both sides. */
  record Sides(double dl4j, double twin) {}

  /**
   * One array.
   *
   * @param role {@code input}, {@code labels}, {@code parameter}, or whose gradient: {@code dl4j},
   *     {@code twin}
   * @param layer counted from 0; null for input and labels
   * @param key such as {@code W}; null for input and labels
   */
  record ArrayFile(String file, String role, Integer layer, String key, List<Integer> shape) {}

  private static Map<String, String> conventions() {
    Map<String, String> conventions = new LinkedHashMap<>();
    conventions.put("arrays", "NumPy format 1.0, little-endian float64, C order (row-major)");
    conventions.put("examples", "rows of input and labels");
    conventions.put("weights", "[in, out]: a dense or output layer computes f(x W + b)");
    conventions.put(
        "loss",
        "mean over the examples, without L1, L2 and weight decay; meanSquaredError and"
            + " meanAbsoluteError are means over the outputs too, the other losses sums over them");
    conventions.put("gradients", "of that loss, uphill: a step of descent subtracts them");
    conventions.put(
        "precision",
        "dl4j's numbers are of the type that 'precision' names, the twin's are float64; parameters,"
            + " input and labels are exactly representable in both");
    conventions.put("dropout", "in training mode; masks are not part of the export");
    return conventions;
  }

  /**
   * Writes all files, the manifest last: where it is, everything is.
   *
   * @param configuration the experiment's file as it was understood
   * @param folder made if it is missing; files of the same names are replaced
   */
  public static void write(
      Outcome outcome, Resolved configuration, Provenance provenance, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(MANIFEST));
    new ComparisonExport(folder).write(outcome, layers(configuration), provenance);
  }

  private void write(Outcome outcome, List<Object> layers, Provenance provenance)
      throws IOException {
    write("input.npy", "input", null, null, outcome.batch().features());
    write("labels.npy", "labels", null, null, outcome.batch().labels());
    writeAll("parameter", outcome.parameters());
    writeAll("dl4j", outcome.dl4j().gradients());
    writeAll("twin", outcome.twin().gradients());
    Agreement agreement = outcome.agreement();
    Manifest manifest =
        new Manifest(
            Agreement.SCHEMA,
            agreement.name(),
            agreement.precision(),
            0,
            outcome.batch().size(),
            new Sides(outcome.dl4j().loss(), outcome.twin().loss()),
            CONVENTIONS,
            layers,
            arrays,
            provenance);
    AtomicFile.write(folder.resolve(MANIFEST), Json.document(manifest));
  }

  private void writeAll(String role, List<Map<String, Tensor>> byLayer) throws IOException {
    for (int layer = 0; layer < byLayer.size(); layer++) {
      for (Map.Entry<String, Tensor> entry : byLayer.get(layer).entrySet()) {
        String file = role + "-" + layer + "-" + entry.getKey() + ".npy";
        write(file, role, layer, entry.getKey(), entry.getValue());
      }
    }
  }

  private void write(String file, String role, Integer layer, String key, Tensor tensor)
      throws IOException {
    AtomicFile.write(folder.resolve(file), path -> Npy.write(tensor, path));
    List<Integer> shape = new ArrayList<>();
    for (int size : tensor.shape().sizes()) {
      shape.add(size);
    }
    arrays.add(new ArrayFile(file, role, layer, key, shape));
  }

  private static List<Object> layers(Resolved configuration) {
    if (configuration instanceof Resolved.Section root
        && root.entries().get("network") instanceof Resolved.Section network
        && network.entries().get("layers") instanceof Resolved.Items layers) {
      return layers.items().stream().map(ComparisonExport::plain).toList();
    }
    throw new IllegalArgumentException("expected a configuration with network.layers");
  }

  /** Maps, lists and scalars. */
  private static Object plain(Resolved node) {
    if (node instanceof Resolved.Section section) {
      Map<String, Object> byKey = new LinkedHashMap<>();
      section.entries().forEach((key, value) -> byKey.put(key, plain(value)));
      return byKey;
    }
    if (node instanceof Resolved.Items items) {
      return items.items().stream().map(ComparisonExport::plain).toList();
    }
    return scalar(((Resolved.Value) node).text());
  }

  private static Object scalar(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    try {
      double number = Double.parseDouble(text);
      return number == Math.rint(number) && Math.abs(number) < 1e15
          ? (Object) (long) number
          : number;
    } catch (NumberFormatException e) {
      return text; // a word
    }
  }
}
