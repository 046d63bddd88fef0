package gradtwin.twin.layer;

import gradtwin.tensor.MatrixProduct;
import gradtwin.tensor.Parameter;
import gradtwin.tensor.Shape;
import gradtwin.tensor.Tensor;
import gradtwin.twin.activation.Softmax;
import gradtwin.twin.formula.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Scaled dot-product attention: each query takes a mean of the values of a sequence, weighted by
 * how well it matches their keys; with projections, several times side by side.
 *
 * <pre>{@code
 * forward   Q = q Wqᵀ    K = x Wkᵀ    V = x Wvᵀ      or Q = q, K = V = x without projections
 *           A = softmax over the keys of (Q Kᵀ / √d - 1e9 (1 - mask))    O = A V    in each head
 *           y = O Wo                                 or y = O; the heads of O side by side
 * backward  dO = dy Woᵀ    dA = dO Vᵀ    dS = A * (dA - sum over keys of A * dA)
 *           dQ = dS K / √d    dK = dSᵀ Q / √d    dV = Aᵀ dO
 *           dWq = dQᵀ q    dWk = dKᵀ x    dWv = dVᵀ x    dWo = Oᵀ dy
 *           dq = dQ Wq    dx = dK Wk + dV Wv
 * }</pre>
 *
 * <p>Shapes: q [N * Q, queryFeatures] and x [N * T, features], the steps of each example as rows;
 * Wq [heads, d, queryFeatures], Wk and Wv [heads, d, features], Wo [heads * d, units]; y [N * Q,
 * units]. A masked step is no key: its weight underflows to 0, and if all are masked, none is.
 */
public final class DotProductAttention {
  /** What DL4J takes from the score of a masked key. */
  private static final double MASKED = 1e9;

  private final int heads;
  private final Optional<Projections> projections;

  /**
   * The weights of all heads.
   *
   * @param query [heads, d, queryFeatures]
   * @param key [heads, d, features]
   * @param value [heads, d, features]
   * @param output [heads * d, units]
   */
  public record Projections(Parameter query, Parameter key, Parameter value, Parameter output) {
    List<Parameter> parameters() {
      return List.of(query, key, value, output);
    }

    int heads() {
      return query.value().shape().size(0);
    }
  }

  /**
   * @param projections none for a single head that compares the rows as they are
   */
  public DotProductAttention(Optional<Projections> projections) {
    this.projections = projections;
    this.heads = projections.map(Projections::heads).orElse(1);
  }

  List<Parameter> parameters() {
    return projections.map(Projections::parameters).orElse(List.of());
  }

  /** All heads of a projection as one matrix [heads * d, features], over the live values. */
  private static Tensor matrix(Tensor ofHeads) {
    int features = ofHeads.shape().size(2);
    return ofHeads.reshaped(Shape.of(ofHeads.size() / features, features));
  }

  /** x Wᵀ [rows, heads * d]. */
  private static Tensor projected(Tensor rows, Parameter projection) {
    Tensor matrix = matrix(projection.value());
    Tensor product = rows.newZeros(Shape.of(rows.rows(), matrix.rows()));
    MatrixProduct.multiplyTransposedSecond(rows, matrix, product);
    return product;
  }

  /**
   * The keys and values of sequences.
   *
   * @param x [N * T, features]
   * @param examples N
   * @param mask [N, T]
   */
  Memory memory(Tensor x, int examples, Optional<Tensor> mask) {
    Tensor keys = projections.map(p -> projected(x, p.key())).orElse(x);
    Tensor values = projections.map(p -> projected(x, p.value())).orElse(x);
    return new Memory(x, keys, values, examples, mask);
  }

  /**
   * What the queries find, as a formula.
   *
   * @param q [N, Q, queryFeatures]
   * @param x [N, T, features]
   * @param mask [N, T]
   * @return [N, Q, units]
   */
  Term formula(Term q, Term x, Optional<Tensor> mask) {
    List<Term> found = new ArrayList<>();
    for (int head = 0; head < heads; head++) {
      Term queries = ofHead(q, head, Projections::query);
      Term keys = ofHead(x, head, Projections::key);
      double scale = 1 / Math.sqrt(keys.shape().size(2));
      Term scores = queries.product(keys.permuted(0, 2, 1)).times(scale);
      Term weights = softmaxOverKeys(withoutMasked(scores, mask));
      found.add(weights.product(ofHead(x, head, Projections::value)));
    }
    Term o = Term.concatenated(2, found);
    return projections.map(p -> product(o, o.variable(p.output().value()))).orElse(o);
  }

