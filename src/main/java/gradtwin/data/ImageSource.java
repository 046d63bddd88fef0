package gradtwin.data;

import gradtwin.spec.DataDescription;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The four files that MNIST and all that look like it consist of.
 *
 * @param images the training images
 * @param labels the training labels
 */
record ImageSource(IdxFile images, IdxFile labels, IdxFile testImages, IdxFile testLabels) {
  /** Names for labels from 0: the numbers themselves. */
  static List<String> classes(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  static DataDescription description(int rows, int columns, List<String> classes, int examples) {
    return new DataDescription(
        Shape.of(1, rows, columns), Target.LABEL, Task.CLASSIFICATION, classes, examples);
  }

  /** Checks that the four files fit each other, and makes examples of them. */
  LoadedSource load(List<String> classes, LabelEncoding encoding, String origin)
      throws DataException {
    IdxFile.Header header = images.header();
    header.requireSameSize(testImages.header());
    labels.requireBelow(classes.size());
    testLabels.requireBelow(classes.size());
    var preprocessing = new ImagePreprocessing(header.rows(), header.columns(), classes);
    LabelColumns columns = new LabelColumns(encoding, classes.size());
    return new LoadedSource(
        description(header.rows(), header.columns(), classes, header.count()),
        examples(images, labels, preprocessing, columns),
        Optional.of(examples(testImages, testLabels, preprocessing, columns)),
        origin,
        hashes(),
        preprocessing);
  }

  private static Examples examples(
      IdxFile images, IdxFile labels, ImagePreprocessing preprocessing, LabelColumns columns)
      throws DataException {
    IdxRecordReader reader = new IdxRecordReader(images, Optional.of(labels));
    return new ImageExamples(reader, preprocessing.shape(), Optional.of(columns));
  }

  private Map<String, String> hashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (IdxFile file : List.of(images, labels, testImages, testLabels)) {
      String name = hashes.containsKey(file.fileName()) ? file.header().name() : file.fileName();
      hashes.put(name, file.sha256());
    }
    return hashes;
  }
}
