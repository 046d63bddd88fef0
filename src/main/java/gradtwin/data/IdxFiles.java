package gradtwin.data;

import gradtwin.spec.DataDescription;
import gradtwin.spec.DataInspector.Fault;
import gradtwin.spec.LabelEncoding;
import gradtwin.spec.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Four IDX files that the user names. Classes are the numbers from 0 to the largest label. */
final class IdxFiles {
  private final Path images;
  private final Path labels;
  private final Path testImages;
  private final Path testLabels;

  IdxFiles(Source.Idx idx, DataPlaces places) {
    images = places.resolve(idx.images());
    labels = places.resolve(idx.labels());
    testImages = places.resolve(idx.testImages());
    testLabels = places.resolve(idx.testLabels());
  }

  /** Reads the labels and the headers of the images. */
  DataDescription description() throws Fault {
    Blame blame = new Blame();
    Optional<IdxFile.Header> imageHeader =
        blame.tried("images", () -> IdxFile.header(images, IdxFile.Kind.IMAGES));
    Optional<IdxFile> labelsRead =
        blame.tried("labels", () -> IdxFile.read(labels, IdxFile.Kind.LABELS));
    Optional<IdxFile.Header> testImageHeader =
        blame.tried("testImages", () -> IdxFile.header(testImages, IdxFile.Kind.IMAGES));
    Optional<IdxFile> testLabelsRead =
        blame.tried("testLabels", () -> IdxFile.read(testLabels, IdxFile.Kind.LABELS));
    blame.throwAll();
    IdxFile.Header header = imageHeader.orElseThrow();
    IdxFile.Header testHeader = testImageHeader.orElseThrow();
    IdxFile labelFile = labelsRead.orElseThrow();
    IdxFile testLabelFile = testLabelsRead.orElseThrow();
    List<String> classes = classes(labelFile);
    Blame.check("labels", () -> header.requireLabels(labelFile.header()));
    Blame.check("testImages", () -> header.requireSameSize(testHeader));
    Blame.check("testLabels", () -> testHeader.requireLabels(testLabelFile.header()));
    Blame.check("testLabels", () -> testLabelFile.requireBelow(classes.size()));
    if (classes.size() < 2) {
      throw new Fault("labels", labels + ": expected at least two classes, found only label 0");
    }
    return ImageSource.description(header.rows(), header.columns(), classes, header.count());
  }

  LoadedSource load(LabelEncoding encoding) throws DataException {
    ImageSource source =
        new ImageSource(
            IdxFile.read(images, IdxFile.Kind.IMAGES),
            IdxFile.read(labels, IdxFile.Kind.LABELS),
            IdxFile.read(testImages, IdxFile.Kind.IMAGES),
            IdxFile.read(testLabels, IdxFile.Kind.LABELS));
    return source.load(classes(source.labels()), encoding, "images from " + images);
  }

  private static List<String> classes(IdxFile labels) {
    return ImageSource.classes(labels.largest() + 1);
  }
}
