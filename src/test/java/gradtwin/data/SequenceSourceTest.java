package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.spec.DataDescription;
import gradtwin.spec.DataInspector.Fault;
import gradtwin.spec.DataSpec;
import gradtwin.spec.Source;
import gradtwin.spec.Source.Alignment;
import gradtwin.spec.Source.LabelPer;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.spec.View;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.SequenceRecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.SequenceRecordReaderDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

final class SequenceSourceTest {
  /** Two sequences, of three steps and of one, whose rows come in turns. */
  private static final String WALKS =
      """
      id,x,ground,kind
      p,1,sand,up
      q,5,rock,down
      p,2,sand,up
      p,3,rock,down
      """;

  private static final String SAME_KIND = WALKS.replace("rock,down\n", "rock,up\n") + "r,4,rock,up";

  @TempDir private Path folder;

  private void write(String name, String text) {
    IdxBytes.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private DataCatalogue catalogue() {
    return new DataCatalogue(new DataPlaces(folder, folder, Map.of()));
  }

  private static Source.Columns columns(Task task, boolean standardize, String... features) {
    return new Source.Columns(
        ",",
        task == Task.REGRESSION ? "x" : "kind",
        List.of(features),
        List.of("ground"),
        task,
        standardize);
  }

  private static Source.CsvSequence source(
      String path, Optional<String> id, LabelPer labelPer, Alignment align) {
    return new Source.CsvSequence(
        path,
        id,
        labelPer,
        columns(Task.CLASSIFICATION, false),
        Optional.empty(),
        align,
        0,
        Optional.empty());
  }

  private static Source.CsvSequence perStep(Alignment align) {
    return source("w.csv", Optional.of("id"), LabelPer.STEP, align);
  }

  private Dataset load(Source.CsvSequence source) throws Exception {
    return load(source, 0);
  }

  private Dataset load(Source.CsvSequence source, double validation) throws Exception {
    DataSpec spec = new DataSpec(source, View.OWN, false, 8, validation);
    DataDescription described = catalogue().describe(source);
    Dataset loaded = catalogue().load(spec, described.plainLabels(), 42, FetchListener.SILENT);
    assertEquals(described, loaded.description());
    return loaded;
  }

  private void assertFault(String key, String message, Source.CsvSequence source) {
    Fault fault = assertThrows(Fault.class, () -> catalogue().describe(source));
    assertEquals(message, fault.getMessage());
    assertEquals(key, fault.key());
  }

  private static Batch all(Examples examples) {
    return examples.batch(IntStream.range(0, examples.size()).toArray());
  }

  private static void assertTensor(Tensor tensor, Shape shape, double... values) {
    assertEquals(shape, tensor.shape());
    assertArrayEquals(values, tensor.values(), 1e-15);
  }

  @Test
  void padsAtTheEndAndMasks() throws Exception {
    write("w.csv", WALKS);
    Dataset loaded = load(perStep(Alignment.START));
    DataDescription described = loaded.description();
    assertEquals(Shape.of(3, 3), described.features());
    assertEquals(Target.STEPS, described.target());
    assertEquals(List.of("up", "down"), described.classes());
    assertEquals(2, described.trainingExamples());
    assertEquals(5, described.largestFeature());
    assertEquals("w.csv, 2 sequences to train on, the same sequences to test", loaded.origin());
    assertEquals(Optional.of("q"), loaded.training().name(1));

    Batch batch = all(loaded.training());
    assertTensor(
        batch.features(),
        Shape.of(2, 3, 3),
        // p: x, sand, rock
        1,
        2,
        3,
        1,
        1,
        0,
        0,
        0,
        1,
        // q
        5,
        0,
        0,
        0,
        0,
        0,
        1,
        0,
        0);
    assertTensor(batch.labels(), Shape.of(2, 2, 3), 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0);
    assertTensor(batch.featureMask().orElseThrow(), Shape.of(2, 3), 1, 1, 1, 1, 0, 0);
    assertTensor(batch.labelMask().orElseThrow(), Shape.of(2, 3), 1, 1, 1, 1, 0, 0);
  }

  @Test
  void padsAtTheStartIfSequencesAreToEndTogether() throws Exception {
    write("w.csv", WALKS);
    Batch batch = load(perStep(Alignment.END)).training().batch(new int[] {1});
    assertTensor(batch.features(), Shape.of(1, 3, 3), 0, 0, 5, 0, 0, 0, 0, 0, 1);
    assertTensor(batch.labels(), Shape.of(1, 2, 3), 0, 0, 0, 0, 0, 1);
    assertTensor(batch.featureMask().orElseThrow(), Shape.of(1, 3), 0, 0, 1);
    assertTensor(batch.labelMask().orElseThrow(), Shape.of(1, 3), 0, 0, 1);
  }

  /** A buffer that is used again holds nothing of the sequence before. */
  @Test
  void overwritesWhatWasThere() throws Exception {
    write("w.csv", WALKS);
    Examples examples = load(perStep(Alignment.START)).training();
    Batch buffer = examples.batch(new int[] {0});
    examples.copyInto(buffer, new int[] {1});
    Batch fresh = examples.batch(new int[] {1});
    assertArrayEquals(fresh.features().values(), buffer.features().values());
    assertArrayEquals(fresh.labels().values(), buffer.labels().values());
    assertArrayEquals(
        fresh.featureMask().orElseThrow().values(), buffer.featureMask().orElseThrow().values());
    assertArrayEquals(
        fresh.labelMask().orElseThrow().values(), buffer.labelMask().orElseThrow().values());
  }

  @Test
  void aSequenceMayHaveOneLabel() throws Exception {
    write("w.csv", SAME_KIND.replace("q,5,rock,up", "q,5,rock,down"));
    Dataset loaded = load(source("w.csv", Optional.of("id"), LabelPer.SEQUENCE, Alignment.START));
    assertEquals(Target.LABEL, loaded.description().target());
    Batch batch = all(loaded.training());
    assertTensor(batch.labels(), Shape.of(3, 2), 1, 0, 0, 1, 1, 0);
    assertTrue(batch.featureMask().isPresent());
    assertTrue(batch.labelMask().isEmpty());
  }

  @Test
  void sequencesOfOneLengthNeedNoMasks() throws Exception {
    write("w.csv", "id,x,ground,kind\np,1,a,u\np,2,a,d\nq,3,a,d\nq,4,a,u\n");
    Batch batch = all(load(perStep(Alignment.START)).training());
    assertTrue(batch.featureMask().isEmpty());
    assertTrue(batch.labelMask().isEmpty());
  }

  @Test
  void readsAFolderWithAFileForEachSequence() throws Exception {
    Files.createDirectory(folder.resolve("walks"));
    write("walks/b.csv", "ground,x,kind\nrock,5,down\n");
    write("walks/a.csv", "x,ground,kind\n1,sand,up\n2,sand,up\n3,rock,down\n");
    write("walks/.hidden", "no table");
    Dataset loaded = load(source("walks", Optional.empty(), LabelPer.STEP, Alignment.START));
    assertEquals(Optional.of("a"), loaded.training().name(0));
    write("w.csv", WALKS);
    Batch ofTable = all(load(perStep(Alignment.START)).training());
    Batch ofFolder = all(loaded.training());
    assertArrayEquals(ofTable.features().values(), ofFolder.features().values());
    assertArrayEquals(ofTable.labels().values(), ofFolder.labels().values());
    String lines =
        Sha256.ofContent(folder.resolve("walks/a.csv"))
            + "  a.csv\n"
            + Sha256.ofContent(folder.resolve("walks/b.csv"))
            + "  b.csv\n";
    assertEquals(
        Map.of("walks", Sha256.of(lines.getBytes(StandardCharsets.UTF_8))), loaded.sha256());
  }

  /** Means and deviations come from the steps of the sequences that are trained on alone. */
  @Test
  void splitsAndFitsByWholeSequences() throws Exception {
    StringBuilder text = new StringBuilder("id,x,ground,kind\n");
    for (int i = 0; i < 40; i++) {
      for (int step = 0; step <= i % 3; step++) {
        text.append(i).append(',').append(i * i + step).append(",g,").append(i % 2).append('\n');
      }
    }
    write("w.csv", text.toString());
    Source.CsvSequence source =
        new Source.CsvSequence(
            "w.csv",
            Optional.of("id"),
            LabelPer.SEQUENCE,
            columns(Task.CLASSIFICATION, true),
            Optional.empty(),
            Alignment.START,
            0.25,
            Optional.empty());
    Dataset loaded = load(source, 0.2);
    assertEquals(24, loaded.training().size());
    assertEquals(6, loaded.validation().size());
    assertEquals(10, loaded.test().size());
    assertEquals("w.csv, 30 sequences to train on, 10 sequences to test", loaded.origin());
    Batch batch = all(loaded.training());
    double[] mask = batch.featureMask().orElseThrow().values();
    double count = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < mask.length; i++) {
      double value = batch.features().at(i / 3, 0, i % 3);
      count += mask[i];
      sum += value;
      squares += value * value;
    }
    assertEquals(0, sum / count, 1e-13);
    assertEquals(1, squares / count, 1e-13);
  }

