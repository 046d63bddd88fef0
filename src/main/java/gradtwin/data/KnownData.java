package gradtwin.data;

import java.util.List;
import java.util.Optional;

/**
 * A source as a list of what there is shows it.
 *
 * @param name as a file names it
 * @param status whether it is here, and where
 * @param size how much it is
 * @param description what it is
 */
public record KnownData(String name, String status, String size, String description) {

  /** All sources. */
  public static List<KnownData> list(DataPlaces places) {
    Optional<MnistFiles.Place> mnist = new MnistFiles(places, Optional.empty()).found();
    return List.of(
        new KnownData("xor", "built in", "4 rows", "exclusive or of two bits"),
        new KnownData(
            "mnist",
            mnist.map(place -> "found in " + place.folder()).orElse("not found, can be fetched"),
            "60000 + 10000 images, 28 x 28, 12 MB",
            "handwritten digits (LeCun, Cortes and Burges)"),
        new KnownData(
            "digits",
            "drawn when asked for",
            "10000 + 2000 images, 28 x 28, or as many as you like",
            "digits drawn by this program, which are not MNIST"),
        new KnownData("csv", "your file", "any", "a table with named columns"),
        new KnownData(
            "csvSequence",
            "your file or folder",
            "any",
            "sequences of rows with named columns, in one table or a file for each"),
        new KnownData(
            "idx", "your files", "any", "images in MNIST's format, such as Fashion-MNIST"));
  }
}
