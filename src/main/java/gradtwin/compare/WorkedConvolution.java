package gradtwin.compare;

import gradtwin.compare.Equation.Part;
import gradtwin.compare.Equation.Product;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Worked;
import gradtwin.tensor.Tensor;
import gradtwin.tensor.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arithmetic of a convolution, element by element. Window p sees position q(p, k) at place k of
 * the kernel; what it sees beyond the ends is left out.
 *
 * <pre>{@code
 * z[n][o][p]  = sum over i and k of x[n][i][q(p, k)] W[o][i][k] + b[o]
 * dW[o][i][k] = sum over n and p of x[n][i][q(p, k)] dz[n][o][p]
 * db[o]       = sum over n and p of dz[n][o][p]
 * dx[n][i][q] = sum over all o, p and k with q(p, k) = q of dz[n][o][p] W[o][i][k]
 * }</pre>
 */
final class WorkedConvolution implements WorkedProjection {
  private static final int OUTSIDE = -1;

  private final Selection selection;
  private final Tensor weights;
  private final Optional<Tensor> bias;
  private final int in;
  private final int out;
  private final int kernel;
  private final int[] seen;

  /**
   * @param selection which elements
   * @param weights [out, in, K...], or [K, in, out] over one axis, before the step
   * @param bias [out] before the step, or none
   */
  WorkedConvolution(Selection selection, Windows windows, Tensor weights, Optional<Tensor> bias) {
    this.selection = selection;
    this.weights = weights;
    this.bias = bias;
    this.in = weights.shape().size(1);
    this.kernel = windows.kernel();
    this.out = weights.size() / (in * kernel);
    this.seen = seen(windows);
  }

  /** q(p, k) at k * windows + p: the windows are asked to look at numbered positions. */
  private static int[] seen(Windows windows) {
    double[] numbered = new double[windows.positions()];
    for (int i = 0; i < numbered.length; i++) {
      numbered[i] = i;
    }
    double[] columns = new double[windows.kernel() * windows.count()];
    windows.gather(numbered, 0, 1, OUTSIDE, columns);
    int[] seen = new int[columns.length];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = (int) columns[i];
    }
    return seen;
  }

  private int seen(int window, int k) {
    return seen[k * (seen.length / kernel) + window];
  }

  /** Where a weight is stored. */
  private int weight(int o, int i, int k) {
    return weights.shape().rank() == 3 ? (k * in + i) * out + o : (o * in + i) * kernel + k;
  }

  /** One element of a tensor [N, channels, positions...]. */
  private static Part part(Sides sides, int n, int channel, int position) {
    int channels = sides.twin().shape().size(1);
    int positions = sides.twin().columns() / channels;
    return Grid.part(sides.symbol(), sides.twin(), (n * channels + channel) * positions + position);
  }

  private Part weightPart(int o, int i, int k) {
    return Grid.part("W", weights, weight(o, i, k));
  }

  /** Steps are taken as they come, whether they are there or not. */
  @Override
  public List<Worked> sums(Sides x, Sides z, Optional<Tensor> mask) {
    int windows = seen.length / kernel;
    return selection.work(
        z,
        position -> {
          int window = position % windows;
          int o = position / windows % out;
          int n = position / windows / out;
          List<Product> products = new ArrayList<>();
          for (int i = 0; i < in; i++) {
            for (int k = 0; k < kernel; k++) {
              if (seen(window, k) != OUTSIDE) {
                products.add(new Product(part(x, n, i, seen(window, k)), weightPart(o, i, k)));
              }
            }
          }
          bias.ifPresent(b -> products.add(new Product(Grid.part("b", b, o))));
          return List.of(equation(z, position, products));
        });
  }

  @Override
  public List<Worked> weightGradient(Sides x, Sides dz, Sides gradient) {
    int windows = seen.length / kernel;
    return selection.work(
        gradient,
        position -> {
          boolean reversed = weights.shape().rank() == 3;
          int o = reversed ? position % out : position / kernel / in;
          int i = reversed ? position / out % in : position / kernel % in;
          int k = reversed ? position / out / in : position % kernel;
          List<Product> products = new ArrayList<>();
          for (int n = 0; n < x.twin().rows(); n++) {
            for (int window = 0; window < windows; window++) {
              if (seen(window, k) != OUTSIDE) {
                products.add(new Product(part(x, n, i, seen(window, k)), part(dz, n, o, window)));
              }
            }
          }
          return List.of(equation(gradient, position, products));
        });
  }

  @Override
  public List<Worked> biasGradient(Sides dz, Sides gradient) {
    int windows = seen.length / kernel;
    return selection.work(
        gradient,
        o -> {
          List<Product> products = new ArrayList<>();
          for (int n = 0; n < dz.twin().rows(); n++) {
            for (int window = 0; window < windows; window++) {
              products.add(new Product(part(dz, n, o, window)));
            }
          }
          return List.of(equation(gradient, o, products));
        });
  }

  @Override
  public List<Worked> down(Sides dz, Sides dx) {
    int windows = seen.length / kernel;
    int positions = dx.twin().columns() / in;
    return selection.work(
        dx,
        element -> {
          int at = element % positions;
          int i = element / positions % in;
          int n = element / positions / in;
          List<Product> products = new ArrayList<>();
          for (int o = 0; o < out; o++) {
            for (int window = 0; window < windows; window++) {
              for (int k = 0; k < kernel; k++) {
                if (seen(window, k) == at) {
                  products.add(new Product(part(dz, n, o, window), weightPart(o, i, k)));
                }
              }
            }
          }
          return products.isEmpty() ? List.of() : List.of(equation(dx, element, products));
        });
  }

  private static Equation equation(Sides of, int position, List<Product> products) {
    return Equation.sum(Grid.name(of.symbol(), of.twin(), position), products);
  }
}
