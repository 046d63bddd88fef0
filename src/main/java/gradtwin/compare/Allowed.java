package gradtwin.compare;

/**
 * How far two right sides may be apart, element by element.
 *
 * @param sigma the standard deviation of the difference of their rounding errors
 * @param slack by how much the element depends on the sides of kinks that rounding chose; 0 almost
 *     everywhere
 */
@SuppressWarnings("ArrayRecordComponent") // handed to loops, never compared
record Allowed(double[] sigma, double[] slack) {
  /**
   * With a least standard deviation: below the smallest normal numbers of a type rounding is not
   * relative any more, and what was lost on the way may have been multiplied since.
   *
   * @param floor the least standard deviation
   */
  static Allowed of(double[] sigma, double[] slack, double floor) {
    double[] raised = new double[sigma.length];
    for (int i = 0; i < raised.length; i++) {
      raised[i] = Math.max(sigma[i], floor);
    }
    return new Allowed(raised, slack);
  }

  /** The distance in standard deviations. */
  double z(int i, double distance) {
    return distance == 0 ? 0 : distance / sigma[i];
  }

  /** The distance that no kink explains, in standard deviations. */
  double zBeyondKinks(int i, double distance) {
    return z(i, Math.max(0, distance - slack[i]));
  }
}
