package gradtwin.twin.layer;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.formula.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An output layer that also draws the features of each class to a centre.
 *
 * <pre>{@code
 * forward   predictions = f(x W + b)    c_n = sum over classes j of y_nj C_j
 *           loss = 1/N sum over examples of (L(y_n, prediction_n) + lambda/2 |x_n - c_n|²)
 * backward  dW, db and a share of dx as of the output layer;    dx_n += lambda/N (x_n - c_n)
 * after a training step
 *           C_j -= alpha (sum of y_nj (c_n - x_n)) / (1 + sum of y_nj)    sums over the examples
 * }</pre>
 *
 * <p>Shapes: x [N, in] (an image or a volume is taken as one row), W [in, classes], b [classes],
 * labels y [N, classes], centres C [classes, in]. alpha is at least 0 (from 0 to 1 in the paper)
 * and says how fast the centres follow; lambda is at least 0. The centres are a statistic: their
 * gradient holds the step, which is not a derivative of the loss. A label mask does not apply to
 * the centres. Source: Wen, Zhang, Li and Qiao, "A discriminative feature learning approach for
 * deep face recognition", ECCV 2016, equations 2 to 5. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer} with {@code gradientCheck(false)}; its
 * updater divides the step of the centres by N, as if it were a gradient.
 */
public final class CenterLossOutputLayer implements OutputLayer {
  private final ObjectiveLayer classifier;
  private final Parameter centers;
  private final double alpha;
  private final double lambda;

  /**
   * @param classifier the output layer without centres
   * @param centers [classes, in]
   */
  public CenterLossOutputLayer(
      ObjectiveLayer classifier, Parameter centers, double alpha, double lambda) {
    this.classifier = classifier;
    this.centers = centers;
    this.alpha = alpha;
    this.lambda = lambda;
  }

  /** The output layer without centres. */
  public ObjectiveLayer classifier() {
    return classifier;
  }

  @Override
  public Optional<Layer> inner() {
    return Optional.of(classifier);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>(classifier.parameters());
    parameters.add(centers);
    return parameters;
  }

  /** The forward pass without labels knows no centres. */
  @Override
  public Pass forward(Tensor x, Step step) {
    Pass classified = classifier.forward(x, step);
    return new Pass() {
      @Override
      public Tensor output() {
        return classified.output();
      }

      @Override
      public Tensor backward(Tensor dy) {
        centers.gradient().fill(0);
        return classified.backward(dy);
      }

      @Override
      public int piece() {
        return classified.piece();
      }
    };
  }

  @Override
  public Term formula(Term x, Step step) {
    return classifier.formula(x, step);
  }

  @Override
  public Term formula(Term x, Tensor labels, Optional<Tensor> mask, Step step) {
    Term ofExamples = x.constant(labels).product(x.variable(centers.value()));
    Term squares = RowTerms.flat(x).minus(ofExamples).square().sum();
    Term pull = squares.times(lambda / 2 / x.shape().size(0));
    return classifier.formula(x, labels, mask, step).plus(pull);
  }

  @Override
  public LossPass forward(Tensor x, Tensor labels, Optional<Tensor> mask, Step step) {
    LossPass classified = classifier.forward(x, labels, mask, step);
    Tensor away = fromCenters(x.reshaped(Shape.of(x.rows(), x.columns())), labels);
    double squares = 0;
    for (double value : away.values()) {
      squares += value * value;
    }
    double loss = classified.loss() + lambda / 2 * squares / x.rows();
    return new LossPass() {
      @Override
      public double loss() {
        return loss;
      }

      @Override
      public Tensor predictions() {
        return classified.predictions();
      }

      @Override
      public Tensor backward() {
        writeStep(away, labels);
        Tensor dx = classified.backward();
        for (int i = 0; i < dx.size(); i++) {
          dx.values()[i] += lambda / x.rows() * away.values()[i];
        }
        return dx;
      }

      @Override
      public void backwardToParameters() {
        writeStep(away, labels);
        classified.backwardToParameters();
      }

      @Override
      public int piece() {
        return classified.piece();
      }
    };
  }

  /** x_n - c_n: [N, in] */
  private Tensor fromCenters(Tensor x, Tensor labels) {
    Tensor away = x.zerosLike();
    MatrixProduct.multiply(labels, centers.value(), away);
    for (int i = 0; i < away.size(); i++) {
      away.values()[i] = x.values()[i] - away.values()[i];
    }
    return away;
  }

  private void writeStep(Tensor away, Tensor labels) {
    Tensor step = centers.gradient();
    MatrixProduct.multiplyTransposedFirst(labels, away, step);
    double[] members = new Channels(labels.shape(), Optional.empty()).sums(labels);
    int in = away.columns();
    for (int i = 0; i < step.size(); i++) {
      step.values()[i] *= -alpha / (1 + members[i / in]);
    }
  }
}
