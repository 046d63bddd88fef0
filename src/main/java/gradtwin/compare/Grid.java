package gradtwin.compare;

import gradtwin.compare.Equation.Part;
import gradtwin.tensor.Tensor;

/**
 * A tensor of examples as rows of features, with names for its elements.
 *
 * @param symbol of the tensor
 * @param perPosition whether each position of an example (the steps of a sequence) is a row, n
 *     after n; otherwise an example is one
 */
record Grid(String symbol, Tensor tensor, boolean perPosition) {
  /** As layers see it that work on rows of features: each step of a sequence is a row. */
  static Grid ofSteps(String symbol, Tensor tensor) {
    return new Grid(symbol, tensor, tensor.shape().rank() == 3);
  }

  /** As activations and losses see it: each position is a row. */
  static Grid ofPositions(String symbol, Tensor tensor) {
    return new Grid(symbol, tensor, tensor.shape().rank() > 2);
  }

  int columns() {
    return perPosition ? tensor.shape().size(1) : tensor.columns();
  }

  int rows() {
    return tensor.size() / columns();
  }

  private int positions() {
    return perPosition ? tensor.columns() / columns() : 1;
  }

  /** Where an element lies in the tensor. */
  int position(int row, int column) {
    int n = row / positions();
    return (n * columns() + column) * positions() + row % positions();
  }

  /** The row that an element of the tensor lies in. */
  int row(int position) {
    return position / (columns() * positions()) * positions() + position % positions();
  }

  /** The column that an element of the tensor lies in. */
  int column(int position) {
    return position / positions() % columns();
  }

  double at(int row, int column) {
    return tensor.values()[position(row, column)];
  }

  Part part(int row, int column) {
    return Part.number(name(symbol, tensor, position(row, column)), at(row, column));
  }

  String name(int row, int column) {
    return name(symbol, tensor, position(row, column));
  }

  /** An element by name: {@code W[0][1]}. */
  static String name(String symbol, Tensor tensor, int position) {
    StringBuilder name = new StringBuilder(symbol);
    for (int coordinate : tensor.shape().coordinates(position)) {
      name.append('[').append(coordinate).append(']');
    }
    return name.toString();
  }

  static Part part(String symbol, Tensor tensor, int position) {
    return Part.number(name(symbol, tensor, position), tensor.values()[position]);
  }
}