  /** x Wᵀ in one head: [N, T, d]; x itself without projections. */
  private Term ofHead(Term x, int head, Function<Projections, Parameter> of) {
    return projections
        .map(p -> product(x, x.variable(of.apply(p).value()).at(0, head).permuted(1, 0)))
        .orElse(x);
  }

  /** The product of each example's matrix with one matrix. */
  private static Term product(Term x, Term matrix) {
    Shape shape = x.shape();
    return x.reshaped(Shape.of(shape.size(0) * shape.size(1), shape.size(2)))
        .product(matrix)
        .reshaped(Shape.of(shape.size(0), shape.size(1), matrix.shape().size(1)));
  }

  private static Term withoutMasked(Term scores, Optional<Tensor> mask) {
    return mask.map(
            m -> scores.plus(scores.constant(m).plus(-1).times(MASKED).along(scores.shape(), 0, 2)))
        .orElse(scores);
  }

  private static Term softmaxOverKeys(Term scores) {
    Shape shape = scores.shape();
    Shape rows = Shape.of(shape.size(0) * shape.size(1), shape.size(2));
    return new Softmax().formula(scores.reshaped(rows)).reshaped(shape);
  }

  /** The keys and values of sequences, to which queries can attend. */
  final class Memory {
    private final Tensor x;
    private final Tensor keys;
    private final Tensor values;
    private final int examples;
    private final double[] penalties;
    private final int steps;
    private final int width;
    private final int d;
    private final double scale;

    private Memory(Tensor x, Tensor keys, Tensor values, int examples, Optional<Tensor> mask) {
      this.x = x;
      this.keys = keys;
      this.values = values;
      this.examples = examples;
      this.penalties = new double[x.rows()];
      this.steps = x.rows() / examples;
      this.width = keys.columns();
      this.d = width / heads;
      this.scale = 1 / Math.sqrt(d);
      for (int step = 0; mask.isPresent() && step < penalties.length; step++) {
        penalties[step] = MASKED * (1 - mask.get().values()[step]);
      }
    }

    /**
     * What the queries find.
     *
     * @param q [N * Q, queryFeatures]
     */
    Attended attend(Tensor q) {
      Tensor queries = projections.map(p -> projected(q, p.query())).orElse(q);
      int perExample = q.rows() / examples;
      Tensor weights = Tensor.zeros(Shape.of(examples, heads, perExample, steps));
      Tensor found = queries.zerosLike();
      for (int n = 0; n < examples; n++) {
        for (int h = 0; h < heads; h++) {
          for (int i = 0; i < perExample; i++) {
            int query = (n * perExample + i) * width + h * d;
            int row = ((n * heads + h) * perExample + i) * steps;
            score(queries.values(), query, n, h, weights.values(), row);
            softmax(weights.values(), row, steps);
            mean(weights.values(), row, n, h, found.values(), query);
          }
        }
      }
      Tensor output =
          projections
              .map(
                  p -> {
                    Tensor y = Tensor.zeros(Shape.of(found.rows(), p.output().value().columns()));
                    MatrixProduct.multiply(found, p.output().value(), y); // y = O Wo
                    return y;
                  })
              .orElse(found);
      return new Attended(q, queries, weights, found, output);
    }

    /** Where the keys and the values of a step lie. */
    private int at(int n, int step, int head) {
      return (n * steps + step) * width + head * d;
    }

    private void score(double[] q, int query, int n, int h, double[] scores, int row) {
      for (int j = 0; j < steps; j++) {
        double score = dot(q, query, keys.values(), at(n, j, h), d) * scale;
        scores[row + j] = score - penalties[n * steps + j];
      }
    }

    private void mean(double[] weights, int row, int n, int h, double[] sum, int to) {
      for (int j = 0; j < steps; j++) {
        add(weights[row + j], values.values(), at(n, j, h), sum, to, d);
      }
    }

    /** Starts the way back: overwrites the gradients of the projections with zeros. */
    Return back() {
      parameters().forEach(parameter -> parameter.gradient().fill(0));
      return new Return(this);
    }
  }

  /**
   * What queries have found.
   *
   * @param q the queries as they came
   * @param queries projected
   * @param weights A [N, heads, Q, T]
   * @param found O [N * Q, heads * d]
   * @param output y [N * Q, units]
   */
  record Attended(Tensor q, Tensor queries, Tensor weights, Tensor found, Tensor output) {}

