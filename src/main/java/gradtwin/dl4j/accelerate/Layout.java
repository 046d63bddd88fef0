package gradtwin.dl4j.accelerate;

import org.nd4j.linalg.api.ndarray.INDArray;

/** How the numbers of ND4J's arrays lie in memory. */
final class Layout {
  private Layout() {}

  /**
   * The array itself if its numbers lie without gaps in an order; else a copy of which that holds.
   */
  static INDArray inOrder(char order, INDArray array) {
    return isInOrder(order, array) ? array : array.dup(order);
  }

  private static boolean isInOrder(char order, INDArray array) {
    long step = 1;
    int rank = array.rank();
    for (int i = 0; i < rank; i++) {
      int axis = order == 'c' ? rank - 1 - i : i;
      if (array.size(axis) > 1) {
        if (array.stride(axis) != step) {
          return false;
        }
        step *= array.size(axis);
      }
    }
    return true;
  }
}
