package gradtwin.twin.layer;

import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.Windows;
import java.util.Optional;

/**
 * Which steps of sequences are there behind a layer that slides windows over them.
 *
 * @param keepsMask whether the mask leaves as it arrives, as it does in DL4J where there is one
 *     window around each step; otherwise a window is there if it sees a step that is
 */
record StepWindows(Windows windows, boolean keepsMask) {
  /** The mask [N, windows], given that of the steps [N, T]. */
  Optional<Tensor> maskAfter(Optional<Tensor> mask) {
    return keepsMask ? mask : mask.map(this::ofWindows);
  }

  private Tensor ofWindows(Tensor mask) {
    int count = windows.count();
    Tensor there = mask.newZeros(Shape.of(mask.rows(), count));
    double[] columns = new double[windows.kernel() * count];
    for (int n = 0; n < mask.rows(); n++) {
      windows.gather(mask.values(), n * mask.columns(), 1, 0, columns);
      for (int i = 0; i < columns.length; i++) {
        there.values()[n * count + i % count] =
            Math.max(there.values()[n * count + i % count], columns[i]);
      }
    }
    return there;
  }
}