  @Test
  void readsATestOfItsOwn() throws Exception {
    write("w.csv", WALKS);
    write("u.csv", "id,x,ground,kind\n" + "s,9,rock,up\n".repeat(4));
    Source.CsvSequence source =
        new Source.CsvSequence(
            "w.csv",
            Optional.of("id"),
            LabelPer.STEP,
            columns(Task.CLASSIFICATION, false),
            Optional.empty(),
            Alignment.START,
            0.2,
            Optional.of("u.csv"));
    Dataset loaded = load(source);
    assertEquals(Shape.of(3, 4), loaded.description().features(), "room for the longest of both");
    assertEquals(2, loaded.training().size());
    assertEquals("w.csv, 2 sequences to train on, 1 sequences of u.csv to test", loaded.origin());
    assertEquals(2, loaded.sha256().size());
    write("u.csv", "id,x,ground,kind\ns,9,mud,up\n");
    assertFault(
        "testPath",
        folder.resolve("u.csv")
            + ":2: column 'ground': expected one of sand, rock, as in the training data, found 'mud'",
        source);
  }

  @Test
  void predictsNumbers() throws Exception {
    write("w.csv", WALKS);
    Source.CsvSequence source =
        new Source.CsvSequence(
            "w.csv",
            Optional.of("id"),
            LabelPer.STEP,
            columns(Task.REGRESSION, false, "ground"),
            Optional.of(4),
            Alignment.START,
            0,
            Optional.empty());
    Dataset loaded = load(source);
    assertEquals(Shape.of(2, 4), loaded.description().features(), "with room for a fourth step");
    assertTensor(all(loaded.training()).labels(), Shape.of(2, 1, 4), 1, 2, 3, 0, 5, 0, 0, 0);
  }

