package gradtwin.compare;

import gradtwin.compare.Equation.Part;
import gradtwin.compare.Equation.Product;
import gradtwin.compare.Trace.Sides;
import gradtwin.compare.Trace.Worked;
import gradtwin.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arithmetic of a dense layer, element by element.
 *
 * <pre>{@code
 * z[n][j]  = sum over i of x[n][i] W[i][j] + b[j]
 * dW[i][j] = sum over n of x[n][i] dz[n][j]
 * db[j]    = sum over n of dz[n][j]
 * dx[n][i] = sum over j of dz[n][j] W[i][j]
 * }</pre>
 *
 * @param selection which elements
 * @param weights [in, out] before the step
 * @param bias [out] before the step, or none
 */
record WorkedDense(Selection selection, Tensor weights, Optional<Tensor> bias)
    implements WorkedProjection {
  private static final String WEIGHTS = "W";
  private static final String BIAS = "b";

  private Part weight(int i, int j) {
    return Grid.part(WEIGHTS, weights, i * weights.columns() + j);
  }

  /** There is no arithmetic for a step that is not there. */
  @Override
  public List<Worked> sums(Sides x, Sides z, Optional<Tensor> mask) {
    Grid in = Grid.ofSteps(x.symbol(), x.twin());
    Grid out = Grid.ofSteps(z.symbol(), z.twin());
    return selection.work(
        z,
        position -> {
          int row = out.row(position);
          int j = out.column(position);
          if (mask.isPresent() && mask.get().values()[row] == 0) {
            return List.of();
          }
          List<Product> products = new ArrayList<>();
          for (int i = 0; i < in.columns(); i++) {
            products.add(new Product(in.part(row, i), weight(i, j)));
          }
          bias.ifPresent(b -> products.add(new Product(Grid.part(BIAS, b, j))));
          return List.of(Equation.sum(out.name(row, j), products));
        });
  }

  @Override
  public List<Worked> weightGradient(Sides x, Sides dz, Sides gradient) {
    Grid in = Grid.ofSteps(x.symbol(), x.twin());
    Grid out = Grid.ofSteps(dz.symbol(), dz.twin());
    return selection.work(
        gradient,
        position -> {
          int i = position / weights.columns();
          int j = position % weights.columns();
          List<Product> products = new ArrayList<>();
          for (int row = 0; row < out.rows(); row++) {
            products.add(new Product(in.part(row, i), out.part(row, j)));
          }
          return List.of(equation(gradient, position, products));
        });
  }

  @Override
  public List<Worked> biasGradient(Sides dz, Sides gradient) {
    Grid out = Grid.ofSteps(dz.symbol(), dz.twin());
    return selection.work(
        gradient,
        j -> {
          List<Product> products = new ArrayList<>();
          for (int row = 0; row < out.rows(); row++) {
            products.add(new Product(out.part(row, j)));
          }
          return List.of(equation(gradient, j, products));
        });
  }

  @Override
  public List<Worked> down(Sides dz, Sides dx) {
    Grid out = Grid.ofSteps(dz.symbol(), dz.twin());
    Grid in = Grid.ofSteps(dx.symbol(), dx.twin());
    return selection.work(
        dx,
        position -> {
          int row = in.row(position);
          int i = in.column(position);
          List<Product> products = new ArrayList<>();
          for (int j = 0; j < out.columns(); j++) {
            products.add(new Product(out.part(row, j), weight(i, j)));
          }
          return List.of(equation(dx, position, products));
        });
  }

  private static Equation equation(Sides of, int position, List<Product> products) {
    return Equation.sum(Grid.name(of.symbol(), of.twin(), position), products);
  }
}