  /** The way back from all that attended to one memory, which adds up on the way. */
  final class Return {
    private final Memory memory;
    private final Tensor dKeys;
    private final Tensor dValues;

    private Return(Memory memory) {
      this.memory = memory;
      this.dKeys = memory.keys.zerosLike();
      this.dValues = memory.values.zerosLike();
    }

    /**
     * The gradient with respect to the queries as they came.
     *
     * @param dy with respect to what they found
     */
    Tensor from(Attended attended, Tensor dy) {
      Tensor dFound =
          projections
              .map(
                  p -> {
                    addProduct(attended.found(), dy, p.output().gradient()); // dWo = Oᵀ dy
                    Tensor product = attended.found().zerosLike();
                    MatrixProduct.multiplyTransposedSecond(dy, p.output().value(), product);
                    return product;
                  })
              .orElse(dy);
      Tensor dQueries = attended.queries().zerosLike();
      int perExample = attended.q().rows() / memory.examples;
      double[] dScores = new double[memory.steps];
      for (int n = 0; n < memory.examples; n++) {
        for (int h = 0; h < heads; h++) {
          for (int i = 0; i < perExample; i++) {
            int query = (n * perExample + i) * memory.width + h * memory.d;
            int row = ((n * heads + h) * perExample + i) * memory.steps;
            dScores(attended.weights().values(), row, dFound.values(), query, n, h, dScores);
            for (int j = 0; j < memory.steps; j++) {
              int key = memory.at(n, j, h);
              double dS = dScores[j] * memory.scale;
              add(dS, memory.keys.values(), key, dQueries.values(), query, memory.d);
              add(dS, attended.queries().values(), query, dKeys.values(), key, memory.d);
              double weight = attended.weights().values()[row + j];
              add(weight, dFound.values(), query, dValues.values(), key, memory.d);
            }
          }
        }
      }
      return projections.map(p -> backThrough(p.query(), attended.q(), dQueries)).orElse(dQueries);
    }

    /** dS of one query: back through its weights and the softmax that made them. */
    private void dScores(
        double[] weights, int row, double[] dFound, int query, int n, int h, double[] dScores) {
      double mean = 0;
      for (int j = 0; j < memory.steps; j++) {
        dScores[j] = dot(dFound, query, memory.values.values(), memory.at(n, j, h), memory.d);
        mean += weights[row + j] * dScores[j];
      }
      for (int j = 0; j < memory.steps; j++) {
        dScores[j] = weights[row + j] * (dScores[j] - mean);
      }
    }

    /** The gradient with respect to the sequences, once all who attended have come back. */
    Tensor toSequences() {
      Tensor dx = projections.map(p -> backThrough(p.key(), memory.x, dKeys)).orElse(dKeys.copy());
      Tensor throughValues =
          projections.map(p -> backThrough(p.value(), memory.x, dValues)).orElse(dValues);
      add(1, throughValues.values(), 0, dx.values(), 0, dx.size());
      return dx;
    }

    /** Adds dpᵀ rows to the gradient of the projection p = rows Wᵀ, and returns dp W. */
    private static Tensor backThrough(Parameter projection, Tensor rows, Tensor dp) {
      addProduct(dp, rows, matrix(projection.gradient()));
      Tensor dRows = rows.zerosLike();
      MatrixProduct.multiply(dp, matrix(projection.value()), dRows);
      return dRows;
    }

    /** sum += aᵀ b. */
    private static void addProduct(Tensor a, Tensor b, Tensor sum) {
      Tensor product = sum.zerosLike();
      MatrixProduct.multiplyTransposedFirst(a, b, product);
      add(1, product.values(), 0, sum.values(), 0, sum.size());
    }
  }

  private static void softmax(double[] values, int from, int count) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = from; j < from + count; j++) {
      largest = Math.max(largest, values[j]);
    }
    double sum = 0;
    for (int j = from; j < from + count; j++) {
      values[j] = Math.exp(values[j] - largest);
      sum += values[j];
    }
    for (int j = from; j < from + count; j++) {
      values[j] /= sum;
    }
  }

  private static double dot(double[] a, int fromA, double[] b, int fromB, int count) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += a[fromA + k] * b[fromB + k];
    }
    return sum;
  }

  /** to += factor * from. */
  private static void add(
      double factor, double[] from, int offset, double[] to, int target, int count) {
    for (int k = 0; k < count; k++) {
      to[target + k] += factor * from[offset + k];
    }
  }
}