  @Test
  void namesThePlaceOfAFault() {
    Path file = folder.resolve("w.csv");
    write("w.csv", WALKS);
    assertFault(
        "path",
        file
            + ":5: column 'kind': expected the label that sequence 'p' has in line 2 (for a label at"
            + " each step, set labelPer: step), found 'down'",
        source("w.csv", Optional.of("id"), LabelPer.SEQUENCE, Alignment.START));
    assertFault(
        "sequence",
        file + ":1: expected a column 'ids', found id, x, ground, kind; did you mean 'id'?",
        source("w.csv", Optional.of("ids"), LabelPer.STEP, Alignment.START));
    assertFault(
        "path",
        file
            + ": expected a folder with a file for each sequence, got a file; if it holds several"
            + " sequences, name their column in 'sequence'",
        source("w.csv", Optional.empty(), LabelPer.STEP, Alignment.START));
    assertFault(
        "path",
        file + ":5: expected sequences of at most 2 steps, found one more in sequence 'p'",
        new Source.CsvSequence(
            "w.csv",
            Optional.of("id"),
            LabelPer.STEP,
            columns(Task.CLASSIFICATION, false),
            Optional.of(2),
            Alignment.START,
            0,
            Optional.empty()));
    write("w.csv", WALKS.replace("p,2", ",two"));
    assertFault(
        "path",
        "expected a table without faults, found 2\n  "
            + file
            + ":4: column 'x': expected a number (if the column holds names, list it under"
            + " 'categorical'), found 'two'\n  "
            + file
            + ":4: column 'id': expected a name, found an empty cell",
        perStep(Alignment.START));
  }

