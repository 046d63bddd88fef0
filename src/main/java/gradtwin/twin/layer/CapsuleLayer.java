package gradtwin.twin.layer;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.Step;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.formula.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Capsules that each form one vector from the predictions of all capsules below, by routing of
 * agreement: predictions that agree with the outcome count more in the next round.
 *
 * <pre>{@code
 * forward   û_ij = W_ij u_i    B_ij = 0    in each round:
 *           c_i = softmax over j of B_i    s_j = sum over i of c_ij û_ij + b_j    v_j = squash(s_j)
 *           B_ij = B_ij + û_ij · v_j       y = v of the last round
 * backward  through every round, from the last to the first, with dB = 0 and dû = 0:
 *           ds_j = squash backward of dv_j       db_j += ds_j
 *           dc_ij = û_ij · ds_j                  dû_ij += c_ij ds_j
 *           dB_ij += c_ij (dc_ij - sum over j of c_ij dc_ij)
 *           dv_j of the round before = sum over i of dB_ij û_ij    dû_ij += dB_ij v_j of that round
 *           then dW_ij = dû_ij u_iᵀ    du_i = sum over j of W_ijᵀ dû_ij
 * squash    v = q / ((1 + q) √(q + ε)) s    q = |s|²    ε = 1e-5
 * }</pre>
 *
 * <p>Shapes: u [N, I, in], the vectors of I capsules below; W [I, J * d, in], of which W_ij is a
 * matrix [d, in]; b [J * d]; y [N, J, d]. {@code routings} counts the rounds, at least 1; with 1,
 * all predictions count the same. Source: Sabour, Frosst and Hinton, "Dynamic routing between
 * capsules", NIPS 2017, equations 1 to 3 and procedure 1, which has no bias. The coefficients c are
 * part of the function and are differentiated through. DL4J: {@code
 * org.deeplearning4j.nn.conf.layers.CapsuleLayer}, where ε comes from; its gradients and its delta
 * are twice as large in 1.0.0-M2.1.
 */
public final class CapsuleLayer implements Layer {
  private final Parameter weights;
  private final Optional<Parameter> bias;
  private final int capsules;
  private final int routings;
  private final int below;
  private final int width;
  private final int d;

  /**
   * @param weights [I, J * d, in]
   * @param bias [J * d], or none
   * @param capsules J
   * @param routings rounds, at least 1
   */
  public CapsuleLayer(Parameter weights, Optional<Parameter> bias, int capsules, int routings) {
    weights.value().requireRank(3);
    this.weights = weights;
    this.bias = bias;
    this.capsules = capsules;
    this.routings = routings;
    this.below = weights.value().shape().size(0);
    this.width = weights.value().shape().size(1);
    this.d = width / capsules;
    bias.ifPresent(b -> b.value().requireShape(Shape.of(width)));
  }

  @Override
  public List<Parameter> parameters() {
    return bias.map(b -> List.of(weights, b)).orElse(List.of(weights));
  }

  /**
   * One round for one example.
   *
   * @param c [I, J]
   * @param s [J * d]
   * @param v [J * d]
   */
  private record Round(Tensor c, Tensor s, Tensor v) {}

  @Override
  public Pass forward(Tensor u, Step step) {
    u.requireShape(Shape.of(u.rows(), below, weights.value().shape().size(2)));
    int examples = u.rows();
    Tensor predictions = predictions(u);
    Tensor y = u.newZeros(Shape.of(examples, capsules, d));
    List<List<Round>> routed = new ArrayList<>();
    for (int n = 0; n < examples; n++) {
      List<Round> rounds = route(predictions.rowsCopied(n, n + 1).values());
      System.arraycopy(rounds.get(routings - 1).v().values(), 0, y.values(), n * width, width);
      routed.add(rounds);
    }
    return new Pass() {
      @Override
      public Tensor output() {
        return y;
      }

      @Override
      public Tensor backward(Tensor dy) {
        bias.ifPresent(b -> b.gradient().fill(0));
        Tensor dPredictions = predictions.zerosLike();
        for (int n = 0; n < examples; n++) {
          double[] ofExample = predictions.rowsCopied(n, n + 1).values();
          double[] back = back(ofExample, routed.get(n), dy.rowsCopied(n, n + 1).values());
          System.arraycopy(back, 0, dPredictions.values(), n * back.length, back.length);
        }
        return backThroughPredictions(u, dPredictions);
      }
    };
  }

