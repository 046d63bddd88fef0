package gradtwin.compare;

import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Worked;
import gradtwin.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** The arithmetic of the linear part of a layer, with weights W and perhaps a bias b. */
sealed interface WorkedProjection permits WorkedDense, WorkedConvolution {
  /**
   * The weighted sums z.
   *
   * @param mask of the steps that arrive, [N, T]
   */
  List<Worked> sums(Sides x, Sides z, Optional<Tensor> mask);

  /** The gradient of the weights. */
  List<Worked> weightGradient(Sides x, Sides dz, Sides gradient);

  /** The gradient of the bias. */
  List<Worked> biasGradient(Sides dz, Sides gradient);

  /** What is passed down. */
  List<Worked> down(Sides dz, Sides dx);
}
