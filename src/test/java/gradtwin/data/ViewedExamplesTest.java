package gradtwin.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradtwin.ExperimentFixture;
import gradtwin.spec.DataDescription;
import gradtwin.spec.DataSpec;
import gradtwin.spec.Source;
import gradtwin.spec.Target;
import gradtwin.spec.Task;
import gradtwin.spec.View;
import gradtwin.tensor.Batch;
import gradtwin.tensor.Examples;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ViewedExamplesTest {
  /** Two rows of six features, and a label. */
  private static final Batch ROWS =
      new Batch(
          Tensor.matrix(new double[] {0, 1, 2, 3, 4, 5}, new double[] {6, 7, 8, 9, 10, 11}),
          Tensor.matrix(new double[] {1}, new double[] {2}));

  /** Two sequences of one feature, of three steps and of one. */
  private static final Batch SEQUENCES =
      new Batch(
          Tensor.of(Shape.of(2, 2, 3), new double[] {1, 2, 3, 4, 5, 6, 7, 0, 0, 8, 0, 0}),
          Tensor.matrix(new double[] {1}, new double[] {2}),
          Optional.of(Tensor.matrix(new double[] {1, 1, 1}, new double[] {1, 0, 0})),
          Optional.empty());

  private static DataSpec spec(View view, boolean reproduces) {
    return new DataSpec(new Source.Xor(), view, reproduces, 2, 0);
  }

  private static View view(View.Kind kind, Integer height, Integer width, Integer steps) {
    return new View(
        kind,
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(height),
        Optional.ofNullable(width),
        Optional.ofNullable(steps));
  }

  private static Batch seen(Batch batch, View view, Shape shape, Optional<Shape> label) {
    Examples examples =
        ViewedExamples.of(
            ExperimentFixture.examples(batch), spec(view, label.isPresent()), shape, label);
    return examples.batch(new int[] {1, 0});
  }

  private static DataDescription described(Shape shape) {
    return new DataDescription(shape, Target.LABEL, Task.CLASSIFICATION, List.of("a", "b"), 9);
  }

  @Test
  void whatIsSeenAsItIsStaysAsItIs() {
    Examples examples = ExperimentFixture.examples(ROWS);
    assertSame(
        examples,
        ViewedExamples.of(examples, spec(View.FLAT, false), Shape.of(6), Optional.empty()));
  }

  @Test
  void anImageHasTheValuesOfItsRow() {
    Batch batch =
        seen(ROWS, view(View.Kind.IMAGE, 2, 3, null), Shape.of(1, 2, 3), Optional.empty());
    assertEquals(Shape.of(2, 1, 2, 3), batch.features().shape());
    assertEquals(9, batch.features().at(0, 0, 1, 0));
    assertArrayEquals(new double[] {2, 1}, batch.labels().values());
  }

  /** The first step of three is the first two values. */
  @Test
  void aSequenceHasItsStepsOneAfterTheOther() {
    Batch batch =
        seen(ROWS, view(View.Kind.SEQUENCE, null, null, 3), Shape.of(2, 3), Optional.empty());
    assertArrayEquals(
        new double[] {6, 8, 10, 7, 9, 11, 0, 2, 4, 1, 3, 5}, batch.features().values());
    assertTrue(batch.featureMask().isEmpty());
  }

  @Test
  void theTargetMayBeTheFeatures() {
    View view = view(View.Kind.SEQUENCE, null, null, 3);
    Batch batch = seen(ROWS, view, Shape.of(2, 3), Optional.of(Shape.of(2, 3)));
    assertEquals(Shape.of(2, 2, 3), batch.labels().shape());
    assertArrayEquals(batch.features().values(), batch.labels().values());
    assertTrue(batch.labelMask().isEmpty());
    assertEquals(
        Shape.of(2, 6),
        seen(ROWS, view, Shape.of(2, 3), Optional.of(Shape.of(6))).labels().shape());
  }

  /** Padding is no target: not by step, and not by output of one row. */
  @Test
  void aReproductionIsMaskedAsItsInputIs() {
    Shape shape = Shape.of(2, 3);
    Batch steps = seen(SEQUENCES, View.OWN, shape, Optional.of(shape));
    assertArrayEquals(new double[] {1, 0, 0, 1, 1, 1}, steps.labelMask().orElseThrow().values());
    Batch row = seen(SEQUENCES, View.OWN, shape, Optional.of(Shape.of(6)));
    assertArrayEquals(
        new double[] {1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1}, row.labelMask().orElseThrow().values());
    Batch labels = seen(SEQUENCES, View.OWN, shape, Optional.empty());
    assertTrue(labels.labelMask().isEmpty());
    assertTrue(labels.featureMask().isPresent());
  }

  @Test
  void aDescriptionIsSeenToo() {
    View image = view(View.Kind.IMAGE, null, null, null);
    View rows = view(View.Kind.SEQUENCE, null, null, null);
    DataDescription digits = described(Shape.of(1, 28, 14));
    assertEquals(Shape.of(392), spec(View.FLAT, false).seen(digits).orElseThrow().features());
    assertEquals(digits, spec(image, false).seen(digits).orElseThrow());
    assertEquals(
        Shape.of(14, 28),
        spec(rows, false).seen(digits).orElseThrow().features(),
        "28 rows of 14 pixels");
    assertTrue(spec(rows, false).seen(described(Shape.of(12))).isEmpty());
    DataDescription reproduced = spec(image, true).seen(digits).orElseThrow();
    assertEquals(Target.FEATURES, reproduced.target());
    assertEquals(Task.REGRESSION, reproduced.task());
    assertEquals(List.of(), reproduced.classes());
    assertEquals(9, reproduced.trainingExamples());
  }
}