  @Override
  public Term formula(Term u, Step step) {
    int examples = u.shape().size(0);
    Shape each = Shape.of(examples, below, capsules, d);
    Term w = u.variable(weights.value());
    Term predictions = // û
        u.permuted(1, 0, 2).product(w.permuted(0, 2, 1)).permuted(1, 0, 2).reshaped(each);
    Term logits = u.constant(Tensor.zeros(Shape.of(examples, below, capsules))); // B
    for (int round = 1; ; round++) {
      Term rows = logits.reshaped(Shape.of(examples * below, capsules));
      Term c = new Softmax().formula(rows).reshaped(logits.shape());
      Term sum = c.along(each, 0, 1, 2).times(predictions).sum(1);
      Term s =
          bias.map(b -> u.variable(b.value()).reshaped(Shape.of(capsules, d)))
              .map(b -> sum.plus(b.along(sum.shape(), 1, 2)))
              .orElse(sum);
      Term v = Squash.formula(s);
      if (round == routings) {
        return v;
      }
      logits = logits.plus(predictions.times(v.along(each, 0, 2, 3)).sum(3));
    }
  }

  /** û [N, I, J * d]. */
  private Tensor predictions(Tensor u) {
    Tensor predictions = u.newZeros(Shape.of(u.rows(), below, width));
    for (int i = 0; i < below; i++) {
      Tensor ofCapsule = u.newZeros(Shape.of(u.rows(), width));
      MatrixProduct.multiplyTransposedSecond(capsule(u, i), matrix(weights.value(), i), ofCapsule);
      setCapsule(predictions, i, ofCapsule);
    }
    return predictions;
  }

  /** Overwrites dW, and returns du. */
  private Tensor backThroughPredictions(Tensor u, Tensor dPredictions) {
    Tensor du = u.zerosLike();
    for (int i = 0; i < below; i++) {
      Tensor dp = capsule(dPredictions, i);
      Tensor matrix = matrix(weights.value(), i);
      Tensor dMatrix = matrix.zerosLike();
      MatrixProduct.multiplyTransposedFirst(dp, capsule(u, i), dMatrix); // dW = dûᵀ u
      int size = dMatrix.size();
      System.arraycopy(dMatrix.values(), 0, weights.gradient().values(), i * size, size);
      Tensor ofCapsule = u.newZeros(Shape.of(u.rows(), matrix.columns()));
      MatrixProduct.multiply(dp, matrix, ofCapsule); // du = dû W
      setCapsule(du, i, ofCapsule);
    }
    return du;
  }

  /** The rounds of one example. */
  private List<Round> route(double[] predictions) {
    List<Round> rounds = new ArrayList<>();
    double[] logits = new double[below * capsules];
    for (int round = 1; round <= routings; round++) {
      double[] c = softmaxOfRows(logits);
      double[] s = bias.map(b -> b.value().values().clone()).orElseGet(() -> new double[width]);
      for (int i = 0; i < below; i++) {
        for (int k = 0; k < width; k++) {
          s[k] += c[i * capsules + k / d] * predictions[i * width + k];
        }
      }
      double[] v = new double[width];
      Squash.forward(s, d, v);
      rounds.add(
          new Round(Tensor.of(Shape.of(below, capsules), c), Tensor.vector(s), Tensor.vector(v)));
      addAgreement(predictions, v, logits);
    }
    return rounds;
  }