  @Test
  void refusesAFolderThatDoesNotFit() throws IOException {
    Path walks = Files.createDirectory(folder.resolve("walks"));
    Source.CsvSequence source = source("walks", Optional.empty(), LabelPer.STEP, Alignment.START);
    assertFault(
        "path",
        walks + ": expected a CSV file for each sequence in this folder, found none",
        source);
    write("walks/a.csv", "x,ground,kind\n1,sand,up\n");
    write("walks/b.csv", "x,kind\n1,down\n");
    assertFault(
        "path", walks.resolve("b.csv") + ":1: expected a column 'ground', found x, kind", source);
    assertFault(
        "sequence",
        walks
            + ": expected no column that names the sequence, since each file of a folder is one, got"
            + " 'id'",
        source("walks", Optional.of("id"), LabelPer.STEP, Alignment.START));
  }

  @Test
  void readsNewSequencesTheSameWay() throws Exception {
    write("w.csv", WALKS);
    Preprocessing preprocessing = load(perStep(Alignment.END)).preprocessing();
    Path saved = folder.resolve("preprocessing.txt");
    preprocessing.save(saved);
    assertEquals(preprocessing, Preprocessing.load(saved));
    write("new.csv", "ground,id,x\nrock,n,7\nsand,n,8\n");
    Examples examples = Preprocessing.load(saved).readFeatures(folder.resolve("new.csv"));
    assertEquals(Optional.of("n"), examples.name(0));
    assertEquals(Shape.of(0), examples.labelShape());
    Batch batch = all(examples);
    assertTensor(batch.features(), Shape.of(1, 3, 3), 0, 7, 8, 0, 0, 1, 0, 1, 0);
    assertTensor(batch.featureMask().orElseThrow(), Shape.of(1, 3), 0, 1, 1);
    assertTrue(batch.labelMask().isEmpty());

    Path more = Files.createDirectory(folder.resolve("more"));
    write("more/m.csv", "ground,x\n" + "rock,7\n".repeat(4));
    assertEquals(
        more.resolve("m.csv")
            + ":5: expected sequences of at most 3 steps, found one more in sequence 'm'",
        assertThrows(DataException.class, () -> preprocessing.readFeatures(more)).getMessage());
  }

  /** Plain DL4J code gets the same numbers and the same masks from our reader. */
  @Test
  void dl4jReadsTheSame() throws Exception {
    write("w.csv", WALKS);
    Dataset loaded = load(perStep(Alignment.START));
    SequenceRecordReader reader = (SequenceRecordReader) loaded.preprocessing().recordReader();
    assertThrows(IllegalStateException.class, reader::hasNext);
    reader.initialize(new CollectionInputSplit(List.of(folder.resolve("w.csv").toUri())));
    DataSet plain = new SequenceRecordReaderDataSetIterator(reader, 2, 2, 3, false).next();
    Batch ours = all(loaded.training());
    assertSame(ours.features(), plain.getFeatures());
    assertSame(ours.labels(), plain.getLabels());
    assertSame(ours.featureMask().orElseThrow(), plain.getFeaturesMaskArray());
    assertSame(ours.labelMask().orElseThrow(), plain.getLabelsMaskArray());
    assertFalse(reader.hasNext());
    reader.reset();
    assertEquals(3, reader.nextSequence().getSequenceRecord().size());
  }

  private static void assertSame(Tensor ours, INDArray theirs) {
    assertArrayEquals(IntStream.of(ours.shape().sizes()).asLongStream().toArray(), theirs.shape());
    assertArrayEquals(ours.values(), theirs.dup('c').data().asDouble(), 1e-7);
  }
}