  /** The way back through the rounds of one example: adds to db, and returns dû. */
  private double[] back(double[] predictions, List<Round> rounds, double[] dy) {
    double[] dPredictions = new double[predictions.length];
    double[] dLogits = new double[below * capsules];
    double[] dv = dy;
    for (int round = routings - 1; round >= 0; round--) {
      Round now = rounds.get(round);
      double[] ds = new double[width];
      Squash.backward(now.s().values(), dv, d, ds);
      bias.ifPresent(b -> addTo(b.gradient().values(), ds));
      double[] c = now.c().values();
      double[] dc = new double[below * capsules];
      addAgreement(predictions, ds, dc);
      for (int i = 0; i < below; i++) {
        for (int k = 0; k < width; k++) {
          dPredictions[i * width + k] += c[i * capsules + k / d] * ds[k];
        }
        addSoftmaxBackward(c, dc, i * capsules, dLogits);
      }
      if (round > 0) {
        dv = new double[width];
        double[] v = rounds.get(round - 1).v().values();
        for (int i = 0; i < below; i++) {
          for (int k = 0; k < width; k++) {
            double dLogit = dLogits[i * capsules + k / d];
            dv[k] += dLogit * predictions[i * width + k];
            dPredictions[i * width + k] += dLogit * v[k];
          }
        }
      }
    }
    return dPredictions;
  }

  /** agreement_ij += û_ij · v_j. */
  private void addAgreement(double[] predictions, double[] v, double[] agreement) {
    for (int i = 0; i < below; i++) {
      for (int k = 0; k < width; k++) {
        agreement[i * capsules + k / d] += predictions[i * width + k] * v[k];
      }
    }
  }

  /** Adds to dLogits what one row of J coefficients passes back. */
  private void addSoftmaxBackward(double[] c, double[] dc, int from, double[] dLogits) {
    double mean = 0;
    for (int j = from; j < from + capsules; j++) {
      mean += c[j] * dc[j];
    }
    for (int j = from; j < from + capsules; j++) {
      dLogits[j] += c[j] * (dc[j] - mean);
    }
  }

  /** The softmax of each row of J logits. */
  private double[] softmaxOfRows(double[] logits) {
    double[] c = new double[logits.length];
    for (int from = 0; from < c.length; from += capsules) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int j = from; j < from + capsules; j++) {
        largest = Math.max(largest, logits[j]);
      }
      double sum = 0;
      for (int j = from; j < from + capsules; j++) {
        c[j] = Math.exp(logits[j] - largest);
        sum += c[j];
      }
      for (int j = from; j < from + capsules; j++) {
        c[j] /= sum;
      }
    }
    return c;
  }

  private static void addTo(double[] sum, double[] values) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += values[k];
    }
  }

  /** The vectors of capsule i of all examples, [N, vector]. */
  private static Tensor capsule(Tensor vectors, int i) {
    int length = vectors.shape().size(2);
    Tensor ofCapsule = vectors.newZeros(Shape.of(vectors.rows(), length));
    for (int n = 0; n < vectors.rows(); n++) {
      int from = n * vectors.columns() + i * length;
      System.arraycopy(vectors.values(), from, ofCapsule.values(), n * length, length);
    }
    return ofCapsule;
  }

  private static void setCapsule(Tensor vectors, int i, Tensor ofCapsule) {
    int length = vectors.shape().size(2);
    for (int n = 0; n < vectors.rows(); n++) {
      int to = n * vectors.columns() + i * length;
      System.arraycopy(ofCapsule.values(), n * length, vectors.values(), to, length);
    }
  }

  /** The matrices W_ij of all j below one another: [J * d, in]. */
  private static Tensor matrix(Tensor weights, int i) {
    return weights
        .rowsCopied(i, i + 1)
        .reshaped(Shape.of(weights.shape().size(1), weights.shape().size(2)));
  }
}
